"""Takes the pictures in docs/ from the running site.

python -m tests.screenshots
"""

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.server import ROOT, Server, prepared_environment

PICTURES = {"guide": "/jobprofile/machine-learning-engineer/"}


def main():
    with (
        prepared_environment() as environment,
        Server(environment) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
        for name, path in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="de-DE")
            page.goto(site.url + path)
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()

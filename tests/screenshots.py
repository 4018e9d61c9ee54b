"""Takes the pictures in docs/ from the running site: each page on a desk in light, on a phone in dark.

python -m tests.screenshots
"""

import secrets
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.addresses import GUIDE
from tests.browser.conftest import FLAGS
from tests.editing_screenshots import bring_a_table, edit
from tests.server import ROOT, Server, prepared_environment

FOLDER = ROOT / "docs" / "screenshots"
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
AS_A_PERSON = 4000  # milliseconds; who is faster is taken for a program
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}

PAGES = {
    "home": "/",
    "guides": "/jobprofile/",
    "guides-none-found": "/jobprofile/?gehalt=400000",
    "guide": GUIDE,
    "guide-salary": f"{GUIDE}#gehalt",
    "editions": f"{GUIDE}ausgaben/",
    "infographic": f"{GUIDE}infografik/gehalt/",
    "embed": f"{GUIDE}infografik/ueberblick/einbetten/",
    "salary": "/gehalt/",
    "salary-check": "/gehalt/?rolle=machine-learning-engineer&level=senior&betrag=90.000",
    "vacancy-request": "/vakanz-anfragen/?rolle=machine-learning-engineer&level=senior&bis=95000",
    "offices": "/standorte/",
    "imprint": "/impressum/",
    "privacy": "/datenschutz/",
    "accessibility": "/barrierefreiheit/",
    "not-found": "/gibt-es-nicht/",
}
BACK_OFFICE = {
    "admin-editions": "/admin/roles/edition/",
    "admin-requests": "/admin/contacts/vacancyrequest/",
    "admin-request": "/admin/contacts/vacancyrequest/1/change/",
    "admin-reply": "/admin/contacts/vacancyrequest/1/antworten/",
    "admin-figures": "/admin/contacts/vacancyrequest/zahlen/",
}


COUNT = [
    *(sys.executable, "manage.py", "shell", "--no-imports", "-c"),
    "from contacts.models import MonthlyFigures; MonthlyFigures.objects.refresh()",
]


class Camera:
    """Looks at the site as it stands on one kind of screen."""

    def __init__(self, browser, site, name, screen):
        self.page = browser.new_context(
            **screen, locale="de-DE", timezone_id="Europe/Berlin"
        ).new_page()
        self.site, self.name = site, name

    def open(self, path):
        self.page.goto(self.site.url + path, wait_until="networkidle")

    def take(self, name):
        self.page.screenshot(path=FOLDER / f"{name}-{self.name}.jpg", type="jpeg", quality=80)


def ask(camera):
    """Send a vacancy request with mistakes, then without."""
    page = camera.page
    camera.open("/vakanz-anfragen/?rolle=machine-learning-engineer&level=senior")
    page.get_by_label("Von").fill("80,000")
    page.get_by_role("button", name="Anfrage senden").click()
    camera.take("vacancy-request-errors")
    page.get_by_label("Unternehmen").fill("Nordlicht GmbH")
    page.get_by_label("Ihr Name").fill("Anna Muster")
    page.get_by_label("E-Mail").fill("anna@nordlicht.example")
    page.get_by_label("Von").fill("80.000")
    page.get_by_label("Bis").fill("95.000")
    page.get_by_text("Aufgaben und Fähigkeiten auswählen").click()
    page.get_by_text("Programmierkenntnisse").click()
    page.get_by_text("Big-Data-Technologien").click()
    page.get_by_role("radiogroup", name="Python", exact=True).get_by_label("Muss").check()
    page.get_by_role("radiogroup", name="Spark", exact=True).get_by_label("Kann").check()
    page.wait_for_timeout(AS_A_PERSON)
    camera.take("vacancy-request-wishes")
    page.get_by_role("button", name="Anfrage senden").click()
    page.wait_for_url("**/danke/**")
    camera.take("thank-you")
    page.get_by_role("link", name="Zu Ihrer Statusseite").click()
    camera.take("status")
    page.get_by_role("link", name="Steckbrief zum Drucken").click()
    camera.take("brief")


def log_in(camera, name, password):
    page = camera.page
    camera.open("/admin/")
    camera.take("admin-login")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/admin/")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(12)
    with prepared_environment() as environment:
        subprocess.run(
            [sys.executable, "manage.py", "prepare_demo", "--port", "65535"],
            env=environment | {"DEMO_PASSWORD": password},
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with Server(environment) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
            for kind, screen in {"desk": DESK, "phone": PHONE}.items():
                camera = Camera(browser, site, kind, screen)
                for name, path in PAGES.items():
                    camera.open(path)
                    camera.take(name)
                ask(camera)
                subprocess.run(COUNT, env=environment, cwd=ROOT, check=True)
                log_in(camera, "admin", password)
                for name, path in BACK_OFFICE.items():
                    camera.open(path)
                    camera.take(name)
                colleague = Camera(browser, site, kind, screen)
                log_in(colleague, "redaktion", password)
                edit(camera, colleague)
                bring_a_table(camera)
            browser.close()


if __name__ == "__main__":
    main()

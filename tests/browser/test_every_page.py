"""What holds for every public page in a browser: whole on a narrow screen, private, silent."""

import pytest

from tests.browser.addresses import PAGES
from tests.browser.storage import stored

NARROWEST = 320  # CSS pixels: also a window of 1280 at 400 % (WCAG 1.4.10)

# Spacing that readers may set for themselves (WCAG 1.4.12).
SPACED = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
"""


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_a_narrow_screen(page, site, address):
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    page.goto(site + address)
    widths = [page.evaluate("document.documentElement.scrollWidth")]

    page.evaluate(SPACED)

    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert widths == [NARROWEST, NARROWEST]


@pytest.mark.parametrize("address", PAGES)
def test_page_asks_no_other_host_and_stores_nothing(page, site, address):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    response = page.goto(site + address, wait_until="networkidle")

    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    for is_local in (True, False):
        assert stored(page, site, is_local=is_local) == []
    expected = ["csrf"] if address.startswith("/vakanz-anfragen/") else []
    assert [cookie["name"] for cookie in page.context.cookies()] == expected
    if response.status == 200:
        assert complaints == []


@pytest.mark.parametrize("address", PAGES)
def test_page_does_not_move_while_it_loads(page, site, address):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " window.moved += entry.value }).observe({type: 'layout-shift', buffered: true})"
    )

    page.goto(site + address, wait_until="networkidle")

    assert page.evaluate("window.moved") == 0

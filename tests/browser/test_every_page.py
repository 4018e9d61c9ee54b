"""What holds for every public page in a browser: whole on a narrow screen, private, silent.

One site for all addresses: building it takes longer than opening every page.
"""

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


def test_pages_fit_a_narrow_screen(page, site):
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    widths = {}
    for address in PAGES:
        page.goto(site + address)
        as_it_is = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate(SPACED)
        spaced = page.evaluate("document.documentElement.scrollWidth")
        widths[address] = (as_it_is, spaced)

    assert widths == dict.fromkeys(PAGES, (NARROWEST, NARROWEST))


def test_pages_ask_no_other_host_and_store_nothing(page, site):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append((page.url, message.text)))
    page.on("pageerror", lambda error: complaints.append((page.url, str(error))))
    kept = {}
    for address in PAGES:
        page.context.clear_cookies()

        page.goto(site + address, wait_until="networkidle")

        storage = [stored(page, site, is_local=is_local) for is_local in (True, False)]
        kept[address] = [cookie["name"] for cookie in page.context.cookies()], storage

    assert len(asked) > 2 * len(PAGES)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    nothing = [[], []]
    forms = [address for address in PAGES if address.startswith("/vakanz-anfragen/")]
    cookie_of_the_form = dict.fromkeys(forms, (["csrf"], nothing))
    assert kept == dict.fromkeys(PAGES, ([], nothing)) | cookie_of_the_form
    missing = f"{site}/gibt-es-nicht/"
    assert [complaint for complaint in complaints if complaint[0] != missing] == []

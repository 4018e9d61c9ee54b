"""What a first visit weighs and how it loads, from the server and with the files that we ship."""

import brotli
import pytest

from tests.browser.addresses import GUIDE, PAGES
from tests.server import Server, prepared_environment

MOST_REQUESTS = 6
WORDS_AND_CODE, EVERYTHING = 20_000, 40_000  # bytes as brotli packs them

MOVED = """
    window.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def shipped():
    with prepared_environment() as environment, Server(environment) as server:
        yield server.url


def test_first_visit_of_the_guide_is_light(page, shipped):
    responses = []
    page.on("response", lambda response: responses.append(response))

    page.goto(shipped + GUIDE, wait_until="networkidle")

    weights = {
        response.url.removeprefix(shipped): len(brotli.compress(response.body()))
        for response in responses
    }
    assert len(responses) <= MOST_REQUESTS, weights
    assert sum(weights.values()) <= EVERYTHING, weights
    code = [weight for url, weight in weights.items() if url.endswith(("/", ".css", ".js"))]
    assert len(code) >= 3
    assert sum(code) <= WORDS_AND_CODE, weights


def test_only_pages_with_a_live_form_load_what_it_needs(page, shipped):
    loaded = {}
    for address in ("/", "/jobprofile/", GUIDE, "/gehalt/", "/vakanz-anfragen/"):
        page.goto(shipped + address)
        loaded[address] = page.locator("script[src*=htmx]").count()

    assert loaded == {
        "/": 0,
        "/jobprofile/": 0,
        GUIDE: 0,
        "/gehalt/": 1,
        "/vakanz-anfragen/": 1,
    }


def movement(page, url):
    """Return how far a page moves while it loads, at the least of three times.

    A busy machine may show a page half parsed, once; what a page itself does it does each time.
    """
    moved = []
    while len(moved) < 3 and 0 not in moved:
        page.goto(url, wait_until="networkidle")
        moved.append(page.evaluate("window.moved"))
    return min(moved)


def test_pages_do_not_move_while_they_load(page, shipped):
    page.add_init_script(MOVED)

    moved = {address: movement(page, shipped + address) for address in PAGES}

    assert moved == dict.fromkeys(PAGES, 0)

"""What a first visit of the guide weighs, from the server and with the files that we ship."""

import brotli
import pytest

from tests.browser.addresses import GUIDE
from tests.server import Server, prepared_environment

MOST_REQUESTS = 6
WORDS_AND_CODE, EVERYTHING = 20_000, 40_000  # bytes as brotli packs them


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


def test_only_the_salary_page_loads_the_check(page, shipped):
    loaded = {}
    for address in ("/", "/jobprofile/", GUIDE, "/gehalt/", "/vakanz-anfragen/"):
        page.goto(shipped + address)
        loaded[address] = page.locator("script[src*=htmx]").count()

    assert loaded == {
        "/": 0,
        "/jobprofile/": 0,
        GUIDE: 0,
        "/gehalt/": 1,
        "/vakanz-anfragen/": 0,
    }

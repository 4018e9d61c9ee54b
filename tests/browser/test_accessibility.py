"""The axe rules (WCAG 2.2 A and AA, best practice) on every page and state, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from contacts.forms import VacancyRequestForm
from roles.models import RoleProfile
from tests.browser.addresses import GUIDE, PAGES


def violations(page, **rules):
    # Off in axe unless asked for: targets of at least 24 by 24 pixels (WCAG 2.5.8).
    options = {"rules": {"target-size": {"enabled": True}} | rules}
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_barrier(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in PAGES:  # one site for all: building it takes longer than opening every page
        page.goto(site + address)
        found[address] = violations(page)

    assert found == {address: [] for address in PAGES}


@pytest.mark.parametrize("address", ["/", GUIDE, "/gehalt/", "/vakanz-anfragen/"])
def test_page_has_no_barrier_in_forced_colours(page, site, address):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")

    page.goto(site + address)

    # axe looks at the fill of letters, which the system does not force; the letters follow below.
    assert violations(page, **{"color-contrast": {"enabled": False}}) == []
    for selector in ("body", ".site-footer", ".site-footer__title", ".lede"):
        letters = page.locator(selector).first
        colours = letters.evaluate("e => [getComputedStyle(e).color]")
        assert colours == page.evaluate("[getComputedStyle(document.body).color]")
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_with_errors_has_no_barrier(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/vakanz-anfragen/")

    page.get_by_role("button", name="Anfrage senden").click()

    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_receipt_has_no_barrier(page, site, scheme):
    form = VacancyRequestForm(
        {"company": "Nordlicht", "name": "Anna", "email": "a@b.example", "role_title": "Admin"}
    )
    assert form.is_valid()
    page.emulate_media(color_scheme=scheme)

    page.goto(site + form.receive().get_absolute_url())

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_withdrawn_guide_has_no_barrier(page, site, scheme):
    RoleProfile.objects.get(slug="data-engineer").withdraw()
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{site}/jobprofile/data-engineer/")

    assert violations(page) == []

"""The axe rules (WCAG 2.2 A and AA, best practice) on every page and state, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection

from roles.models import Edition, RoleProfile
from tests.browser.addresses import GUIDE, PAGES
from tests.factories import received


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
def test_form_with_wishes_and_a_bad_budget_has_no_barrier(page, site, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{site}/vakanz-anfragen/?rolle=machine-learning-engineer&bis=70000")
    page.get_by_text("Aufgaben und Fähigkeiten auswählen").click()
    assert violations(page) == []

    page.get_by_label("Von").fill("viel")
    page.get_by_label("Bis").focus()

    page.locator("#id_budget_minimum_error").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_request_have_no_barrier(page, site, scheme, consultant):
    edition = Edition.objects.current().get(slug="machine-learning-engineer")
    vacancy = received(
        edition=edition.pk,
        level="senior",
        budget_maximum="95.000",
        location="Hamburg",
        **{"skills-must": "Python", "tasks-plus": "Kochen"},
    )
    vacancy.claim(by=consultant)
    vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Guten Tag,\n\nwir haben Fragen.")
    page.emulate_media(color_scheme=scheme)
    status = site + vacancy.get_absolute_url()
    addresses = [
        site + vacancy.receipt_url,
        *(status + path for path in ("", "?neu=1", "steckbrief/", "zurueckziehen/", "loeschen/")),
    ]

    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
    page.goto(f"{status}loeschen/")
    page.get_by_role("button", name="Alle Daten löschen").click()
    found["unsure"] = violations(page)
    page.goto(status)
    page.get_by_role("button", name="Hinzufügen").click()
    found["empty"] = violations(page)

    assert found == {key: [] for key in [*addresses, "unsure", "empty"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_of_what_could_not_be_stored_has_no_barrier(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    page.get_by_label("Unternehmen").fill("Nordlicht GmbH")
    page.get_by_label("Ihr Name").fill("Anna Muster")
    page.get_by_label("E-Mail").fill("anna@nordlicht.example")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE contacts_email RENAME TO gone")
    try:
        page.get_by_role("button", name="Anfrage senden").click()
        page.get_by_role("heading", name="Das ist noch nicht bei uns").wait_for()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO contacts_email")

    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_withdrawn_guide_has_no_barrier(page, site, scheme):
    RoleProfile.objects.get(slug="data-engineer").withdraw()
    page.emulate_media(color_scheme=scheme)

    page.goto(f"{site}/jobprofile/data-engineer/")

    assert violations(page) == []

"""Editors work without fear: beside each other, ahead of time, and with people outside."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from roles.models import Edition, RoleProfile
from tests.browser.test_editor import GUIDE, NEW, OLD, log_in, open_profile

BEFORE_EASTER = "2027-03-27T12:00:00Z"


@pytest.fixture
def second_page(browser, browser_context_args):
    """Somebody else's browser."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


def type_senior(page, minimum, maximum):
    band = page.locator(".inline-related", has_text="Senior: ")
    band.get_by_label("Von:", exact=True).fill(minimum)
    band.get_by_label("Bis:", exact=True).fill(maximum)


def senior_on_the_website(page, site):
    page.goto(site + GUIDE)
    return page.get_by_role("row", name="Senior").inner_text()


def test_draft_stands_beside_what_is_live(page, second_page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern", exact=True).click()

    expect(page.get_by_text(f"Senior: {OLD} → {NEW}")).to_be_visible()
    page.get_by_role("link", name="Vorschau").click()

    for title in ("Vorschau auf dem Telefon", "Vorschau auf einem großen Bildschirm"):
        row = page.frame_locator(f"iframe[title='{title}']").get_by_role("row", name="Senior")
        expect(row).to_contain_text(NEW)
    assert OLD in senior_on_the_website(second_page, site)
    page.goto(f"{site}/admin/roles/roleprofile/?zustand=geaendert")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("Machine Learning Engineer")


def test_editor_schedules_across_the_change_to_summer_time(page, second_page, site, editor):
    with time_machine.travel(BEFORE_EASTER) as clock:
        log_in(page, site, "redaktion")
        open_profile(page, site)
        type_senior(page, "85000", "125000")
        page.get_by_role("button", name="Speichern und veröffentlichen").click()

        page.get_by_label("Tag").fill("2027-03-28")
        page.get_by_label("Uhrzeit").fill("02:30")
        page.get_by_role("button", name="Zeitpunkt festlegen").click()
        expect(page.get_by_text("Am 28. März 2027 gibt es 02:30 Uhr nicht")).to_be_visible()
        expect(page.get_by_label("Uhrzeit")).to_have_value("02:30")

        page.get_by_label("Uhrzeit").fill("08:00")
        page.get_by_label("Was hat sich geändert?").fill("Senior angepasst.")
        page.get_by_role("button", name="Zeitpunkt festlegen").click()
        said = "28. März 2027, 8:00 Uhr (MESZ)"
        expect(page.get_by_text(f"Ausgabe 2 erscheint am {said}.")).to_be_visible()

        clock.move_to("2027-03-28T05:59:00Z")
        assert OLD in senior_on_the_website(second_page, site)
        clock.move_to("2027-03-28T06:00:00Z")
        assert NEW in senior_on_the_website(second_page, site)


def test_editor_calls_off_withdraws_and_brings_back(page, second_page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern und veröffentlichen").click()
    next_year = timezone.localdate() + timedelta(days=365)
    page.get_by_label("Tag").fill(f"{next_year:%Y-%m-%d}")
    page.get_by_label("Uhrzeit").fill("08:00")
    page.get_by_label("Kleine Korrektur").check()
    page.get_by_role("button", name="Zeitpunkt festlegen").click()
    page.get_by_role("button", name="Speichern und veröffentlichen").click()

    page.get_by_role("button", name="Ausgabe 2 absagen").click()
    expect(page.get_by_text("Ausgabe 2 ist abgesagt.")).to_be_visible()
    assert not Edition.objects.scheduled().exists()

    page.get_by_role("button", name="Speichern und veröffentlichen").click()
    page.get_by_role("button", name="Von der Website nehmen").click()
    expect(page.get_by_text("nicht mehr auf der Website")).to_be_visible()
    second_page.goto(site + GUIDE)
    expect(second_page.get_by_text("haben wir zurückgezogen")).to_be_visible()

    page.get_by_role("button", name="Speichern und veröffentlichen").click()
    page.get_by_role("button", name="Ausgabe 1 wieder zeigen").click()
    expect(page.get_by_text("wieder auf der Website")).to_be_visible()
    assert OLD in senior_on_the_website(second_page, site)


def test_two_editors_change_one_profile(page, second_page, site, editor, administrator):
    for editing, name in ((page, "redaktion"), (second_page, "admin")):
        log_in(editing, site, name)
        open_profile(editing, site)
    type_senior(second_page, "82000", "120000")
    second_page.get_by_role("button", name="Speichern", exact=True).click()
    expect(second_page.get_by_text("erfolgreich geändert")).to_be_visible()

    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern", exact=True).click()

    expect(
        page.get_by_text(re.compile(r"admin hat dieses Profil am .+ gespeichert"))
    ).to_be_visible()
    conflict = page.get_by_role("region", name="Ihre Fassung und die neuere")
    expect(conflict).to_contain_text("82.000–120.000\u202f€ → 85.000–125.000\u202f€")
    band = page.locator(".inline-related", has_text="Senior: ")
    expect(band.get_by_label("Bis:", exact=True)).to_have_value("125000")
    profile = RoleProfile.objects.get(slug="machine-learning-engineer")
    assert profile.salary_bands.get(level="senior").minimum == 82_000

    page.get_by_label("Beim Speichern soll meine Fassung gelten").check()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("erfolgreich geändert")).to_be_visible()
    assert profile.salary_bands.get(level="senior").minimum == 85_000


def test_link_to_a_draft_expires_and_is_revoked(page, second_page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("link", name="Entwurf teilen").click()
    page.get_by_label("Für wen").fill("Frau Petersen")
    page.get_by_label("Gilt").select_option("3 Tage")
    page.get_by_role("button", name="Link erstellen").click()
    address = page.get_by_label("Link für Frau Petersen").input_value()

    second_page.goto(address)
    expect(second_page.get_by_role("row", name="Senior")).to_contain_text(NEW)
    expect(second_page.get_by_text("Entwurf für Frau Petersen")).to_be_visible()
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        second_page.goto(address)
        expect(
            second_page.get_by_role("heading", name="Dieser Link gilt nicht mehr")
        ).to_be_visible()
    second_page.goto(address)
    expect(second_page.get_by_role("row", name="Senior")).to_contain_text(NEW)

    page.get_by_role("button", name="Widerrufen").click()
    second_page.goto(address)
    expect(second_page.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()


def test_restoring_asks_before_it_overwrites_unpublished_changes(page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.locator(".object-tools").get_by_role("link", name="Ausgaben").click()
    page.locator("#result_list tbody").get_by_role("link").first.click()
    page.get_by_role("link", name="Wiederherstellen").click()

    expect(page.get_by_text("noch nicht veröffentlicht")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"{NEW} → {OLD}")
    profile = RoleProfile.objects.get(slug="machine-learning-engineer")
    assert profile.salary_bands.get(level="senior").minimum == 85_000

    page.get_by_role("button", name="Arbeitsfassung ersetzen").click()
    expect(page.get_by_text("Keine unveröffentlichten Änderungen.")).to_be_visible()
    assert profile.salary_bands.get(level="senior").minimum == 80_000


def test_comparison_prints_without_the_frame_of_the_back_office(page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    type_senior(page, "85000", "125000")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("link", name="Vergleichen").click()
    menu = page.get_by_role("link", name="Rechtstexte")
    expect(menu).to_be_visible()

    page.emulate_media(media="print")

    expect(page.get_by_text("85.000–125.000\u202f€")).to_be_visible()
    for hidden in (menu, page.get_by_label("Bis"), page.get_by_role("button", name="Vergleichen")):
        expect(hidden).to_be_hidden()

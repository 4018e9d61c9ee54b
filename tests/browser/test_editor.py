"""An editor changes a figure: nothing is live before publishing, everything is afterwards."""

import re

from playwright.sync_api import expect

GUIDE = "/jobprofile/machine-learning-engineer/"
PASSWORD = "long-enough-for-a-test"
OLD, NEW = "80.000–120.000\u202f€", "85.000–125.000\u202f€"
OLD_OVERALL, NEW_OVERALL = "50.000–120.000\u202f€", "50.000–125.000\u202f€"


def log_in(page, site, name):
    page.goto(f"{site}/admin/")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def open_profile(page, site):
    page.goto(f"{site}/admin/roles/roleprofile/")
    page.get_by_role("link", name="Machine Learning Engineer").first.click()


def pay_on_the_guide(page, site):
    """Return the guide's description and the Senior band as a visitor gets them."""
    page.goto(site + GUIDE)
    description = page.locator("meta[name=description]").get_attribute("content")
    return description, page.get_by_role("row", name="Senior").inner_text()


def test_editor_changes_the_senior_band_previews_publishes_and_restores(page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    band = page.locator(".inline-related", has_text=f"Senior: {OLD}")
    band.get_by_label("Von:", exact=True).fill("85000")
    band.get_by_label("Bis:", exact=True).fill("125000")

    page.get_by_role("button", name="Speichern und Vorschau").click()

    expect(page.get_by_role("row", name="Senior")).to_contain_text(NEW)
    description, senior = pay_on_the_guide(page, site)
    assert OLD_OVERALL in description
    assert OLD in senior

    open_profile(page, site)
    expect(page.get_by_text("Es gibt unveröffentlichte Änderungen.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Speichern und veröffentlichen")).click()
    page.get_by_label("Was hat sich geändert?").fill("Gehaltsspanne für Senior angepasst.")
    page.get_by_role("button", name="Jetzt veröffentlichen").click()

    expect(page.get_by_text("Ausgabe 2 ist jetzt auf der Website.")).to_be_visible()
    description, senior = pay_on_the_guide(page, site)
    assert NEW_OVERALL in description
    assert NEW in senior
    expect(page.get_by_text("Gehaltsspanne für Senior angepasst.")).to_be_visible()
    for address in ("/", "/jobprofile/"):
        page.goto(site + address)
        expect(page.get_by_role("main")).to_contain_text(NEW_OVERALL)
        expect(page.get_by_role("main")).not_to_contain_text(OLD_OVERALL)

    page.goto(f"{site}/admin/roles/edition/?q=Machine")
    page.get_by_role("row", name=re.compile("Erste Ausgabe")).get_by_role("link").first.click()
    page.get_by_role("link", name="Wiederherstellen").click()
    page.get_by_role("button", name="Arbeitsfassung ersetzen").click()

    expect(page.locator(".inline-related", has_text=f"Senior: {OLD}")).to_be_visible()
    assert NEW in pay_on_the_guide(page, site)[1]


def test_editor_formats_a_text_in_the_editor(page, site, editor):
    log_in(page, site, "redaktion")
    open_profile(page, site)
    text = page.locator(".field-introduction [contenteditable=true]")
    text.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Neu: ")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+B")

    page.get_by_role("button", name="Speichern und Vorschau").click()

    expect(page.get_by_role("main").locator("strong", has_text="Neu: Im Versuch")).to_be_visible()


def test_back_office_breaks_no_content_policy(page, site, editor):
    refused = []
    page.on("console", lambda message: message.type == "error" and refused.append(message.text))

    log_in(page, site, "redaktion")
    open_profile(page, site)
    expect(page.locator(".field-introduction [contenteditable=true]")).to_be_visible()

    assert refused == []

"""A client asks for people, with and without JavaScript, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from contacts.models import VacancyRequest

GUIDE = "/jobprofile/machine-learning-engineer/"


def fill_in(page):
    page.get_by_label("Unternehmen").fill("Nordlicht GmbH")
    page.get_by_label("Ihr Name").fill("Anna Muster")
    page.get_by_label("E-Mail").fill("anna@nordlicht.example")


@pytest.mark.parametrize("javascript", [True, False])
def test_client_asks_from_the_guide_and_gets_a_reference(
    browser, browser_context_args, site, javascript
):
    context = browser.new_context(**browser_context_args, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(site + GUIDE)
    page.get_by_role("main").get_by_role("link", name="Vakanz anfragen").click()
    fill_in(page)
    page.get_by_label("Von").fill("85.000")
    page.get_by_label("Bis").fill("95k")

    page.get_by_role("button", name="Anfrage senden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    received = VacancyRequest.objects.get()
    expect(page.get_by_text(received.reference)).to_be_visible()
    assert re.fullmatch(
        r"TM-[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}", received.reference
    )
    assert received.edition.slug == "machine-learning-engineer"
    assert (received.budget_minimum, received.budget_maximum) == (85_000, 95_000)
    assert [mail.kind for mail in received.emails.all()] == ["confirmation", "notice"]
    context.close()


def test_client_is_led_to_each_mistake_and_loses_nothing(page, site):
    page.goto(f"{site}/vakanz-anfragen/")
    page.get_by_label("Oder Ihr eigener Stellentitel").fill("Prompt-Dompteur")
    page.get_by_label("E-Mail").fill("anna@")
    page.get_by_label("Von").fill("80,000")

    page.get_by_role("button", name="Anfrage senden").click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Bitte prüfen Sie Ihre Angaben")
    expect(summary.get_by_role("link")).to_have_count(4)
    expect(page.get_by_label("Oder Ihr eigener Stellentitel")).to_have_value("Prompt-Dompteur")
    expect(page.get_by_label("E-Mail")).to_have_value("anna@")
    expect(page.get_by_label("Von")).to_have_value("80,000")
    expect(page.get_by_label("Von")).to_have_accessible_description(re.compile("nicht eindeutig"))
    summary.get_by_role("link", name=re.compile("^E-Mail")).click()
    expect(page.get_by_label("E-Mail")).to_be_focused()
    assert VacancyRequest.objects.count() == 0


def test_client_clicks_twice_and_sends_one_request(page, site):
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    fill_in(page)

    page.get_by_role("button", name="Anfrage senden").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    assert VacancyRequest.objects.count() == 1


def test_client_sends_by_keyboard_alone(page, site):
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    for label in ("Jobprofil", "Oder Ihr eigener Stellentitel", "Level (freiwillig)"):
        page.keyboard.press("Tab")
        expect(page.get_by_label(label, exact=True)).to_be_focused()

    for text in ("Nordlicht GmbH", "Anna Muster", "anna@nordlicht.example"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")


def tab_to(page, role, name):
    """Press Tab until the element has the focus, which has to be seen each time."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate("e => getComputedStyle(e).outlineStyle") != "none" or (
            focused.evaluate("e => getComputedStyle(e.closest('.card')).outlineStyle") != "none"
        )
        if page.get_by_role(role, name=name, exact=True).and_(focused).count():
            return
    pytest.fail(f"No Tab reaches {name}.")


def test_client_goes_from_home_to_the_sent_request_by_keyboard_alone(page, site):
    page.goto(site)
    for name in ("Jobprofile lesen", "Machine Learning Engineer", "Stelle für Senior anfragen"):
        tab_to(page, "link", name)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_label("Level (freiwillig)")).to_have_value("senior")

    for label, text in (
        ("Unternehmen", "Nordlicht GmbH"),
        ("Ihr Name", "Anna Muster"),
        ("E-Mail", "anna@nordlicht.example"),
    ):
        tab_to(page, "textbox", label)
        page.keyboard.type(text)
    tab_to(page, "button", "Anfrage senden")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    received = VacancyRequest.objects.get()
    assert (received.edition.slug, received.level) == ("machine-learning-engineer", "senior")


def test_only_the_form_sets_a_cookie(page, site):
    page.goto(f"{site}/vakanz-anfragen/")

    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrf"]


def test_client_whose_cookie_is_gone_keeps_every_word(page, site):
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    fill_in(page)
    page.context.clear_cookies()

    page.get_by_role("button", name="Anfrage senden").click()

    expect(page.get_by_role("alert")).to_contain_text("Noch nicht gesendet")
    expect(page.get_by_label("Unternehmen")).to_have_value("Nordlicht GmbH")
    page.get_by_role("button", name="Anfrage senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")

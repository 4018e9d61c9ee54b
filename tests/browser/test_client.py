"""A client asks for people, with and without JavaScript, by mouse and by keyboard."""

import re
import time

import pytest
from playwright.sync_api import expect

from contacts.models import VacancyRequest
from tests.contacts.files import pdf

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
    assert received.origin == "jobprofil"
    assert [mail.kind for mail in received.emails.all()] == ["confirmation", "notice"]
    context.close()


def test_client_composes_a_brief_from_the_guide_on_a_phone(browser, browser_context_args, site):
    began = time.monotonic()
    context = browser.new_context(
        **browser_context_args | {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    )
    page = context.new_page()
    page.goto(site + GUIDE)
    page.get_by_role("link", name="Stelle für Senior anfragen").first.tap()
    page.get_by_text("Aufgaben und Fähigkeiten auswählen").tap()
    page.get_by_text("Programmierkenntnisse").tap()
    page.get_by_text("Big-Data-Technologien").tap()
    page.get_by_role("radiogroup", name="Python", exact=True).get_by_label("Muss").check()
    page.get_by_role("radiogroup", name="Spark", exact=True).get_by_label("Kann").check()
    page.get_by_role("radiogroup", name="Modellentwicklung").get_by_label("Muss").check()
    page.get_by_label("Weitere, Kann").last.fill("Medizindaten")
    page.get_by_label("Von").fill("85.000")
    page.get_by_label("Bis").fill("100.000")
    answer = page.locator("#budget-antwort")
    expect(answer).to_contain_text("in den unteren zwei Dritteln der Spanne für Senior")
    expect(page.locator("#budget-antwort")).to_contain_text("Quelle: TechMinds")
    fill_in(page)

    page.get_by_role("button", name="Anfrage senden").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    brief = page.get_by_role("region", name="Steckbrief der Stelle")
    for text in ("Machine Learning Engineer (m/w/d)", "85.000–100.000", "Python", "Medizindaten"):
        expect(brief).to_contain_text(text)
    expect(page.get_by_text("Gleich kommt eine Bestätigung")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert time.monotonic() - began < 60
    vacancy = VacancyRequest.objects.get()
    assert vacancy.verdict.position == "within"
    assert (vacancy.origin, vacancy.is_suspected) == ("level", False)
    context.close()


def test_client_changes_the_role_and_keeps_what_was_ticked(page, site):
    page.goto(f"{site}/vakanz-anfragen/?rolle=machine-learning-engineer")
    page.get_by_text("Aufgaben und Fähigkeiten auswählen").click()
    page.get_by_text("ML-Frameworks").click()
    page.get_by_role("radiogroup", name="Keras").get_by_label("Muss").check()

    page.get_by_label("Jobprofil", exact=True).select_option(label="Data Engineer")

    expect(page.get_by_role("radiogroup", name="Keras")).to_have_count(0)
    expect(page.get_by_label("Weitere, Muss").last).to_have_value("Keras")


def test_client_is_told_nothing_of_who_they_are_while_they_type(page, site):
    told = []
    page.on(
        "request",
        lambda request: told.append(request.post_data or "") if request.method == "POST" else None,
    )
    page.goto(f"{site}/vakanz-anfragen/?rolle=machine-learning-engineer&level=senior")
    fill_in(page)
    page.get_by_label("Was sollen wir noch wissen?").fill("Streng geheim")

    page.get_by_label("Bis").fill("95.000")

    expect(page.locator("#budget-antwort")).to_contain_text("Spanne für Senior")
    assert len(told) == 1
    for private in ("Nordlicht", "Muster", "anna@", "geheim"):
        assert private not in told[0]


def test_client_meets_no_message_for_half_an_amount(page, site):
    page.goto(f"{site}/vakanz-anfragen/?rolle=machine-learning-engineer")
    page.get_by_label("Von").press_sequentially("8")
    page.get_by_label("Bis").press_sequentially("90.000")
    expect(page.locator("#id_budget_minimum_error")).to_contain_text("8.000")  # it was left

    page.get_by_label("Von").fill("80.000")

    expect(page.locator("#id_budget_minimum_error")).to_have_count(0)
    expect(page.locator("#budget-antwort")).to_contain_text("80.000–90.000")


def test_client_follows_the_request_adds_withdraws_and_erases(page, site, tmp_path):
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    fill_in(page)
    page.get_by_role("button", name="Anfrage senden").click()
    page.get_by_role("link", name="Zu Ihrer Statusseite").click()
    expect(page.get_by_text("Ihre Anfrage liegt uns vor.")).to_be_visible()
    status = page.url

    (tmp_path / "Stelle.pdf").write_bytes(pdf())
    page.get_by_label("Ihre Nachricht").fill("Bitte bis Mittwoch.")
    page.get_by_label("Dateien").set_input_files(tmp_path / "Stelle.pdf")
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page.get_by_role("status")).to_have_text("Danke, das ist bei uns angekommen.")
    expect(page.get_by_text("Bitte bis Mittwoch.")).to_be_visible()

    page.get_by_role("link", name="Anfrage zurückziehen").click()
    page.get_by_role("button", name="Ja, zurückziehen").click()
    expect(page.get_by_text("Diese Anfrage ist zurückgezogen.")).to_be_visible()

    page.get_by_role("link", name="Alle Daten löschen").click()
    page.get_by_role("button", name="Alle Daten löschen").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte setzen Sie das Häkchen")
    page.get_by_label("Ja, alle meine Angaben").check()
    page.get_by_role("button", name="Alle Daten löschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Daten sind gelöscht")
    assert page.goto(status).status == 404
    assert VacancyRequest.objects.get().is_erased


def test_client_keeps_a_file_when_something_else_is_wrong(page, site, tmp_path):
    (tmp_path / "Stelle.pdf").write_bytes(pdf())
    page.goto(f"{site}/vakanz-anfragen/?rolle=data-engineer")
    fill_in(page)
    page.get_by_label("E-Mail").fill("anna@")
    page.get_by_label("Dateien").set_input_files(tmp_path / "Stelle.pdf")
    page.get_by_role("button", name="Anfrage senden").click()
    expect(page.get_by_role("alert")).to_contain_text("E-Mail")
    expect(page.get_by_label("Stelle.pdf")).to_be_checked()

    page.get_by_label("E-Mail").fill("anna@nordlicht.example")
    page.get_by_role("button", name="Anfrage senden").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    assert VacancyRequest.objects.get().attachments.get().name == "Stelle.pdf"


def test_client_checks_the_budget_without_javascript(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/vakanz-anfragen/")
    fill_in(page)
    page.get_by_label("Jobprofil", exact=True).select_option(label="Machine Learning Engineer")
    page.get_by_label("Level").select_option(label="Senior")
    page.get_by_label("Bis").fill("70.000")

    page.get_by_role("button", name="Budget prüfen").click()

    expect(page.locator("#budget-antwort")).to_contain_text("unter der Spanne für Senior")
    expect(page.locator("#budget-antwort")).to_contain_text("Mid-Level")
    expect(page.get_by_label("Unternehmen")).to_have_value("Nordlicht GmbH")
    page.get_by_text("Aufgaben und Fähigkeiten auswählen").click()
    page.get_by_text("ML-Frameworks").click()
    expect(page.get_by_role("radiogroup", name="Keras")).to_be_visible()
    assert VacancyRequest.objects.count() == 0
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

    for label, text in (
        ("Unternehmen", "Nordlicht GmbH"),
        ("Ihr Name", "Anna Muster"),
        ("E-Mail", "anna@nordlicht.example"),
    ):
        tab_to(page, "textbox", label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")  # which sends, and does not press the button that only checks

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

"""Somebody holds an amount against the bands: while typing, by the button, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.storage import stored
from tests.browser.test_client import fill_in, tab_to

ANSWER = "70.000\u202f€ brutto im Jahr liegen in der Mitte der Spanne für Mid-Level"
ROLE = "Machine Learning Engineer"


@pytest.fixture
def complaints(page):
    """What the browser complains about: refused code, failed requests, errors."""
    found = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def amount(page):
    return page.get_by_label("Gehalt brutto im Jahr")


def test_check_answers_while_somebody_types(page, site, complaints):
    page.goto(f"{site}/gehalt/")
    page.get_by_label("Jobprofil").select_option(ROLE)
    expect(page.get_by_role("heading", name=ROLE, exact=True)).to_be_visible()
    amount(page).focus()

    page.keyboard.type("70.000", delay=30)

    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Ihr Betrag: 70.000"))).to_be_visible()
    expect(amount(page)).to_be_focused()
    expect(amount(page)).to_have_value("70.000")
    expect(page).to_have_url(f"{site}/gehalt/?rolle=machine-learning-engineer&betrag=70.000")
    page.keyboard.press("Home")
    page.keyboard.press("Delete")
    page.keyboard.type("9")
    expect(page.get_by_text("90.000\u202f€ brutto im Jahr liegen")).to_be_visible()
    assert amount(page).evaluate("field => field.selectionStart") == 1
    assert complaints == []


def test_check_shows_and_takes_away_a_message_beside_the_field(page, site):
    page.goto(f"{site}/gehalt/?rolle=machine-learning-engineer")

    with page.expect_response("**/gehalt/?*betrag=70"):
        amount(page).press_sequentially("70")
    expect(page.get_by_text("Meinen Sie")).to_have_count(0)  # not while somebody types
    amount(page).blur()

    expect(amount(page)).to_have_accessible_description(re.compile("Meinen Sie 70.000"))
    expect(amount(page)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Noch keine Antwort.")).to_be_visible()
    amount(page).press("End")
    amount(page).press_sequentially(".000")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(amount(page)).to_have_accessible_description("")
    expect(amount(page)).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Meinen Sie")).to_have_count(0)


def test_only_the_button_asks_for_what_is_empty(page, site):
    page.goto(f"{site}/gehalt/")

    page.get_by_role("combobox", name="Level").select_option("Senior")

    expect(page).to_have_url(f"{site}/gehalt/?level=senior")
    expect(page.get_by_text("Bitte wählen Sie ein Jobprofil.")).to_have_count(0)
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Bitte wählen Sie ein Jobprofil.")).to_be_visible()
    expect(page.get_by_text("Bitte nennen Sie einen Betrag.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Level")).to_have_value("senior")


def test_address_brings_the_answer_back(page, site, browser, browser_context_args):
    page.goto(f"{site}/jobprofile/")
    page.get_by_role("banner").get_by_role("link", name="Gehalt").click()
    page.get_by_label("Jobprofil").select_option(ROLE)
    amount(page).fill("70k")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    shared = page.url

    page.get_by_role("link", name="Diese Spanne anfragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Vakanz"))
    page.go_back()

    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(amount(page)).to_have_value("70k")
    page.go_back()
    expect(page).to_have_url(f"{site}/jobprofile/")
    page.go_forward()
    expect(page.get_by_text(ANSWER)).to_be_visible()

    other = browser.new_context(**browser_context_args).new_page()
    other.goto(shared)
    expect(other.get_by_text(ANSWER)).to_be_visible()
    other.context.close()


def test_check_answers_what_was_typed_before_its_script_was_there(page, site):
    held = []
    page.route("**/live-form*.js", lambda route: held.append(route))
    page.goto(f"{site}/gehalt/", wait_until="commit")
    page.get_by_label("Jobprofil").select_option(ROLE)
    amount(page).fill("70.000")

    for route in held:
        route.continue_()

    expect(page.get_by_text(ANSWER)).to_be_visible()


def test_check_stores_nothing(page, site):
    page.goto(f"{site}/gehalt/")
    page.get_by_label("Jobprofil").select_option(ROLE)
    amount(page).fill("70.000")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.reload()
    expect(page.get_by_text(ANSWER)).to_be_visible()

    for is_local in (True, False):
        assert stored(page, site, is_local=is_local) == []
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert page.context.cookies() == []


def test_page_stays_usable_while_the_server_fails(page, site):
    page.goto(f"{site}/gehalt/?rolle=machine-learning-engineer&betrag=70.000")
    page.route("**/gehalt/?*", lambda route: route.fulfill(status=500, body="kaputt"))

    amount(page).fill("95.000")

    expect(page.get_by_role("alert")).to_contain_text("Gerade kam keine Antwort.")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(amount(page)).to_have_value("95.000")
    page.unroute("**/gehalt/?*")
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("95.000\u202f€ brutto im Jahr liegen")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_last_amount_wins_over_a_slow_answer(page, site):
    page.goto(f"{site}/gehalt/?rolle=machine-learning-engineer")
    held = []
    page.route("**/gehalt/?*betrag=55.000*", lambda route: held.append(route))
    with page.expect_request("**/gehalt/?*betrag=55.000*"):
        amount(page).fill("55.000")

    amount(page).fill("70.000")

    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)  # to be replaced is no failure
    for route in held:
        route.abort()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_reader_goes_from_the_check_to_a_request_with_the_band_as_budget(
    browser, browser_context_args, site, javascript
):
    context = browser.new_context(**browser_context_args, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{site}/gehalt/")
    page.get_by_label("Jobprofil").select_option(ROLE)
    amount(page).fill("70.000 €")

    page.get_by_role("button", name="Prüfen").click()

    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(amount(page)).to_have_value("70.000 €")
    page.get_by_role("link", name="Diese Spanne anfragen").click()
    expect(page.get_by_label("Jobprofil")).to_have_value(re.compile(r"\d+"))
    expect(page.get_by_label("Level (freiwillig)")).to_have_value("mid")
    expect(page.get_by_label("Von")).to_have_value("60.000")
    expect(page.get_by_label("Bis")).to_have_value("80.000")
    fill_in(page)
    page.get_by_role("button", name="Anfrage senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Anfrage")
    context.close()


def test_message_without_javascript_keeps_what_was_typed(browser, browser_context_args, site):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/gehalt/")
    page.get_by_label("Jobprofil").select_option(ROLE)
    amount(page).fill("80,000")

    page.get_by_role("button", name="Prüfen").click()

    expect(amount(page)).to_have_value("80,000")
    expect(amount(page)).to_have_accessible_description(re.compile("nicht eindeutig"))
    expect(page.get_by_label("Jobprofil")).to_have_value("machine-learning-engineer")
    context.close()


def test_check_by_keyboard_alone(page, site):
    page.goto(f"{site}/gehalt/")
    tab_to(page, "combobox", "Jobprofil")
    page.keyboard.type("Machine")
    tab_to(page, "combobox", "Level")
    page.keyboard.type("Mid")
    tab_to(page, "textbox", "Gehalt brutto im Jahr")
    page.keyboard.type("70000")

    page.keyboard.press("Enter")

    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(amount(page)).to_be_focused()
    tab_to(page, "link", "Diese Spanne anfragen")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Von")).to_have_value("60.000")


def test_table_of_all_roles_names_each_level_on_a_phone(page, site):
    page.set_viewport_size({"width": 320, "height": 700})

    page.goto(f"{site}/gehalt/")

    row = page.get_by_role("row", name=ROLE)
    senior = row.get_by_role("cell", name="80.000–120.000")
    label = senior.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Senior"'
    assert page.evaluate("document.documentElement.scrollWidth") == 320

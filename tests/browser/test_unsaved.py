"""What was typed in the back office is not lost by leaving the page, nor hidden by coming back."""

import pytest
from playwright.sync_api import expect

from roles.models import RoleProfile
from tests.browser.desk import open_profile, sign_in


@pytest.fixture
def profile(site):
    return RoleProfile.objects.get(slug="data-engineer")


@pytest.fixture
def page(context, editor_client, site, profile):
    return open_profile(sign_in(context, editor_client, site), site, profile)


def introduction(page):
    return page.locator(".field-introduction [contenteditable=true]")


def leave(page):
    """Try to leave the page for the preview; return what the browser asked, if it did."""
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Vorschau").click(no_wait_after=True)
    return asked


def type_into_a_field(page):
    page.get_by_label("Titel:").press_sequentially("Neu ")


def type_into_the_text_editor(page):
    introduction(page).press_sequentially("Neu ")


def move_a_part(page):
    page.locator("#tasks-group").get_by_role("button", name="nach unten").first.click()


def be_refused(page):
    page.get_by_label("KldB-Code").evaluate("field => field.value = 'kaputt'")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("Fünf Ziffern, Bindestrich, drei Ziffern").first).to_be_attached()
    page.get_by_label("Titel:").click()  # browsers ask only who has touched the page


@pytest.mark.parametrize(
    "act", [type_into_a_field, type_into_the_text_editor, move_a_part, be_refused]
)
def test_leaving_with_something_unsaved_is_asked(page, act):
    act(page)

    asked = leave(page)

    expect(page.get_by_role("button", name="Speichern", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]


def test_saving_is_not_leaving(page):
    page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    type_into_a_field(page)

    page.get_by_role("button", name="Speichern", exact=True).click()

    expect(page.get_by_text("erfolgreich geändert")).to_be_visible()


def test_page_without_files_is_asked_too(context, editor_client, site):
    page = sign_in(context, editor_client, site)
    page.goto(f"{site}/admin/techminds/legalpage/")
    page.locator("#result_list tbody").get_by_role("link").first.click()
    page.locator("[contenteditable=true]").press_sequentially("Neu ")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.get_by_role("link", name="Zur Website").click(no_wait_after=True)

    expect(page.locator("[contenteditable=true]")).to_contain_text("Neu")
    assert asked == ["beforeunload"]


def test_leaving_without_is_not(page):
    introduction(page).click()

    asked = leave(page)

    expect(page.get_by_role("heading", name="Telefon")).to_be_visible()
    assert asked == []


def test_text_editor_shows_after_coming_back_what_the_form_would_send(page, site, profile):
    page.on("dialog", lambda dialog: dialog.accept())
    introduction(page).press_sequentially("GEIST ")
    page.goto(f"{site}/admin/")

    page.go_back()

    sent = page.locator("#id_introduction").input_value()
    shown = introduction(page).inner_text()
    assert ("GEIST" in sent) == ("GEIST" in shown)
    expect(introduction(page)).to_contain_text("GEIST")

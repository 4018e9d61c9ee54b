"""An editor misses a skill while writing a requirement, adds it and goes on writing."""

import pytest
from playwright.sync_api import expect

from roles.models import RoleProfile, Skill
from tests.browser.desk import open_profile, sign_in
from tests.factories import guide, load

TYPED = "Noch nicht gespeichert."


@pytest.fixture
def profile(django_db_serialized_rollback, live_server) -> RoleProfile:
    return load(guide())


@pytest.fixture
def complaints():
    """What the browser complains about, also in the small window."""
    return []


@pytest.fixture
def page(context, editor_client, live_server, profile, complaints):
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = sign_in(context, editor_client, live_server.url)
    return open_profile(page, live_server.url, profile)


def requirement(page, number):
    rows = page.locator("#requirements-group .inline-related:not(.empty-form)")
    return rows.nth(number)


def add_skill(page, row, name):
    """Add a skill by the link beside the field of a row, in a window of its own."""
    with page.expect_popup() as opened:
        row.get_by_role("link", name="Fähigkeit hinzufügen").click()
    window = opened.value
    window.get_by_label("Name:").press_sequentially(name)
    window.get_by_label("Art:").select_option("Werkzeug")
    slug = window.get_by_label("Adresse:", exact=True).input_value()
    with window.expect_event("close"):
        window.get_by_role("button", name="Sichern", exact=True).click()
    return slug


def test_skill_is_added_within_a_requirement(page, profile, complaints):
    row = requirement(page, 0)
    page.get_by_label("Anriss:").fill(TYPED)
    row.locator("[contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Getippt.")

    slug = add_skill(page, row, "dbt für Daten")

    assert slug == "dbt-fur-daten"
    expect(row.get_by_role("listitem").filter(has_text="dbt für Daten")).to_be_visible()
    expect(page.get_by_label("Anriss:")).to_have_value(TYPED)
    expect(row.locator("[contenteditable=true]")).to_have_text("Ein Satz. Getippt.")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("erfolgreich")
    (stored,) = profile.requirements.all()
    assert [skill.name for skill in stored.skills.all()] == ["dbt für Daten"]
    assert stored.text == "<p>Ein Satz. Getippt.</p>"
    assert complaints == []


def test_skill_is_added_within_a_new_requirement_that_was_moved(page, profile):
    page.get_by_role("button", name="Anforderung hinzufügen").click()
    row = requirement(page, 1)
    row.get_by_label("Überschrift:").fill("Neue Anforderung")
    page.get_by_role("button", name="„Neue Anforderung“ nach oben").click()

    add_skill(page, requirement(page, 0), "Airflow")

    expect(requirement(page, 0).get_by_role("listitem").filter(has_text="Airflow")).to_be_visible()
    expect(requirement(page, 1).get_by_role("listitem").filter(has_text="Airflow")).to_have_count(0)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("erfolgreich")
    assert [
        (part.title, [skill.name for skill in part.skills.all()])
        for part in profile.requirements.all()
    ] == [("Neue Anforderung", ["Airflow"]), ("Erster Punkt", [])]


def test_skill_that_exists_already_is_refused_in_the_small_window(page, profile):
    Skill.objects.create(name="SQL", slug="sql", kind="language")
    with page.expect_popup() as opened:
        requirement(page, 0).get_by_role("link", name="Fähigkeit hinzufügen").click()
    window = opened.value
    window.get_by_label("Name:").press_sequentially("SQL")
    window.get_by_label("Art:").select_option("Werkzeug")

    window.get_by_role("button", name="Sichern", exact=True).click()

    expect(window.get_by_text("existiert bereits").first).to_be_visible()
    assert Skill.objects.count() == 1


def test_who_may_not_add_skills_is_offered_none(page, editor, live_server, profile):
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_skill"))

    open_profile(page, live_server.url, profile)

    expect(requirement(page, 0).get_by_label("Überschrift:")).to_be_visible()
    expect(page.get_by_role("link", name="Fähigkeit hinzufügen")).to_have_count(0)

"""Following a finding of the pre-flight puts an editor's cursor where it is to be mended."""

import pytest
from playwright.sync_api import expect

from roles.models import CareerStep, RoleProfile, SalaryBand, Task
from tests.browser.test_editor import log_in


@pytest.fixture
def profile(site):
    """The real guide with slips in fields of every kind."""
    profile = RoleProfile.objects.get(slug="machine-learning-engineer")
    RoleProfile.objects.filter(pk=profile.pk).update(
        teaser="", introduction="<p>Es sind 95.000 €.</p>", review_by="2020-01-01"
    )
    last = profile.tasks.last()
    Task.objects.filter(pk=last.pk).update(text='<p>Siehe <a href="/x/">dort</a>.</p>')
    SalaryBand.objects.filter(profile=profile, level="senior").update(source="")
    CareerStep.objects.filter(profile=profile).delete()
    return profile


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Anriss", "#id_teaser"),
        ("Einleitung", ".field-introduction [role=textbox]"),
        ("Aufgabe 8, Text", "#tasks-7 .field-text [role=textbox]"),
        ("Gehaltsspanne Senior, Quelle", "#id_salary_bands-2-source"),
        ("Karriereschritte", "#career_steps-group .add-row a"),
        ("Prüfen bis", "#id_review_by"),
    ],
)
def test_finding_puts_the_focus_into_its_field(page, site, profile, editor, name, field):
    log_in(page, site, "redaktion")
    page.goto(f"{site}/admin/roles/roleprofile/{profile.pk}/veroeffentlichen/")

    page.get_by_role("link", name=f"Ändern: {name}", exact=True).click()

    expect(page.locator(field)).to_be_focused(timeout=30_000)
    expect(page.locator(field)).to_be_in_viewport()


def test_address_of_a_field_opens_its_group(page, site, profile, editor):
    log_in(page, site, "redaktion")

    page.goto(f"{site}/admin/roles/roleprofile/{profile.pk}/change/#id_kldb")

    expect(page.locator("#id_kldb")).to_be_focused(timeout=30_000)
    expect(page.locator("#id_kldb")).to_be_in_viewport()


def test_list_of_sections_leads_to_them_and_not_into_a_field(page, site, profile, editor):
    log_in(page, site, "redaktion")
    page.goto(f"{site}/admin/roles/roleprofile/{profile.pk}/change/")

    page.get_by_role("link", name="Aufgaben", exact=True).click()

    expect(page.get_by_role("heading", name="Aufgaben", exact=True)).to_be_in_viewport()
    expect(page.locator("#tasks-group :focus")).to_have_count(0)

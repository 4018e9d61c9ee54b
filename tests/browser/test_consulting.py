"""A consultant's day: from the inbox to the answer, and what is set aside."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from contacts.models import VacancyRequest
from tests.browser.desk import sign_in
from tests.factories import received

INBOX = reverse("admin:contacts_vacancyrequest_changelist")


@pytest.fixture
def vacancy(site):
    call_command("load_content", stdout=StringIO())
    received(company="Südlicht GmbH", message="eine andere")
    return received(
        company="Nordlicht GmbH",
        role_title="Data Steward",
        level="senior",
        message="Wir suchen dringend.",
    )


@pytest.fixture
def desk(context, site, vacancy, consultant_client):
    return sign_in(context, consultant_client, site)


def test_consultant_goes_from_the_inbox_to_the_answer(desk, site, vacancy, consultant):
    desk.goto(site + INBOX)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Posteingang")
    desk.get_by_role("link", name=re.compile("Nordlicht GmbH")).first.click()
    expect(desk.get_by_text("Wir suchen dringend.")).to_be_visible()

    desk.get_by_role("button", name="Übernehmen").click()
    vacancy.refresh_from_db()
    assert (vacancy.consultant, vacancy.status) == (consultant, "in_progress")

    desk.get_by_role("link", name="Antworten").first.click()
    text = desk.get_by_label("Text")
    expect(text).to_have_value(re.compile(r"^Guten Tag Anna Muster,"))
    expect(text).to_have_value(re.compile("Data Steward"))
    text.fill("Guten Tag Anna Muster,\n\nwir melden uns am Montag.")
    desk.get_by_role("button", name="An anna@nordlicht.example senden").click()

    expect(desk.get_by_text("wir melden uns am Montag.")).to_be_visible()
    vacancy.refresh_from_db()
    assert vacancy.is_answered
    mail = vacancy.emails.get(kind="reply")
    assert mail.text.endswith("wir melden uns am Montag.")
    desk.goto(site + vacancy.get_absolute_url())
    expect(desk.get_by_text("wir melden uns am Montag.")).to_be_visible()


def test_consultant_has_to_say_why_and_loses_nothing(desk, site, vacancy):
    desk.goto(site + reverse("admin:contacts_vacancyrequest_change", args=[vacancy.pk]))
    desk.get_by_label("Status:").select_option(label="Abgesagt")
    desk.get_by_label("Neue Notiz:").fill("Ruft nicht zurück.")

    desk.get_by_role("button", name="Speichern").click()

    expect(desk.get_by_text("Bitte nennen Sie einen Grund").first).to_be_visible()
    expect(desk.get_by_label("Neue Notiz:")).to_have_value("Ruft nicht zurück.")
    desk.get_by_label("Grund:").fill("Kein Budget")
    desk.get_by_role("button", name="Speichern").click()
    expect(desk.get_by_text("Abgesagt: Kein Budget")).to_be_visible()
    assert VacancyRequest.objects.get(pk=vacancy.pk).status == "declined"


def test_consultant_clears_what_was_set_aside(desk, site, consultant):
    set_aside = received(company="Verdächtig AG", message="Ein echter Kunde", trap="x")
    desk.goto(site + INBOX)
    expect(desk.get_by_role("link", name=re.compile("Verdächtig AG"))).to_have_count(0)
    desk.get_by_role("link", name=re.compile("^Verdacht")).first.click()
    desk.get_by_role("link", name=re.compile("Verdächtig AG")).first.click()

    desk.get_by_role("button", name="Kein Verdacht").click()

    set_aside.refresh_from_db()
    assert not set_aside.is_suspected
    desk.goto(site + INBOX)
    expect(desk.get_by_role("link", name=re.compile("Verdächtig AG"))).to_be_visible()


def test_consultant_finds_a_company_however_it_is_spelt(desk, site):
    desk.goto(site + INBOX)
    desk.get_by_role("searchbox", name="Suche in allen").fill("suedl")
    desk.get_by_role("button", name="Suchen").click()

    expect(desk.get_by_role("link", name=re.compile("Südlicht GmbH"))).to_be_visible()
    expect(desk.get_by_role("link", name=re.compile("Nordlicht GmbH"))).to_have_count(0)

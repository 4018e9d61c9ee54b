"""What a visitor sees when nothing can be stored: the truth, their words, and other ways to reach us."""

from contextlib import ExitStack
from urllib.parse import unquote

import pytest
from django.db import OperationalError, connection
from django.test import Client

from contacts.models import VacancyRequest
from tests.contacts.page import Page
from tests.factories import published, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"


SECRET = "DETAIL: Key (email)=(anna@nordlicht.example) already exists."


def _refuse(*args):
    raise OperationalError(SECRET)


@pytest.fixture
def away():
    """The database is away until the test calls what this returns."""
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(_refuse))
        yield stack.close


def test_visitor_is_told_honestly_and_keeps_everything(client, away, settings):
    settings.CONTACT_PHONE = "+49 40 123456"
    sent = typed(message="Erste\nZweite <b>Zeile</b>", **{"skills.3": "must:Python"})

    response = client.post(ADDRESS, sent)

    page, html = Page(response), response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert {name: page.values[name] for name in sent} == sent
    assert '<a href="tel:+4940123456">+49 40 123456</a>' in html
    for said in ("Unternehmen: Nordlicht GmbH", "Nachricht: Erste", "Fähigkeiten: Python (Muss)"):
        assert said in page.texts["angaben"]
    assert "<b>Zeile" not in html
    assert "no-store" in response["Cache-Control"]


def test_what_the_page_holds_can_be_sent_again_from_it(request):
    browser = Client(enforce_csrf_checks=True)
    form = Page(browser.get(ADDRESS)).values
    come_back = request.getfixturevalue("away")
    page = Page(browser.post(ADDRESS, form | typed(token=form["token"], message="Erste\nZweite")))
    come_back()

    response = browser.post(ADDRESS, page.values)

    assert response.status_code == 302
    stored = VacancyRequest.objects.get()
    assert (stored.company, stored.message) == ("Nordlicht GmbH", "Erste\nZweite")


def test_mail_link_carries_what_was_typed(client, settings, request):
    settings.CONTACT_EMAIL = "kontakt@techminds.test"
    edition = published()
    client.get(ADDRESS)
    request.getfixturevalue("away")

    html = client.post(ADDRESS, typed(edition=edition.pk, message="Ü & Ö?")).content.decode()

    link = html.partition('href="mailto:')[2].partition('"')[0].replace("&amp;", "&")
    address, _, query = link.partition("?")
    assert address == "kontakt@techminds.test"
    assert "Jobprofil: Data Steward\nStellentitel: Data Steward" in unquote(query)
    assert "Nachricht: Ü & Ö?" in unquote(query)


def test_mail_link_stays_short(client, away):
    html = client.post(ADDRESS, typed(message="x" * 4000)).content.decode()

    link = html.partition('href="mailto:')[2].partition('"')[0]
    assert len(link) < 2000
    assert "f%C3%BCgen%20Sie%20hier" in link


def test_log_says_that_it_happened_and_to_nobody(client, away, log):
    client.post(ADDRESS, typed(message="Geheimnis"))

    assert "What a client sent could not be stored\nTraceback" in log.text
    for private in ("Nordlicht", "Muster", "anna@", "Geheimnis", "Data Steward"):
        assert private not in log.text


@pytest.mark.parametrize("address", [ADDRESS, "/", "/jobprofile/", "/gehalt/"])
def test_page_without_its_data_says_when_to_come_back(client, away, log, address):
    response = client.get(address)

    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "Bitte versuchen Sie es in ein paar Minuten noch einmal" in response.content.decode()
    assert "The database is away\nTraceback" in log.text
    assert "anna@" not in log.text

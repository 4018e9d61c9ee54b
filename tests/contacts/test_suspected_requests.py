"""Requests that look like spam: set aside, shown to a person, never dropped and never answered by itself."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from contacts.forms.vacancy_request import SALT, new_token
from contacts.models import Email, VacancyRequest
from tests.contacts.page import Page
from tests.factories import received, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"


def loaded(seconds):
    """Return the token of a form that was loaded so many seconds ago."""
    return signing.dumps(["form", int(time.time() - seconds)], salt=SALT)


def sent(client, **values):
    response = client.post(ADDRESS, typed(**values), REMOTE_ADDR=values.pop("address", "192.0.2.1"))
    assert response.status_code == 302
    return VacancyRequest.objects.order_by("-pk").first()


def test_person_who_takes_their_time_is_trusted(client):
    vacancy = sent(client, token=loaded(40))

    assert (vacancy.is_suspected, vacancy.signs) == (False, [])
    assert [mail.kind for mail in vacancy.emails.all()] == ["confirmation", "notice"]


def test_who_goes_back_and_sends_at_once_is_no_program(client):
    vacancy = sent(client, token=loaded(0))

    assert (vacancy.is_suspected, vacancy.signs) == (False, ["fast"])


@pytest.mark.parametrize(
    ("seconds", "values", "signs"),
    [
        (40, {"trap": "https://x.example"}, ["trap"]),
        (0, {"role_title": "Jobs auf https://x.example"}, ["fast", "link_in_title"]),
    ],
)
def test_program_is_set_aside_and_kept(client, seconds, values, signs, work, mailoutbox):
    vacancy = sent(client, token=loaded(seconds), **values)
    work()

    assert (vacancy.is_suspected, vacancy.signs) == (True, signs)
    assert VacancyRequest.objects.suspected().get() == vacancy
    assert not VacancyRequest.objects.open().exists()
    # The office is told; the address, perhaps a stranger's, is not written to.
    assert [mail.subject for mail in mailoutbox] == [
        f"Verdacht: Neue Vakanzanfrage {vacancy.reference}"
    ]
    assert "zur Seite gelegt" in vacancy.activities.get(kind="received").text


def test_program_sees_what_everybody_sees(client):
    response = client.post(ADDRESS, typed(token=loaded(40), trap="x"), follow=True)

    page = response.content.decode()
    assert "Vielen Dank für Ihre Anfrage" in page
    assert "Gleich kommt eine Bestätigung" not in page
    assert "Verdacht" not in page


@pytest.mark.parametrize("token", ["", "x", "x" * 3000, "a:b:c", signing.Signer().sign("form")])
def test_form_without_a_moment_of_ours_is_no_reason_alone(client, token):
    assert not sent(client, token=token).is_suspected


@pytest.mark.parametrize("seconds", [-3600, 4, 86_400, 30 * 86_400])
def test_odd_clocks_and_slow_people_are_trusted(client, seconds):
    assert not sent(client, token=loaded(seconds)).is_suspected


def test_many_from_one_address_are_set_aside_and_all_kept(client):
    vacancies = [
        sent(client, token=loaded(40 + number), message=f"{number}", email=f"a{number}@x.example")
        for number in range(13)
    ]

    assert VacancyRequest.objects.count() == 13
    assert [vacancy.is_suspected for vacancy in vacancies] == [False] * 11 + [True] * 2
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert not sent(client, token=loaded(40), message="later").is_suspected


def test_many_from_one_network_are_set_aside(client):
    vacancies = []
    for number in range(33):
        client.post(
            ADDRESS,
            typed(token=loaded(40), message=f"{number}", email=f"a{number}@x.example"),
            REMOTE_ADDR=f"192.0.2.{number}",
        )
        vacancies.append(VacancyRequest.objects.order_by("-pk").first())

    assert sum(vacancy.is_suspected for vacancy in vacancies) == 2
    client.post(ADDRESS, typed(token=loaded(40), message="else"), REMOTE_ADDR="198.51.100.1")
    assert not VacancyRequest.objects.order_by("-pk").first().is_suspected


def test_mailbox_of_a_stranger_is_not_flooded(client, work, mailoutbox):
    for number in range(20):
        client.post(
            ADDRESS,
            typed(token=loaded(40), message=f"{number}", email="opfer@fremd.example"),
            REMOTE_ADDR=f"10.{number}.0.1",
        )
    work()

    assert VacancyRequest.objects.count() == 20
    confirmations = [mail for mail in mailoutbox if mail.to == ["opfer@fremd.example"]]
    assert len(confirmations) == 13


def test_forged_forwarded_for_changes_nothing(settings):
    settings.BEHIND_PROXY = False
    for number in range(12):
        Client().post(
            ADDRESS,
            typed(token=loaded(40), message=f"{number}", email=f"a{number}@x.example"),
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
        )

    assert VacancyRequest.objects.suspected().count() == 1


def test_sender_is_kept_as_a_digest_only(client):
    vacancy = sent(client, token=loaded(40))

    assert len(vacancy.sender) == len(vacancy.network) == 32
    assert "192.0.2" not in str(VacancyRequest.objects.values().get())


@pytest.mark.parametrize("address", ["2001:db8::1", "2001:db8::ffff:1"])
def test_one_line_has_many_ipv6_addresses_and_is_one_sender(address):
    from contacts.senders import digests

    assert digests(address) == digests("2001:db8::2")
    assert digests("2001:db8:0:1::1")[0] != digests(address)[0]
    assert digests("2001:db8:0:1::1")[1] == digests(address)[1]


def test_sender_without_an_address_is_counted_with_nobody():
    from contacts.senders import digests

    assert digests("") == digests("unix:") == ("", "")


# Cleared -------------------------------------------------------------------------------------------


def test_request_that_is_cleared_is_like_any_other(client, consultant, work, mailoutbox):
    vacancy = sent(client, token=loaded(40), trap="x")
    work()
    mailoutbox.clear()

    vacancy.trust(by=consultant)
    work()

    assert VacancyRequest.objects.open().get() == vacancy
    assert [mail.to for mail in mailoutbox] == [["anna@nordlicht.example"]]
    assert [row.text for row in vacancy.activities.filter(kind="suspicion")] == ["Kein Verdacht"]

    vacancy.trust(by=consultant)
    assert Email.objects.filter(kind="confirmation").count() == 1


def test_consultant_sets_aside_and_clears_without_another_mail(consultant):
    vacancy = received()

    vacancy.set_aside(by=consultant)
    vacancy.set_aside(by=consultant)
    assert not VacancyRequest.objects.open().exists()
    vacancy.trust(by=consultant)

    assert Email.objects.filter(kind="confirmation").count() == 1
    assert [row.text for row in vacancy.activities.filter(kind="suspicion")] == [
        "Zur Seite gelegt",
        "Kein Verdacht",
    ]


# The trap ------------------------------------------------------------------------------------------


def test_trap_looks_like_nothing_that_a_browser_fills_in(client):
    field = Page(client.get(ADDRESS)).attributes["trap"]

    assert (field["autocomplete"], field["tabindex"], field.get("value", "")) == ("off", "-1", "")
    for known in ("name", "mail", "phone", "tel", "company", "organization", "url", "address"):
        assert known not in field["name"]


def test_long_text_in_the_trap_is_no_error(client):
    assert sent(client, token=loaded(40), trap="x" * 20_000).is_suspected


def test_each_form_has_a_token_of_its_own_with_its_moment():
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False):
        one, other = new_token(), new_token()

    assert one != other
    assert signing.loads(one, salt=SALT)[1] == signing.loads(other, salt=SALT)[1]

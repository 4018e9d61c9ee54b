"""The client's page, its key and their data, in the hands of a consultant."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile

from contacts.models import Attachment, VacancyRequest
from contacts.models.attachment import private_storage
from tests.contacts.case import LIST, change, page
from tests.factories import published, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return received(message="Streng geheim", phone="040 228595570")


def told(response):
    return [str(message) for message in response.context["messages"]]


# The brief ---------------------------------------------------------------------------------------


def test_brief_is_printed_and_downloaded_without_the_key_of_the_client(consultant_client):
    vacancy = received(edition=published().pk, role_title="Steward (m/w)", location="Hamburg")

    response = consultant_client.get(page(vacancy, "steckbrief/"))
    text = consultant_client.get(page(vacancy, "steckbrief.md"))

    assert "Steward (m/w/d)" in response.content.decode()
    assert text.content.decode().startswith("# Steward (m/w/d)\n")
    assert text["Content-Type"] == "text/markdown; charset=utf-8"
    assert text["Content-Disposition"] == f'attachment; filename="{vacancy.reference}.md"'
    for answer in (response, text):
        assert vacancy.access_token.partition(":")[0] not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


# The client's page and its link ------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["change/", "uebergeben/", "antworten/", "antworten/?link=neu", "neuer-link/", "loeschen/"],
)
def test_no_page_holds_the_key_of_the_client(consultant_client, vacancy, address):
    content = consultant_client.get(page(vacancy, address)).content.decode()

    assert vacancy.reference in content
    assert vacancy.access_key not in content
    assert vacancy.access_token.partition(":")[0] not in content
    assert "/anfrage/" not in content


def test_consultant_opens_the_page_of_the_client(consultant_client, vacancy):
    assert page(vacancy, "statusseite/") in consultant_client.get(change(vacancy)).content.decode()

    response = consultant_client.get(page(vacancy, "statusseite/"))

    assert (response.status_code, response["Location"]) == (302, vacancy.get_absolute_url())
    assert response["Referrer-Policy"] == "no-referrer"
    assert consultant_client.get(response["Location"]).status_code == 200


def test_new_link_closes_the_old_one(consultant_client, consultant, client, vacancy):
    old = vacancy.get_absolute_url()

    response = consultant_client.post(page(vacancy, "neuer-link/"), follow=True)

    vacancy.refresh_from_db()
    assert response.redirect_chain == [(change(vacancy), 302)]
    assert told(response) == ["Die Statusseite hat einen neuen Link; der alte öffnet nichts mehr."]
    assert client.get(old).status_code == 404
    assert client.get(vacancy.get_absolute_url()).status_code == 200
    assert [row.by for row in vacancy.activities.filter(kind="access")] == [consultant]


def test_new_link_goes_to_the_client_with_a_draft(consultant_client, vacancy, mailbox, work):
    response = consultant_client.post(page(vacancy, "neuer-link/"), {"write": "1"}, follow=True)
    form = response.context["form"]
    assert (
        form["text"]
        .value()
        .startswith("Guten Tag Anna Muster,\n\nIhre Statusseite hat jetzt einen neuen Link.")
    )
    consultant_client.post(
        page(vacancy, "antworten/"),
        {name: form[name].value() for name in ("subject", "text", "seen")},
    )
    work()

    vacancy.refresh_from_db()
    assert response.redirect_chain == [(page(vacancy, "antworten/?link=neu"), 302)]
    assert vacancy.get_absolute_url() in mailbox.messages[-1].get_content()


def test_suspected_request_gets_no_offer_to_write(consultant_client, consultant, vacancy):
    vacancy.set_aside(by=consultant)

    content = consultant_client.get(page(vacancy, "neuer-link/")).content.decode()

    assert "Nur neuen Link erzeugen" in content
    assert "dem Kunden schreiben" not in content


# Handing out and erasing -------------------------------------------------------------------------


def test_consultant_hands_out_what_we_keep(consultant_client, vacancy):
    response = consultant_client.get(page(vacancy, "daten.json"))

    document = json.loads(response.content)
    assert document["reference"] == vacancy.reference
    assert document["request"]["message"] == "Streng geheim"
    assert response["Content-Disposition"] == f'attachment; filename="{vacancy.reference}.json"'
    assert "no-store" in response["Cache-Control"]
    assert vacancy.access_key not in response.content.decode()


def test_erasing_asks_first_and_leaves_nobody(
    consultant_client, consultant, vacancy, django_capture_on_commit_callbacks
):
    attachment = vacancy.attachments.create(file=ContentFile(b"x", name="x"), name="Profil.pdf")
    consultant_client.post(page(vacancy, "uebernehmen/"))
    asked = consultant_client.get(page(vacancy, "loeschen/")).content.decode()
    assert "Das lässt sich nicht rückgängig machen." in asked
    assert VacancyRequest.objects.get().name == "Anna Muster"

    with django_capture_on_commit_callbacks(execute=True):
        response = consultant_client.post(page(vacancy, "loeschen/"), follow=True)

    assert response.redirect_chain == [(change(vacancy), 302)]
    assert told(response) == ["Die Daten sind gelöscht."]
    erased = VacancyRequest.objects.get()
    assert erased.is_erased
    assert [(row.kind, row.by) for row in erased.activities.all()] == [("erasure", consultant)]
    assert not Attachment.objects.exists()
    assert not private_storage().exists(attachment.file.name)
    pages = [consultant_client.get(url).content.decode() for url in (change(vacancy), "/admin/")]
    for content in [*pages, response.content.decode()]:
        for word in (vacancy.reference, "Muster", "Nordlicht", "Streng geheim", "228595570"):
            assert word not in content


def test_log_of_the_back_office_does_not_lead_back(consultant_client, vacancy):
    consultant_client.post(page(vacancy, "uebernehmen/"))
    consultant_client.post(page(vacancy, "loeschen/"))

    erased = VacancyRequest.objects.get()
    assert erased.reference != vacancy.reference
    assert [
        (entry.object_repr, entry.get_change_message()) for entry in LogEntry.objects.all()
    ] == [(erased.reference, "Daten gelöscht")]


def test_erasing_one_request_leaves_the_others(consultant_client, vacancy):
    other = received(message="Bleibt")

    consultant_client.post(page(vacancy, "loeschen/"))
    consultant_client.post(page(vacancy, "loeschen/"))

    other.refresh_from_db()
    assert (other.name, other.message) == ("Anna Muster", "Bleibt")
    assert consultant_client.get(f"{LIST}{other.pk}/daten.json").status_code == 200

"""The page of a request for its client: opened by a signed link, and by nothing else."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from contacts import privacy
from contacts.models import Activity, Attachment, Email, SearchWord, VacancyRequest
from tests.contacts.files import pdf
from tests.contacts.page import Page
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db

NO_STORE = "max-age=0, no-cache, no-store, must-revalidate, private"
PAGES = ["", "steckbrief/", "steckbrief.md", "daten.json", "zurueckziehen/", "loeschen/"]
PYTHON = {"slug": "python", "name": "Python", "kind": "language"}


@pytest.fixture
def vacancy():
    edition = published("Data Engineer", salary_bands=[BAND], kldb="43104-134")
    return received(
        edition=edition.pk,
        role_title="",
        level="senior",
        phone="040 228595570",
        location="Hamburg",
        budget_minimum="90.000",
        budget_maximum="100.000",
        message="Bitte bald.",
        **{"skills-must": "Python", "skills-plus": "Rust"},
    )


def url(vacancy, page=""):
    return vacancy.get_absolute_url() + page


def upload(name="Stelle.pdf"):
    return SimpleUploadedFile(name, pdf())


def text_of(response):
    return " ".join(response.content.decode().split())


# Who gets in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_for_who_has_the_link(client, vacancy, page):
    response = client.get(url(vacancy, page))

    assert response.status_code == 200
    assert response["Cache-Control"] == NO_STORE
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_opens_for_nobody_else(client, vacancy, page, method):
    other = received(message="another")
    key, signature = vacancy.access_token.split(":")
    tokens = [
        "x",
        "x" * 3000,
        vacancy.reference,
        vacancy.access_key,
        f"{key}:{signature[:-1]}",
        f"{other.access_key}:{signature}",
        signing.Signer(salt="another").sign(vacancy.access_key),
        signing.dumps(vacancy.access_key, salt="contacts.vacancy_request"),
        "\ufffd",
        "🚀:🚀",
    ]

    answers = [getattr(client, method)(f"/anfrage/{token}/{page}") for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert VacancyRequest.objects.not_erased().count() == 2


@pytest.mark.parametrize("page", PAGES)
def test_link_that_was_revoked_opens_nothing(client, vacancy, consultant, page):
    old = url(vacancy, page)

    vacancy.renew_access(by=consultant)

    assert client.get(old).status_code == 404
    assert client.get(vacancy.receipt_url).status_code == 200
    assert client.get(url(vacancy, page)).status_code == 200


def test_receipt_closes_with_the_link(client, vacancy, consultant):
    receipt = vacancy.receipt_url

    vacancy.renew_access(by=consultant)

    assert client.get(receipt).status_code == 302


# What it says --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        ("in_progress", "In Bearbeitung"),
        ("qualified", "Alles beisammen"),
        ("mandate", "Die Suche läuft"),
        ("declined", "Beendet"),
        ("withdrawn", "Zurückgezogen"),
    ],
)
def test_status_is_told_in_the_words_of_the_client(client, vacancy, consultant, status, heading):
    assert "Eingegangen" in text_of(client.get(url(vacancy)))

    vacancy.move_to(status, by=consultant, reason="Interner Grund")

    page = text_of(client.get(url(vacancy)))
    assert f'<p class="status__heading">{heading}</p>' in page
    assert "Interner Grund" not in page


def test_page_names_the_consultant_and_the_promised_day(client, vacancy, consultant):
    assert "bald steht hier ein Name" in text_of(client.get(url(vacancy)))
    consultant.first_name, consultant.last_name = "Berta", "Beispiel"
    consultant.save()

    vacancy.claim(by=consultant)

    page = text_of(client.get(url(vacancy)))
    assert "Berta Beispiel" in page
    assert f"{vacancy.reply_due_on:%Y}" in page
    assert "beratung" not in page  # the user name is no business of a client's


def test_page_admits_that_we_are_late(client, vacancy):
    with time_machine.travel(timezone.now() + timedelta(days=14)):
        assert "Wir sind spät dran" in text_of(client.get(url(vacancy)))


def test_page_shows_what_is_for_the_client_and_nothing_else(client, vacancy, consultant):
    vacancy.note("Geheime Notiz", by=consultant)
    vacancy.follow_up(timezone.localdate() + timedelta(days=3), by=consultant)
    vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Wir haben <b>Fragen</b>.")
    vacancy.hear("Gern am Montag.")
    received(message="Ein anderer Kunde", company="Fremd AG")

    page = text_of(client.get(url(vacancy)))

    assert "Wir haben &lt;b&gt;Fragen&lt;/b&gt;." in page
    assert "Gern am Montag." in page
    for hidden in ("Geheime Notiz", "Wiedervorlage", "Ein anderer Kunde", "Fremd AG"):
        assert hidden not in page


def test_page_shows_the_client_their_own_first_words(client, vacancy):
    assert '<div class="history__text"><p>Bitte bald.</p></div>' in text_of(
        client.get(url(vacancy))
    )


def test_page_holds_no_address_of_the_client(client, vacancy):
    for page in ("", "steckbrief/", "steckbrief.md"):
        content = client.get(url(vacancy, page)).content.decode()
        for private in ("anna@nordlicht.example", "Anna Muster", "228595570"):
            assert private not in content.replace("+49 40 228595-570", "").replace(
                "tel:+4940228595570", ""
            )


def test_page_costs_the_same_however_much_happened(client, vacancy, django_assert_num_queries):
    with django_assert_num_queries(5):  # request, codes, history, files, offices
        client.get(url(vacancy))
    for number in range(3):
        vacancy.hear(f"Nachricht {number}")

    with django_assert_num_queries(5):
        client.get(url(vacancy))


# The brief -----------------------------------------------------------------------------------------


def test_brief_has_a_neutral_title_pay_codes_and_wishes(client, vacancy):
    page = client.get(url(vacancy, "steckbrief/")).content.decode()

    for said in (
        "Data Engineer (m/w/d)",
        "Senior",
        "90.000–100.000\u202f€",
        "Hamburg",
        "KldB 2010: 43104-134",
        "<li>Python</li>",
        "<li>Rust</li>",
        "Ausgabe 1 vom",
    ):
        assert said in page


def test_brief_says_whose_codes_it_shows_beside_another_title(client):
    edition = published("Data Engineer", kldb="43104-134")
    plain = received(edition=edition.pk, role_title="")
    own = received(edition=edition.pk, role_title="Leitung Daten")

    assert "<dt>Berufskennung</dt>" in text_of(client.get(url(plain)))
    assert "<dt>Berufskennung des Jobprofils Data Engineer</dt>" in text_of(client.get(url(own)))


def test_brief_as_markdown_keeps_text_as_text(client):
    vacancy = received(role_title="# *Data* [Steward](https://x.example)", location="`Hamburg`")

    response = client.get(url(vacancy, "steckbrief.md"))

    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert f'filename="{vacancy.reference}.md"' in response["Content-Disposition"]
    lines = response.content.decode().splitlines()
    assert lines[0] == r"# \# \*Data\* \[Steward\](https://x.example) (m/w/d)"
    assert r"- Arbeitsort: \`Hamburg\`" in lines
    assert "- Jahresgehalt brutto: noch offen" in lines


def test_brief_says_what_a_consultant_agreed(client, vacancy, consultant):
    vacancy.prepare_posting(
        by=consultant,
        posting_title="Ingenieur/in für Daten",
        posting_minimum=95_000,
        posting_maximum=110_000,
        posting_basis="Gehaltsband E13",
    )

    page = client.get(url(vacancy, "steckbrief/")).content.decode()

    assert "Ingenieur/in für Daten (m/w/d)" in page
    assert "95.000–110.000\u202f€" in page
    assert "Gehaltsband E13" in page


# What the client can do ------------------------------------------------------------------------------


def test_client_adds_a_message_and_a_file(client, vacancy, consultant, work, mailoutbox):
    vacancy.claim(by=consultant)
    work()
    mailoutbox.clear()

    response = client.post(
        url(vacancy), {"message": "Noch etwas.", "attachments": [upload("Profil.pdf")]}, follow=True
    )
    work()

    assert "Danke, das ist bei uns angekommen." in text_of(response)
    assert vacancy.activities.get(kind="client").text == "Noch etwas.\nProfil.pdf"
    assert [attachment.name for attachment in vacancy.attachments.all()] == ["Profil.pdf"]
    (mail,) = mailoutbox
    assert mail.subject == f"Neues vom Kunden zu {vacancy.reference}"
    assert "Noch etwas." not in mail.body


def test_consultant_with_an_address_is_told_instead_of_the_office(
    client, vacancy, consultant, work, mailoutbox
):
    consultant.email = "berta@techminds.test"
    consultant.save()
    vacancy.claim(by=consultant)
    work()
    mailoutbox.clear()

    client.post(url(vacancy), {"message": "Noch etwas."})
    work()

    assert [mail.recipients() for mail in mailoutbox] == [["berta@techminds.test"]]


def test_nothing_is_nothing_to_add(client, vacancy):
    response = client.post(url(vacancy), {"message": "  "})

    assert response.status_code == 422
    assert Page(response).error("message").startswith("Bitte schreiben Sie etwas")
    assert not vacancy.activities.filter(kind="client").exists()


def test_message_that_is_sent_twice_stands_there_once(client, vacancy):
    for _ in range(2):
        client.post(url(vacancy), {"message": "Einmal"})
    client.post(url(vacancy), {"message": "Zweimal"})

    said = [activity.text for activity in vacancy.activities.filter(kind="client")]
    assert said == ["Einmal", "Zweimal"]


def test_many_messages_are_one_mail_until_it_is_sent(client, vacancy, work, mailoutbox):
    work()
    mailoutbox.clear()
    for number in range(5):
        client.post(url(vacancy), {"message": f"Nachricht {number}"})
    work()
    assert len(mailoutbox) == 1

    client.post(url(vacancy), {"message": "Danach"})
    work()

    assert len(mailoutbox) == 2
    assert vacancy.activities.filter(kind="client").count() == 6


def test_files_of_a_request_have_an_end(client, vacancy):
    for number in range(4):
        files = [upload(f"{number}{letter}.pdf") for letter in "abc"]
        client.post(url(vacancy), {"attachments": files})

    response = client.post(url(vacancy), {"message": "Noch eine", "attachments": [upload("x.pdf")]})

    page = Page(response)
    assert response.status_code == 422
    assert page.error("attachments").startswith("Mehr als 12 Dateien")
    assert page.values["message"] == "Noch eine"
    assert vacancy.attachments.count() == 12


def test_messages_to_a_request_have_an_end(client, vacancy):
    for number in range(50):
        vacancy.hear(f"Nachricht {number}")

    response = client.post(url(vacancy), {"message": "Noch eine"})

    page = Page(response)
    assert response.status_code == 422
    assert page.error("message") == (
        "Mehr Nachrichten nehmen wir hier nicht an. Bitte rufen Sie uns an."
    )
    assert page.values["message"] == "Noch eine"
    assert vacancy.activities.filter(kind="client").count() == 50


def test_nothing_is_added_to_what_was_erased_in_the_meantime(vacancy):
    stale = VacancyRequest.objects.get()
    privacy.erase(vacancy, by=None)

    with pytest.raises(VacancyRequest.DoesNotExist):
        stale.hear("Geheim")
    with pytest.raises(VacancyRequest.DoesNotExist):
        stale.withdraw()

    assert [activity.text for activity in Activity.objects.all()] == ["Daten gelöscht"]
    assert not Email.objects.exists()


def test_client_withdraws_after_a_question(client, vacancy):
    assert "Ja, zurückziehen" in text_of(client.get(url(vacancy, "zurueckziehen/")))
    assert VacancyRequest.objects.get().is_open

    response = client.post(url(vacancy, "zurueckziehen/"), follow=True)

    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.is_open, vacancy.next_step_on) == ("withdrawn", False, None)
    assert '<p class="status__heading">Zurückgezogen</p>' in text_of(response)
    assert vacancy.emails.filter(kind="update").count() == 1
    assert vacancy.activities.filter(kind="status").get().by is None
    assert "Anfrage zurückgezogen" in text_of(response)
    for offered in ("Etwas ergänzen", "Für Sie da"):
        assert offered not in text_of(response)


def test_client_withdraws_once(client, vacancy):
    client.post(url(vacancy, "zurueckziehen/"))
    client.post(url(vacancy, "zurueckziehen/"))

    assert vacancy.activities.filter(kind="status").count() == 1
    assert "schon beendet" in text_of(client.get(url(vacancy, "zurueckziehen/")))


def test_client_erases_only_when_sure(client, vacancy):
    response = client.post(url(vacancy, "loeschen/"))

    assert response.status_code == 422
    assert Page(response).error("sure").startswith("Bitte setzen Sie das Häkchen")
    assert VacancyRequest.objects.not_erased().count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_client_erases_everything(client, vacancy):
    client.post(url(vacancy), {"message": "Geheim", "attachments": [upload()]})
    address = url(vacancy)
    attachment = Attachment.objects.get()

    response = client.post(url(vacancy, "loeschen/"), {"sure": "on"}, follow=True)

    assert "Ihre Daten sind gelöscht" in text_of(response)
    assert client.get(address).status_code == 404
    assert Attachment.objects.count() == SearchWord.objects.count() == Email.objects.count() == 0
    assert [activity.text for activity in Activity.objects.all()] == ["Daten gelöscht"]
    assert vacancy.reference not in str(VacancyRequest.objects.values().get())
    assert not attachment.file.storage.exists(attachment.file.name)


def test_client_takes_all_data_along(client, vacancy, consultant):
    vacancy.note("Ruft gern zurück", by=consultant)
    vacancy.assign(consultant, by=consultant)

    response = client.get(url(vacancy, "daten.json"))

    data = json.loads(response.content)
    assert response["Content-Disposition"] == f'attachment; filename="{vacancy.reference}.json"'
    assert data["request"]["company"] == "Nordlicht GmbH"
    assert data["request"]["skills"] == [
        {"name": "Python", "importance": "must"},
        {"name": "Rust", "importance": "plus"},
    ]
    assert data["budget_at_the_market"]["position"] == "within"
    assert [entry["kind"] for entry in data["history"]] == ["Eingang"]
    for internal in (
        consultant.username,
        "Ruft gern zurück",
        "signs",
        "set_aside",
        "status_reason",
    ):
        assert internal not in response.content.decode()
    assert [mail["kind"] for mail in data["emails"]] == [
        "Bestätigung an den Kunden",
    ]


@pytest.mark.parametrize("page", ["", "zurueckziehen/", "loeschen/"])
def test_acts_need_our_own_form(vacancy, page):
    response = Client(enforce_csrf_checks=True).post(
        url(vacancy, page), {"message": "x", "sure": "on"}
    )

    assert response.status_code == 403
    vacancy.refresh_from_db()
    assert vacancy.is_open
    assert not vacancy.activities.filter(kind="client").exists()


def test_message_is_kept_after_a_failed_csrf_check(vacancy):
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(
        url(vacancy), {"message": "Viel <b>Text</b>", "attachments": [upload()]}
    )

    page = Page(response)
    assert response.status_code == 403
    assert "Noch nicht gesendet" in response.content.decode()
    assert page.values["message"] == "Viel <b>Text</b>"
    again = browser.post(url(vacancy), page.values)
    assert again.status_code == 302
    assert vacancy.activities.get(kind="client").text == "Viel <b>Text</b>\nStelle.pdf"


def test_message_is_kept_where_nothing_can_be_stored(client, vacancy):
    def refuse(*args):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        response = client.post(url(vacancy), {"message": "Viel <b>Text</b>"})

    page = Page(response)
    assert (response.status_code, page.values["message"]) == (503, "Viel <b>Text</b>")
    assert f'action="{url(vacancy)}"' in response.content.decode()


@pytest.mark.parametrize("page", ["steckbrief/", "steckbrief.md", "daten.json"])
def test_pages_that_show_take_no_post(client, vacancy, page):
    assert client.post(url(vacancy, page)).status_code == 405


def test_suspected_request_has_a_page_like_any_other(client):
    vacancy = received(trap="x")

    page = text_of(client.get(url(vacancy)))

    assert vacancy.is_suspected
    assert "Verdacht" not in page
    assert '<p class="status__heading">Eingegangen</p>' in page


# Clicks that come twice -----------------------------------------------------------------------------


def test_message_with_a_file_that_is_sent_twice_stands_there_once(client, vacancy):
    for _ in range(2):
        file = SimpleUploadedFile("Team.pdf", pdf())
        client.post(url(vacancy), {"message": "Dazu noch", "attachments": [file]})

    assert vacancy.attachments.count() == 1
    assert [row.text for row in vacancy.activities.filter(kind="client")] == ["Dazu noch\nTeam.pdf"]


def test_news_of_somebody_who_left_go_to_the_office(vacancy, consultant, work, mailoutbox):
    vacancy.assign(consultant, by=consultant)
    User.objects.filter(pk=consultant.pk).update(email="bea@techminds.example", is_active=False)
    work()
    mailoutbox.clear()

    vacancy.hear("Noch etwas")
    work()

    assert [mail.to for mail in mailoutbox] == [[settings.OFFICE_EMAIL]]


def test_same_words_after_our_answer_are_an_answer(client, vacancy, consultant):
    client.post(url(vacancy), {"message": "Ja, das passt."})
    VacancyRequest.objects.get().reply(by=consultant, subject="Re", text="Passt auch der 1. Mai?")

    client.post(url(vacancy), {"message": "Ja, das passt."})

    assert vacancy.activities.filter(kind="client").count() == 2
    assert VacancyRequest.objects.with_news().get() == vacancy


def test_file_that_is_here_already_is_not_said_to_have_come(client, vacancy):
    client.post(url(vacancy), {"message": "", "attachments": [upload("Team.pdf")]})
    client.post(url(vacancy), {"message": "Und das", "attachments": [upload("Team.pdf")]})
    client.post(
        url(vacancy), {"message": "", "attachments": [upload("Team.pdf"), upload("Team.pdf")]}
    )

    said = [row.text for row in vacancy.activities.filter(kind="client")]
    assert said == ["Team.pdf", "Und das"]
    assert Attachment.objects.get().request == vacancy  # and none waits for a form


def test_message_that_comes_while_the_request_is_declined_is_kept(vacancy, consultant):
    """The page was loaded before; the row is read anew under its lock."""
    loaded = VacancyRequest.objects.get(pk=vacancy.pk)
    vacancy.move_to("declined", by=consultant, reason="Budget")

    loaded.hear("Doch noch eine Frage")

    stored = VacancyRequest.objects.get()
    assert (stored.status, stored.next_step_on) == ("declined", None)
    assert stored.activities.filter(kind="client").get().text == "Doch noch eine Frage"
    assert VacancyRequest.objects.with_news().get() == vacancy


def test_next_step_of_news_is_planned_from_what_is_stored(vacancy, consultant):
    loaded = VacancyRequest.objects.get(pk=vacancy.pk)
    vacancy.answer(by=consultant)

    loaded.hear("Danke")
    heard = loaded.latest_message
    VacancyRequest.objects.get().read_news(by=consultant, heard=heard)

    assert VacancyRequest.objects.get().next_step_on is None


def test_client_withdraws_what_was_reopened_meanwhile(vacancy, consultant):
    vacancy.move_to("declined", by=consultant, reason="Budget")
    loaded = VacancyRequest.objects.get(pk=vacancy.pk)
    vacancy.move_to("in_progress", by=consultant)

    loaded.withdraw()

    assert VacancyRequest.objects.get().status == "withdrawn"


def test_more_files_than_fit_are_refused_also_where_they_came_meanwhile(vacancy):
    loaded = VacancyRequest.objects.get(pk=vacancy.pk)
    for number in range(12):
        file = SimpleUploadedFile("x.pdf", pdf())
        Attachment.objects.create(request=vacancy, file=file, name=f"{number}.pdf")
    one = Attachment.of_upload(upload("Neu.pdf"), name="Neu.pdf", sender="")
    one.save()

    with pytest.raises(ValidationError, match="Mehr als 12 Dateien"):
        loaded.hear("", attachments=[one])

    assert not vacancy.activities.filter(kind="client").exists()


def test_message_on_a_page_whose_link_was_replaced_stays_on_it(client, vacancy, consultant):
    address = url(vacancy)
    vacancy.renew_access(by=consultant)

    response = client.post(address, {"message": "Wir haben uns entschieden."})

    assert response.status_code == 404
    assert "Wir haben uns entschieden.</textarea>" in response.content.decode()
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == (NO_STORE, "noindex, nofollow")


def test_start_that_had_come_when_they_asked_is_at_once(client):
    vacancy = received(start_on="ab sofort")

    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert "Beginn ab sofort" in Page(client.get(url(vacancy))).words


def test_who_says_more_waits_no_shorter_for_what_they_said_first(vacancy, consultant):
    vacancy.answer(by=consultant)
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False):
        vacancy.hear("Am Montag")
    with time_machine.travel("2026-11-25T09:00:00Z", tick=False):
        vacancy.hear("Am Mittwoch")

    stored = VacancyRequest.objects.get()
    assert stored.news_on == stored.next_step_on == date(2026, 11, 23)
    assert [activity.text for activity in stored.news()] == ["Am Montag", "Am Mittwoch"]


def test_second_click_with_a_file_that_was_here_before_adds_nothing(client, vacancy):
    client.post(url(vacancy), {"message": "", "attachments": [upload("Team.pdf")]})

    for _ in range(2):
        files = [upload("Team.pdf"), upload("Neu.pdf")]
        client.post(url(vacancy), {"message": "Hier nochmal", "attachments": files})
    client.post(url(vacancy), {"message": "Hier", "attachments": [upload("Team.pdf")]})

    said = [row.text for row in vacancy.activities.filter(kind="client")]
    assert said == ["Team.pdf", "Hier nochmal\nNeu.pdf", "Hier"]

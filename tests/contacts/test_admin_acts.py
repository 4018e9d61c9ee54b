"""The buttons of a request's page: taking it over, handing it over, suspicion, mails anew; and who may."""

from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from contacts import privacy
from contacts.models import Email, VacancyRequest
from tests.contacts.case import LIST, change, decision, page
from tests.contacts.page import Page
from tests.factories import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return received()


def told(response):
    return [str(message) for message in response.context["messages"]]


# Taking over and handing over --------------------------------------------------------------------


def test_consultant_takes_a_request_over(consultant_client, consultant, vacancy):
    assert "Übernehmen</button>" in consultant_client.get(change(vacancy)).content.decode()

    response = consultant_client.post(page(vacancy, "uebernehmen/"), follow=True)

    assert response.redirect_chain == [(change(vacancy), 302)]
    assert told(response) == ["Übernommen."]
    assert "Übernehmen</button>" not in response.content.decode()
    vacancy.refresh_from_db()
    assert (vacancy.consultant, vacancy.status) == (consultant, "in_progress")
    assert [
        (entry.object_repr, entry.get_change_message()) for entry in LogEntry.objects.all()
    ] == [(vacancy.reference, "Übernommen")]


def test_colleague_who_was_faster_is_named_and_nothing_is_lost(
    consultant_client, administrator, vacancy
):
    vacancy.claim(by=administrator)

    response = consultant_client.post(page(vacancy, "uebernehmen/"), follow=True)

    assert told(response) == [f"Um {vacancy.reference} kümmert sich schon admin."]
    vacancy.refresh_from_db()
    assert vacancy.consultant == administrator
    assert not LogEntry.objects.exists()


def hand_over(client, vacancy, consultant, *, seen=None, note=""):
    return client.post(
        page(vacancy, "uebergeben/"),
        {
            "consultant": consultant.pk if consultant else "",
            "initial-consultant": seen.pk if seen else "",
            "note": note,
        },
        follow=True,
    )


def test_consultant_hands_a_request_over_with_a_note(
    consultant_client, consultant, administrator, vacancy
):
    administrator.first_name, administrator.last_name = "Ada", "Admin"
    administrator.save()

    response = hand_over(consultant_client, vacancy, administrator, note="Sprich du mit ihr.")

    assert told(response) == ["Übergeben an Ada Admin."]
    vacancy.refresh_from_db()
    assert vacancy.consultant == administrator
    assert [(row.kind, row.text, row.by) for row in vacancy.activities.all()][1:] == [
        ("consultant", "Ada Admin", consultant),
        ("note", "Sprich du mit ihr.", consultant),
    ]


def test_consultant_gives_a_request_back(consultant_client, consultant, vacancy):
    vacancy.assign(consultant, by=consultant)

    response = hand_over(consultant_client, vacancy, None, seen=consultant)

    assert told(response) == ["Wieder frei."]
    vacancy.refresh_from_db()
    assert vacancy.consultant is None


def test_note_alone_hands_nothing_over(consultant_client, vacancy):
    response = hand_over(consultant_client, vacancy, None, note="Nur so.")

    assert told(response) == ["Notiz hinzugefügt."]
    assert [row.kind for row in vacancy.activities.all()][1:] == ["note"]


def test_two_who_hand_over_at_once_are_told(consultant_client, consultant, administrator, vacancy):
    vacancy.assign(administrator, by=administrator)

    response = hand_over(consultant_client, vacancy, consultant, note="Ich mache das.")

    assert response.context["form"].errors == {
        "consultant": [
            "Das hat inzwischen jemand geändert, es steht jetzt auf „admin“. "
            "Bitte laden Sie die Seite neu und entscheiden Sie noch einmal."
        ]
    }
    assert "Ich mache das.</textarea>" in response.content.decode()
    vacancy.refresh_from_db()
    assert vacancy.consultant == administrator
    assert vacancy.activities.filter(kind="note").count() == 0


def test_request_is_given_to_active_staff_only(consultant_client, editor, vacancy):
    former = User.objects.create_user("frueher", is_staff=True, is_active=False)
    visitor = User.objects.create_user("besuch")

    for user in (former, visitor, editor):
        response = hand_over(consultant_client, vacancy, user)
        assert "consultant" in response.context["form"].errors

    vacancy.refresh_from_db()
    assert vacancy.consultant is None


# Answered by phone, suspicion --------------------------------------------------------------------


def test_consultant_notes_that_the_client_has_an_answer(consultant_client, consultant, vacancy):
    consultant_client.post(page(vacancy, "beantwortet/"))
    again = consultant_client.post(page(vacancy, "beantwortet/"), follow=True)

    vacancy.refresh_from_db()
    assert vacancy.is_answered
    assert [(row.text, row.by) for row in vacancy.activities.filter(kind="answer")] == [
        ("Kunde hat Antwort", consultant)
    ]
    assert "Als beantwortet markieren" not in again.content.decode()


def test_suspected_request_says_why_and_is_taken_out(consultant_client, consultant):
    VacancyRequest.objects.filter(pk=received().pk).update(
        signs=["links", "pitch"], suspected_at=timezone.now()
    )
    vacancy = VacancyRequest.objects.get()
    vacancy.emails.filter(kind="confirmation").delete()

    content = consultant_client.get(change(vacancy)).content.decode()
    response = consultant_client.post(page(vacancy, "kein-verdacht/"), follow=True)

    assert "Mehr als 2 fremde Links in der Nachricht" in content
    assert "Liest sich wie Werbung an uns" in content
    assert f'href="{LIST}?ordner=verdacht"' in content
    assert page(vacancy, "antworten/") not in content
    assert told(response) == ["Kein Verdacht mehr."]
    assert "Liest sich wie Werbung an uns" not in response.content.decode()
    vacancy.refresh_from_db()
    assert not vacancy.is_suspected
    assert vacancy.emails.filter(kind="confirmation").count() == 1


def test_consultant_sets_a_request_aside(consultant_client, consultant, vacancy):
    VacancyRequest.objects.update(signs=[])

    consultant_client.post(page(vacancy, "verdacht/"))
    response = consultant_client.post(page(vacancy, "verdacht/"), follow=True)

    vacancy.refresh_from_db()
    assert vacancy.is_suspected
    assert [row.by for row in vacancy.activities.filter(kind="suspicion")] == [consultant]
    assert "hat die Anfrage zur Seite gelegt" in response.content.decode()


# Mails and the timeline --------------------------------------------------------------------------


def test_mail_that_was_given_up_is_red_and_goes_out_again(consultant_client, consultant, vacancy):
    email = vacancy.emails.get(kind="confirmation")
    email.attempts, email.first_attempt_at = 7, timezone.now()
    email.save()
    email.mark_failed("SMTPRecipientsRefused 550")
    OrmQ.objects.all().delete()

    content = consultant_client.get(change(vacancy)).content.decode()
    response = consultant_client.post(
        page(vacancy, "erneut-senden/"), {"email": email.pk}, follow=True
    )
    again = consultant_client.post(
        page(vacancy, "erneut-senden/"), {"email": email.pk}, follow=True
    )

    assert "event__mail--failed" in content
    assert "SMTPRecipientsRefused 550" in content
    assert told(response) == ["Wird noch einmal gesendet: Bestätigung an den Kunden."]
    latest = response.context["timeline"][0]
    assert (latest.text, latest.by) == ("Bestätigung an den Kunden noch einmal senden", consultant)
    assert "event__mail--failed" not in response.content.decode()
    assert told(again) == [
        "Diese E-Mail ist nicht gescheitert, wird schon wieder gesendet oder ist erledigt."
    ]
    before, email = email, Email.objects.get(pk=email.pk)
    assert (email.failed_at, email.first_attempt_at, email.attempts, email.error) == (
        None,
        None,
        0,
        "",
    )
    assert email.message_id == before.message_id
    assert [row.task["args"] for row in OrmQ.objects.all()] == [(email.pk,)]


def test_mail_that_goes_out_again_reaches_the_client(consultant_client, vacancy, mailbox, work):
    email = vacancy.emails.get(kind="confirmation")
    email.mark_failed("SMTPRecipientsRefused 550")
    OrmQ.objects.all().delete()

    consultant_client.post(page(vacancy, "erneut-senden/"), {"email": email.pk})
    work()

    assert mailbox.recipients == [["anna@nordlicht.example"]]
    email.refresh_from_db()
    assert email.sent_at is not None


@pytest.mark.parametrize("key", ["", "abc", "9" * 30, "-1", "0"])
def test_no_mail_is_no_reason_to_fail(consultant_client, vacancy, key):
    response = consultant_client.post(page(vacancy, "erneut-senden/"), {"email": key}, follow=True)

    assert told(response) == [
        "Diese E-Mail ist nicht gescheitert, wird schon wieder gesendet oder ist erledigt."
    ]


def test_mail_of_another_request_stays(consultant_client, vacancy):
    other = received(message="other")
    email = other.emails.first()
    email.mark_failed("Error")

    consultant_client.post(page(vacancy, "erneut-senden/"), {"email": email.pk})

    email.refresh_from_db()
    assert email.failed_at is not None


def test_everything_that_happened_stands_on_one_line_newest_first(
    consultant_client, consultant, vacancy, work, mailbox
):
    vacancy.attachments.create(file=ContentFile(b"x", name="x"), name="Profil.pdf", size=2048)
    vacancy.hear("Noch etwas.")
    vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Guten Tag")
    work()
    vacancy.note("Angerufen.", by=consultant)

    events = consultant_client.get(change(vacancy)).context["timeline"]

    said = [(event.heading, event.text, str(event.by or "")) for event in events]
    assert said == [
        ("Notiz", "Angerufen.", "beratung"),
        ("Antwort an den Kunden", "Ihre Anfrage\n\nGuten Tag", "beratung"),
        ("Status", "In Bearbeitung", "beratung"),
        ("Zuständigkeit", "beratung", "beratung"),
        ("Hinweis auf Neues vom Kunden", "", ""),
        ("Nachricht des Kunden", "Noch etwas.", ""),
        ("Datei des Kunden", "", ""),
        ("Hinweis an das Büro", "", ""),
        ("Bestätigung an den Kunden", "", ""),
        ("Eingang", "Anfrage über die Website", ""),
    ]
    assert all(event.email.sent_at for event in events if event.email)


def test_words_in_the_timeline_are_text(consultant_client, vacancy):
    vacancy.hear("<script>alert(1)</script>")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "<script>alert" not in content


# Who may what ------------------------------------------------------------------------------------

ACTS = ["uebernehmen/", "beantwortet/", "verdacht/", "kein-verdacht/", "erneut-senden/"]
FORMS = ["uebergeben/", "antworten/", "neuer-link/", "loeschen/"]
LOOKS = ["statusseite/", "daten.json", "steckbrief/", "steckbrief.md"]
ADDRESSES = [*ACTS, *FORMS, *LOOKS]


def state(vacancy):
    return (
        VacancyRequest.objects.filter(pk=vacancy.pk).values().get(),
        vacancy.activities.count(),
        vacancy.emails.count(),
    )


@pytest.mark.parametrize("address", ["change/", "history/", "delete/", *ADDRESSES])
def test_editor_reaches_no_request(editor_client, vacancy, address):
    before = state(vacancy)

    for key in (vacancy.pk, 4711):
        url = f"{LIST}{key}/{address}"
        for response in (editor_client.get(url), editor_client.post(url, {"status": "declined"})):
            if (address, key) in {("change/", 4711), ("history/", 4711), ("delete/", 4711)}:
                continue  # Django's own pages say that there is nothing, to everybody
            assert (url, response.status_code) == (url, 403)
            assert vacancy.reference not in response.content.decode()
    assert state(vacancy) == before


def test_editor_reaches_no_file(editor_client, vacancy):
    attachment = vacancy.attachments.create(file=ContentFile(b"x", name="x"), name="Profil.pdf")

    for key in (attachment.pk, 4711):
        assert editor_client.get(f"{LIST}anhang/{key}/").status_code == 403


@pytest.mark.parametrize("address", ["change/", *ADDRESSES])
def test_visitor_is_sent_to_the_login(client, vacancy, address):
    before = state(vacancy)
    url = page(vacancy, address)

    for response in (client.get(url), client.post(url)):
        assert response.status_code == 302
        assert response["Location"] == f"/admin/login/?next={url}"
    assert state(vacancy) == before


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("key", ["4711", "9" * 30])
def test_request_that_is_not_there_is_not_found(consultant_client, address, key):
    method = consultant_client.post if address in ACTS else consultant_client.get

    assert method(f"{LIST}{key}/{address}").status_code == 404


@pytest.mark.parametrize("address", ACTS)
def test_act_happens_by_post_alone(consultant_client, vacancy, address):
    before = state(vacancy)

    assert consultant_client.get(page(vacancy, address)).status_code == 405
    assert state(vacancy) == before


@pytest.mark.parametrize("address", LOOKS)
def test_looking_takes_no_post(consultant_client, vacancy, address):
    assert consultant_client.post(page(vacancy, address)).status_code == 405


@pytest.mark.parametrize("address", FORMS)
def test_page_alone_changes_nothing(consultant_client, vacancy, address):
    before = state(vacancy)

    assert consultant_client.get(page(vacancy, address)).status_code == 200
    assert state(vacancy) == before


@pytest.mark.parametrize("address", ["change/", *ACTS, *FORMS])
def test_no_act_without_the_token_of_the_page(consultant, vacancy, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(consultant, backend="django.contrib.auth.backends.ModelBackend")
    before = state(vacancy)

    response = strict.post(page(vacancy, address), {"subject": "x", "text": "x", "seen": ""})

    assert response.status_code == 403
    assert state(vacancy) == before


@pytest.mark.parametrize("address", [*ACTS, *FORMS])
def test_nothing_is_written_to_an_erased_request(consultant_client, consultant, vacancy, address):
    privacy.erase(vacancy, by=consultant)
    before = state(vacancy)

    response = consultant_client.post(
        page(vacancy, address),
        {"subject": "x", "text": "x", "note": "Anna", "write": "1", "consultant": consultant.pk},
        follow=True,
    )

    assert told(response)[0].startswith("Die Daten dieser Anfrage sind inzwischen gelöscht.")
    assert state(vacancy) == before


@pytest.mark.parametrize("address", LOOKS)
def test_erased_request_has_nothing_to_show(consultant_client, consultant, vacancy, address):
    privacy.erase(vacancy, by=consultant)

    response = consultant_client.get(page(vacancy, address))

    assert (response.status_code, response["Location"]) == (302, change(vacancy))


def test_somebody_who_may_only_look_finds_no_button(vacancy):
    guest = User.objects.create_user("gast", is_staff=True)
    guest.user_permissions.add(Permission.objects.get(codename="view_vacancyrequest"))
    client = Client()
    client.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    vacancy.emails.first().mark_failed("Error")
    before = state(vacancy)

    content = client.get(change(vacancy)).content.decode()

    assert "Nordlicht GmbH" in content
    assert "<form" not in content.partition('id="content-main"')[2]
    for address in [*ACTS, *FORMS, "change/"]:
        assert client.post(page(vacancy, address)).status_code == 403
    for address in ("statusseite/", "daten.json"):
        assert client.get(page(vacancy, address)).status_code == 403
    assert client.get(page(vacancy, "steckbrief/")).status_code == 200
    assert state(vacancy) == before


# What the client said since -------------------------------------------------------------------------


@pytest.fixture
def answered(vacancy, consultant):
    """A request that waits for nothing: the client has our answer."""
    vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Guten Tag")
    assert vacancy.next_step_on is None
    return vacancy


def test_what_a_client_adds_brings_the_request_forward(consultant_client, answered):
    answered.hear("Es eilt jetzt doch.")

    answered.refresh_from_db()
    assert answered.next_step_on == answered.news_on == timezone.localdate()
    assert "Neues vom Kunden" in consultant_client.get(LIST).content.decode()
    content = consultant_client.get(change(answered)).content.decode()
    assert "Gelesen, sonst nichts zu tun" in content


def test_consultant_who_has_read_it_says_so_once(consultant_client, consultant, answered):
    answered.hear("Danke, das passt.")

    seen = {"heard": Page(consultant_client.get(change(answered))).values["heard"]}
    response = consultant_client.post(page(answered, "gelesen/"), seen, follow=True)
    again = consultant_client.post(page(answered, "gelesen/"), seen, follow=True)

    assert (told(response), told(again)) == (["Neues vom Kunden gelesen."], [])
    answered.refresh_from_db()
    assert (answered.news_on, answered.next_step_on) == (None, None)
    read = answered.activities.filter(kind="news").get()
    assert (read.text, read.by) == ("Gelesen", consultant)


@pytest.mark.parametrize("decided", [{"status": "qualified"}, {"follow_up_on": "TODAY"}])
@pytest.mark.parametrize("is_seen", [True, False], ids=["seen", "unseen"])
def test_decision_deals_with_the_news_that_stood_on_the_page(
    consultant_client, answered, decided, is_seen
):
    today = f"{timezone.localdate():%d.%m.%Y}"
    decided = {name: today if value == "TODAY" else value for name, value in decided.items()}
    answered.hear("Noch etwas")
    heard = Page(consultant_client.get(change(answered))).values["heard"]
    if not is_seen:
        answered.hear("Und noch etwas")

    answered.refresh_from_db()
    consultant_client.post(change(answered), decision(answered, heard=heard, **decided))

    answered.refresh_from_db()
    assert (answered.news_on is None) is is_seen


def test_news_that_came_after_the_page_are_not_read(consultant_client, answered):
    answered.hear("Noch etwas")
    heard = Page(consultant_client.get(change(answered))).values["heard"]
    answered.hear("STOPP: Stelle ist besetzt.")

    response = consultant_client.post(page(answered, "gelesen/"), {"heard": heard}, follow=True)

    assert told(response) == [
        "Der Kunde hat inzwischen noch etwas ergänzt. Bitte lesen Sie auch das."
    ]
    answered.refresh_from_db()
    assert answered.news_on == timezone.localdate()


@pytest.mark.parametrize(
    "act",
    [
        lambda vacancy, by: vacancy.claim(by=by),
        lambda vacancy, by: vacancy.assign(by, by=by),
        lambda vacancy, by: vacancy.answer(by=by),
        lambda vacancy, by: vacancy.follow_up(timezone.localdate(), by=by),
        lambda vacancy, by: vacancy.move_to("declined", by=by, reason="Budget"),
        lambda vacancy, by: vacancy.set_aside(by=by),
    ],
    ids=["claim", "assign", "answer", "follow-up", "decline", "set-aside"],
)
def test_act_of_somebody_who_has_not_read_them_leaves_the_news(
    consultant_client, vacancy, consultant, act
):
    vacancy.hear("Noch etwas")

    act(VacancyRequest.objects.get(pk=vacancy.pk), consultant)

    assert VacancyRequest.objects.with_news().get() == vacancy
    content = consultant_client.get(f"{LIST}?ordner=neues").content.decode()
    assert "Neues vom Kunden" in content
    assert "1 mit Neuem vom Kunden" in consultant_client.get("/admin/").content.decode()


def test_answer_deals_with_the_news_and_with_the_mail_that_told_nobody(answered, consultant):
    answered.hear("Noch etwas")
    answered.emails.get(kind="update").mark_failed("der Mailserver hat abgelehnt (554)")

    answered.reply(by=consultant, subject="Re", text="Gern")

    assert not VacancyRequest.objects.with_news().exists()
    assert not VacancyRequest.objects.with_failed_mail().exists()


def test_note_of_a_colleague_leaves_the_news_for_whoever_takes_care(answered, consultant):
    answered.hear("Noch etwas")

    answered.note("Gesehen, Bea kümmert sich", by=consultant)

    answered.refresh_from_db()
    assert answered.news_on == timezone.localdate()


# Mails that nobody got -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["reply", "update"])
@pytest.mark.parametrize("closes", [False, True], ids=["open", "closed"])
def test_missing_answer_or_news_stay_on_the_desk_however_the_request_stands(
    consultant_client, answered, consultant, kind, closes
):
    answered.hear("Noch etwas")
    answered.emails.get(kind=kind).mark_failed("SMTPRecipientsRefused 550")
    if closes:
        answered.move_to("declined", by=consultant, reason="Besetzt")

    assert VacancyRequest.objects.with_failed_mail().get() == answered
    inbox = consultant_client.get(f"{LIST}?ordner=alle").content.decode()
    assert '<span class="step request__failed">E-Mail-Fehler</span>' in inbox
    content = consultant_client.get(f"{LIST}?ordner=nicht-zugestellt").content.decode()
    label = str(Email.Kind(kind).label)
    assert f'<span class="request__failed">{label} (' in content


def test_missing_confirmation_is_no_reason_to_act_on_a_closed_request(vacancy, consultant):
    vacancy.emails.get(kind="confirmation").mark_failed("SMTPRecipientsRefused 550")
    assert VacancyRequest.objects.with_failed_mail().exists()

    vacancy.move_to("declined", by=consultant, reason="Besetzt")

    assert not VacancyRequest.objects.with_failed_mail().exists()


def test_mail_that_is_needless_by_now_leaves_the_desk(consultant_client, consultant, answered):
    email = answered.emails.get(kind="reply")
    email.mark_failed("SMTPRecipientsRefused 550")

    address = page(answered, "nicht-mehr-noetig/")
    response = consultant_client.post(address, {"email": email.pk}, follow=True)
    again = consultant_client.post(address, {"email": email.pk}, follow=True)

    assert told(response) == ["Nicht mehr nötig: Antwort an den Kunden."]
    assert told(again) == [
        "Diese E-Mail ist nicht gescheitert, wird schon wieder gesendet oder ist erledigt."
    ]
    assert not VacancyRequest.objects.with_failed_mail().exists()
    content = response.content.decode()
    assert "event--failed" not in content
    assert "nicht mehr nötig seit dem" in content
    assert answered.activities.last().text == "Antwort an den Kunden nicht mehr nötig"


# Suspicion that was none -----------------------------------------------------------------------------


def test_client_who_was_suspected_is_promised_a_day_that_is_to_come(consultant, mailoutbox, work):
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False):
        vacancy = received(trap="x")
    with time_machine.travel("2026-11-16T09:00:00Z", tick=False):
        vacancy.trust(by=consultant)
        work()

    vacancy.refresh_from_db()
    assert vacancy.reply_due_on == vacancy.next_step_on == date(2026, 11, 18)
    assert "18. November 2026" in mailoutbox[-1].body


@pytest.mark.parametrize("how", ["closed", "answered", "confirmed"])
def test_client_who_waits_for_nothing_gets_no_late_confirmation(consultant, how):
    vacancy = received(**({} if how == "confirmed" else {"trap": "x"}))
    before = vacancy.reply_due_on
    match how:
        case "closed":
            vacancy.withdraw()
        case "answered":
            vacancy.answer(by=consultant)
        case "confirmed":
            vacancy.set_aside(by=consultant)
    sent = vacancy.emails.filter(kind="confirmation").count()

    vacancy.trust(by=consultant)

    vacancy.refresh_from_db()
    assert (vacancy.is_suspected, vacancy.reply_due_on) == (False, before)
    assert vacancy.emails.filter(kind="confirmation").count() == sent


def test_suspected_request_is_answered_by_nobody(vacancy, consultant):
    vacancy.set_aside(by=consultant)

    with pytest.raises(ValidationError, match="steht unter Verdacht"):
        vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Guten Tag")

    assert not vacancy.emails.filter(kind="reply").exists()


def test_mail_that_fails_again_after_it_was_settled_is_on_the_desk_again(answered, consultant):
    email = answered.emails.get(kind="reply")
    email.mark_failed("der Mailserver hat abgelehnt (554)")
    email.settle(by=consultant)

    email.send_again(by=consultant)
    email.mark_failed("der Mailserver hat abgelehnt (554)")

    assert VacancyRequest.objects.with_failed_mail().get() == answered


def test_client_of_a_table_gets_no_mail_after_a_suspicion(consultant):
    vacancy = VacancyRequest(
        company="Messe AG", name="Anna", email="a@messe.example", role_title="X"
    )
    vacancy.submission_key = "of a table"
    vacancy.receive(by=consultant)
    before = vacancy.reply_due_on
    vacancy.set_aside(by=consultant)

    vacancy.trust(by=consultant)

    assert not vacancy.emails.exists()
    assert vacancy.reply_due_on == before


# Colleagues who have left ----------------------------------------------------------------------------


@pytest.fixture
def left(vacancy):
    """A request of somebody who cannot sign in any more."""
    colleague = User.objects.create_user("weg", first_name="Wilma", last_name="Weg", is_staff=True)
    vacancy.assign(colleague, by=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    return VacancyRequest.objects.get(pk=vacancy.pk)


@pytest.mark.parametrize("to", ["consultant", "nobody"])
def test_request_of_somebody_who_left_is_handed_over(consultant_client, consultant, left, to):
    address, key = page(left, "uebergeben/"), consultant.pk if to == "consultant" else ""
    assert "Wilma Weg (nicht mehr dabei)" in consultant_client.get(address).content.decode()

    response = consultant_client.post(
        address, {"consultant": key, "initial-consultant": left.consultant_id, "note": ""}
    )

    assert response.status_code == 302
    assert VacancyRequest.objects.get().consultant == (consultant if key else None)


def test_request_of_somebody_who_left_is_claimed(consultant_client, consultant, left):
    assert "Übernehmen</button>" in consultant_client.get(change(left)).content.decode()

    response = consultant_client.post(page(left, "uebernehmen/"), follow=True)

    assert told(response) == ["Übernommen."]
    assert VacancyRequest.objects.get().consultant == consultant


def test_note_that_is_sent_twice_stands_there_once(vacancy, consultant, administrator):
    vacancy.note("Angerufen.", by=consultant)
    vacancy.note("Angerufen.", by=consultant)
    vacancy.note("Angerufen.", by=administrator)

    notes = vacancy.activities.filter(kind="note")
    assert [note.by for note in notes] == [consultant, administrator]


def test_request_of_somebody_who_left_is_one_without_anybody(consultant_client, left):
    assert VacancyRequest.objects.unassigned().get() == left
    content = consultant_client.get("/admin/").content.decode()
    start, end = content.index("Noch ohne Zuständige"), content.index("Zum Posteingang")
    assert left.reference in content[start:end]
    assert "Bei den anderen" not in content
    page_of_letter = consultant_client.get(page(left, "antworten/")).content.decode()
    assert "Wenn Sie antworten, übernehmen Sie sie." in page_of_letter


def test_mail_of_news_that_fails_after_they_were_read_alarms_nobody(answered, consultant):
    answered.hear("Noch etwas")
    answered.reply(by=consultant, subject="Re", text="Gern")

    answered.emails.get(kind="update").mark_failed("der Mailserver ist nicht zu erreichen")

    assert not VacancyRequest.objects.with_failed_mail().exists()

"""The page from which something appears on the site, at once or later, or leaves it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.back_office import messages_of, opened, publish, save, url
from tests.roles.page import Page

CONFLICT = "hat dieses Profil am 01.07.2026 um 12:00 Uhr gespeichert, während Sie es offen hatten."
MARCH = "2027-03-01T09:00:00Z"
GUIDE = "/jobprofile/data-steward/"


@pytest.fixture
def in_march():
    """Everything happens in March 2027, sessions included: ask for it before a client."""
    with time_machine.travel(MARCH, tick=False) as clock:
        yield clock


@pytest.fixture
def profile(db):
    return load(guide(salary_bands=[BAND]))


def schedule(client, profile, day, time, **values):
    return publish(client, profile, "schedule", at_0=day, at_1=time, **values)


def errors_at(response):
    return list(response.context["form"].errors.get("at", []))


def test_publish_page_names_what_is_missing_and_offers_no_button(db, editor_client):
    profile = load(guide(teaser="", review_by="2000-01-01"))

    text = editor_client.get(url(profile, "publish")).content.decode()

    assert "<strong>Fehler:</strong> Der Anriss fehlt." in text
    assert "<strong>Hinweis:</strong> Das Prüfdatum des Profils ist vorbei." in text
    assert "Jetzt veröffentlichen" not in text


def test_publish_page_refuses_a_guide_with_errors(db, editor_client):
    profile = load(guide(teaser=""))

    response = publish(editor_client, profile)

    assert messages_of(response) == ["Der Anriss fehlt."]
    assert Edition.objects.count() == 0


def test_publish_page_publishes_what_was_looked_at(db, editor_client, editor):
    profile = load(guide())

    response = publish(
        editor_client, profile, note=" Tippfehler\x00 behoben. ", is_minor="on", extra="1"
    )

    assert response.redirect_chain == [(url(profile), 302)]
    edition = Edition.objects.get()
    assert (edition.note, edition.is_minor, edition.published_by) == (
        "Tippfehler behoben.",
        True,
        editor,
    )
    assert LogEntry.objects.get().change_message == "Veröffentlicht als Ausgabe 1"
    assert RoleProfile.objects.get().last_act == "Veröffentlicht als Ausgabe 1"


def test_publish_page_refuses_what_was_changed_meanwhile(
    profile, editor_client, administrator_client
):
    seen = profile.version
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        data = opened(administrator_client, profile) | {"teaser": "Anders."}
        save(administrator_client, profile, data)

    response = publish(editor_client, profile, version=seen)

    assert response.redirect_chain == []
    (message,) = messages_of(response)
    assert CONFLICT in message
    assert response.context["form"]["version"].value() == str(seen + 1)
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("version", ["", "abc", "0", "99"])
def test_publish_page_without_its_version_publishes_nothing(profile, editor_client, version):
    publish(editor_client, profile, version=version)

    assert Edition.objects.count() == 0


def test_publish_page_publishes_nothing_when_looked_at(db, editor_client):
    profile = load(guide())

    assert editor_client.get(url(profile, "publish")).status_code == 200
    assert Edition.objects.count() == 0


def test_editor_without_the_right_to_publish_saves_only(db, editor, editor_client):
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_roleprofile"))
    profile = load(guide())

    assert "_publish" not in editor_client.get(url(profile)).content.decode()
    assert publish(editor_client, profile).status_code == 403
    assert Edition.objects.count() == 0


def test_publish_page_of_a_broken_working_copy_names_the_fault(db, editor_client, client):
    edition = published()
    RoleProfile.objects.update(kldb="kaputt")

    page = Page(editor_client.get(url(edition.profile, "publish")))
    publish(editor_client, edition.profile, "withdraw")

    assert "Fehler: kldb: hat nicht die verlangte Form." in page.text
    assert "Jetzt veröffentlichen" not in page.text
    assert client.get(GUIDE).status_code == 410


def test_warnings_ask(db, editor_client):
    profile = load(guide(review_by="2000-01-01"))

    refused = publish(editor_client, profile)
    assert refused.context["form"].errors == {
        "has_read_warnings": ["Bitte lesen Sie die Hinweise und bestätigen Sie das hier."]
    }
    assert Edition.objects.count() == 0

    publish(editor_client, profile, has_read_warnings="on")
    assert Edition.objects.count() == 1


def test_what_was_typed_stays_beside_the_error(db, editor_client):
    profile = load(guide())

    response = schedule(
        editor_client, profile, "2000-01-01", "8:00", note="Ein Satz.", is_minor="on"
    )

    text = response.content.decode()
    assert 'value="Ein Satz."' in text
    assert 'value="2000-01-01"' in text
    assert 'value="08:00"' in text or 'value="8:00"' in text
    assert response.context["form"]["is_minor"].value() is True


def test_what_was_typed_stays_where_somebody_was_quicker(profile, editor_client):
    seen = profile.version
    profile.note_change(by=None)

    response = schedule(
        editor_client, profile, "2030-01-01", "10:00", version=seen, note="Ein Satz."
    )

    text = response.content.decode()
    assert 'value="Ein Satz."' in text
    assert 'value="2030-01-01"' in text


@pytest.mark.parametrize("act", ["publish", "schedule"])
def test_change_that_nobody_explains_is_refused(profile, editor_client, act):
    profile.publish()
    profile.load(guide(teaser="Anders."))
    moment = {"at_0": "2027-08-01", "at_1": "10:00"} if act == "schedule" else {}

    response = publish(editor_client, profile, act, note=" ", **moment)

    assert response.context["form"].errors == {
        "note": [
            "Bitte sagen Sie in einem Satz, was sich geändert hat, oder kreuzen Sie „Kleine "
            "Korrektur“ an."
        ]
    }
    assert Edition.objects.count() == 1
    publish(editor_client, profile, act, note="", is_minor="on", **moment)
    assert Edition.objects.count() == 2


def test_sending_the_page_without_a_button_is_no_act(profile, editor_client):
    response = publish(editor_client, profile, act="anything")

    assert response.status_code == 200
    assert Edition.objects.count() == 0


def test_first_edition_needs_no_explanation(profile, editor_client):
    publish(editor_client, profile, note="")

    assert Edition.objects.count() == 1


def test_publishing_the_same_again_is_refused(profile, editor_client):
    publish(editor_client, profile)

    response = publish(editor_client, profile)

    assert messages_of(response) == ["Es gibt nichts Neues: Die Website zeigt schon diese Fassung."]
    assert Edition.objects.count() == 1


# A moment to come.


@pytest.mark.parametrize(
    ("day", "time", "utc", "said"),
    [
        ("2027-03-27", "08:00", "2027-03-27T07:00:00Z", "27. März 2027, 8:00 Uhr (MEZ)"),
        ("2027-03-28", "08:00", "2027-03-28T06:00:00Z", "28. März 2027, 8:00 Uhr (MESZ)"),
        ("28.03.2027", "3:00", "2027-03-28T01:00:00Z", "28. März 2027, 3:00 Uhr (MESZ)"),
        ("2027-10-31", "08:30", "2027-10-31T07:30:00Z", "31. Oktober 2027, 8:30 Uhr (MEZ)"),
        ("2027-12-31", "23:59", "2027-12-31T22:59:00Z", "31. Dezember 2027, 23:59 Uhr (MEZ)"),
    ],
)
def test_editor_schedules_in_german_time(
    in_march, profile, editor_client, client, editor, day, time, utc, said
):
    moment = timezone.datetime.fromisoformat(utc)
    response = schedule(editor_client, profile, day, time, note="Neu.")

    assert messages_of(response) == [f"Ausgabe 1 erscheint am {said}."]
    edition = Edition.objects.get()
    assert (edition.published_at, edition.published_by) == (moment, editor)
    assert client.get(GUIDE).status_code == 404
    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        assert client.get(GUIDE).status_code == 404
    with time_machine.travel(moment, tick=False):
        assert client.get(GUIDE).status_code == 200


@pytest.mark.parametrize(
    ("day", "time", "error"),
    [
        (
            "2027-03-28",
            "02:30",
            "Am 28. März 2027 gibt es 02:30 Uhr nicht: Die Uhren werden eine Stunde vorgestellt.",
        ),
        (
            "2027-10-31",
            "02:30",
            "Am 31. Oktober 2027 gibt es 02:30 Uhr zweimal: Die Uhren werden eine Stunde "
            "zurückgestellt. Bitte wählen Sie eine andere Uhrzeit.",
        ),
        ("2027-03-01", "10:00", "Dieser Zeitpunkt ist schon vorbei."),
        ("2029-04-01", "10:00", "Der Zeitpunkt liegt mehr als zwei Jahre voraus."),
        ("", "", "Bitte geben Sie Tag und Uhrzeit an."),
        ("2027-04-01", "", "Bitte eine Uhrzeit wie 8:30."),
        ("", "10:00", "Bitte einen Tag wie 29.03.2027."),
        ("2027-02-30", "10:00", "Bitte einen Tag wie 29.03.2027."),
        ("2027-04-01", "25:00", "Bitte eine Uhrzeit wie 8:30."),
        ("99999-01-01", "10:00", "Bitte einen Tag wie 29.03.2027."),
        ("0001-01-01", "00:00", "Bitte einen Tag wie 29.03.2027."),
        ("9999-12-31", "23:59", "Bitte einen Tag wie 29.03.2027."),
    ],
)
def test_moment_that_cannot_be_is_refused(in_march, profile, editor_client, day, time, error):
    response = schedule(editor_client, profile, day, time)

    assert errors_at(response) == [error]
    assert Edition.objects.count() == 0


def test_publishing_now_with_a_moment_typed_asks_what_is_meant(profile, editor_client):
    response = publish(editor_client, profile, at_0="2030-01-01", at_1="10:00")

    assert errors_at(response) == [
        "Hier steht ein Zeitpunkt. Wählen Sie „Zeitpunkt festlegen“, oder leeren Sie das Feld."
    ]
    assert Edition.objects.count() == 0


def test_scheduled_edition_stands_beside_the_live_one(in_march, profile, editor_client, client):
    profile.publish()
    profile.load(guide(teaser="Ab Ostern anders."))
    schedule(editor_client, profile, "2027-03-28", "08:00")

    assert "Ab Ostern anders." not in client.get(GUIDE).content.decode()
    page = Page(editor_client.get(url(profile, "publish")))
    assert "Ausgabe 2 erscheint am 28. März 2027, 8:00 Uhr (MESZ)." in page.text
    with time_machine.travel("2027-03-28T06:00:01Z", tick=False):
        assert "Ab Ostern anders." in client.get(GUIDE).content.decode()


def test_scheduled_edition_can_be_called_off(in_march, profile, editor_client, client):
    profile.publish()
    profile.load(guide(teaser="Ab Ostern anders."))
    schedule(editor_client, profile, "2027-03-28", "08:00")

    response = publish(editor_client, profile, "cancel", cancel="2")

    assert messages_of(response) == [
        "Ausgabe 2 ist abgesagt. Ihr Text steht weiter unter den Ausgaben."
    ]
    assert RoleProfile.objects.get().last_act == "Ausgabe 2 abgesagt"
    with time_machine.travel("2027-04-01T06:00:00Z", tick=False):
        assert "Ab Ostern anders." not in client.get(GUIDE).content.decode()
        assert Edition.objects.get(number=2).guide.teaser == "Ab Ostern anders."


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("1", "Ausgabe 1 ist schon erschienen."),
        ("3", "Ausgabe 3 ist schon abgesagt."),
        ("99", "Diese Ausgabe gibt es nicht."),
        ("9" * 30, "Diese Ausgabe gibt es nicht."),
        ("9" * 5000, "Diese Ausgabe gibt es nicht."),
        ("eins", "Diese Ausgabe gibt es nicht."),
        ("", "Diese Ausgabe gibt es nicht."),
    ],
)
def test_what_is_not_scheduled_cannot_be_called_off(profile, editor_client, number, message):
    profile.publish()
    profile.publish(at=timezone.now() + timedelta(days=1))
    profile.publish(at=timezone.now() + timedelta(days=2)).cancel()

    response = publish(editor_client, profile, "cancel", cancel=number)

    assert messages_of(response) == [message]
    assert list(Edition.objects.scheduled().values_list("number", flat=True)) == [2]


def test_same_text_is_not_scheduled_twice(in_march, profile, editor_client):
    schedule(editor_client, profile, "2027-03-28", "08:00")
    response = schedule(editor_client, profile, "2027-04-28", "08:00")

    assert messages_of(response) == ["Diese Fassung ist schon veröffentlicht oder geplant."]
    assert Edition.objects.count() == 1


def test_called_off_text_can_be_scheduled_anew(in_march, profile, editor_client):
    schedule(editor_client, profile, "2027-03-28", "08:00")
    publish(editor_client, profile, "cancel", cancel="1")
    schedule(editor_client, profile, "2027-04-28", "08:00")

    assert list(Edition.objects.scheduled().values_list("number", flat=True)) == [2]


def test_published_now_overtakes_what_is_scheduled(in_march, profile, editor_client, client):
    schedule(editor_client, profile, "2027-03-28", "08:00")
    response = publish(editor_client, profile)

    assert messages_of(response) == [
        "Ausgabe 2 ist jetzt auf der Website.",
        "Ausgabe 1, geplant für den 28. März 2027, 8:00 Uhr (MESZ), entfällt: Die neue Ausgabe "
        "erscheint nicht später als sie.",
    ]
    assert list(Edition.objects.current().values_list("number", flat=True)) == [2]
    assert list(Edition.objects.scheduled()) == []


# Leaving the site, and coming back.


def test_editor_withdraws_and_brings_back(profile, editor_client, client):
    profile.publish()
    profile.load(guide(teaser="Noch nicht veröffentlicht."))

    withdrawn = publish(editor_client, profile, "withdraw")
    assert messages_of(withdrawn) == ["Das Jobprofil ist nicht mehr auf der Website."]
    assert client.get(GUIDE).status_code == 410
    page = Page(editor_client.get(url(profile, "publish"))).text
    assert "Zuletzt stand Ausgabe 1 auf der Website." in page
    assert "Von der Website nehmen" not in page

    back = publish(editor_client, profile, "reinstate")
    assert messages_of(back) == ["Das Jobprofil ist wieder auf der Website."]
    assert client.get(GUIDE).status_code == 200
    assert "Noch nicht veröffentlicht." not in client.get(GUIDE).content.decode()
    assert list(LogEntry.objects.values_list("change_message", flat=True).order_by("pk")) == [
        "Von der Website genommen",
        "Wieder auf die Website genommen",
    ]


def test_what_is_not_there_can_be_neither_withdrawn_nor_brought_back(profile, editor_client):
    draft = [messages_of(publish(editor_client, profile, act)) for act in ("withdraw", "reinstate")]
    profile.publish()
    live = messages_of(publish(editor_client, profile, "reinstate"))

    assert draft == [
        ["Das Jobprofil ist nicht auf der Website."],
        ["Das Jobprofil ist nicht zurückgezogen."],
    ]
    assert live == ["Das Jobprofil ist nicht zurückgezogen."]


@pytest.mark.parametrize("act", ["publish", "schedule", "cancel", "withdraw", "reinstate"])
def test_acts_are_for_who_may_publish(profile, consultant_client, client, act):
    profile.publish()
    profile.load(guide(teaser="Anders."))
    profile.publish(at=timezone.now() + timedelta(days=1))

    response = consultant_client.post(
        url(profile, "publish"),
        {"version": profile.version, act: "2", "at_0": "2030-01-01", "at_1": "10:00"},
    )

    assert response.status_code == 403
    assert client.get(GUIDE).status_code == 200
    assert Edition.objects.scheduled().count() == 1
    assert Edition.objects.count() == 2

"""Two people edit one profile: the second is told, and loses nothing that they typed."""

import pytest
import time_machine

from roles.guide import Guide
from roles.models import KeyFact, RoleProfile, SalaryBand
from tests.factories import BAND, guide, load
from tests.roles.back_office import errors_of, filled_in, opened, row, save
from tests.roles.page import Page

FIRST = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}
CONFLICT = "hat dieses Profil am 01.07.2026 um 12:00 Uhr gespeichert, während Sie es offen hatten."


@pytest.fixture
def profile(db):
    bands = [BAND | {"level": "entry", "maximum": 90_000}, BAND]
    return load(guide(salary_bands=bands, tasks=[FIRST, FIRST | {"title": "Zweiter Punkt"}]))


def test_second_editor_is_told_of_the_conflict(profile, editor_client, administrator_client):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        save(administrator_client, profile, theirs | {"teaser": "Von der anderen."})

    response = save(editor_client, profile, mine | {"teaser": "Von mir."})

    assert response.status_code == 200
    assert [error for error in errors_of(response) if CONFLICT in error and "admin" in error]
    assert "Von mir." in response.content.decode()
    assert RoleProfile.objects.get().teaser == "Von der anderen."


def test_second_editor_is_told_of_a_conflict_of_rows_alone(
    profile, editor_client, administrator_client
):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    senior = row(theirs, "salary_bands", level="senior")
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        save(administrator_client, profile, theirs | {f"{senior}-maximum": "130000"})

    response = save(editor_client, profile, mine | {f"{senior}-maximum": "110000"})

    assert response.status_code == 200
    assert [error for error in errors_of(response) if CONFLICT in error]
    assert SalaryBand.objects.get(level="senior").maximum == 130_000


def test_restoring_meanwhile_is_a_conflict_too(profile, editor_client):
    edition = profile.publish()
    mine = opened(editor_client, profile)
    edition.restore()

    response = save(editor_client, profile, mine | {"teaser": "Von mir."})

    assert response.status_code == 200
    assert RoleProfile.objects.get().teaser == edition.teaser


@pytest.mark.parametrize("version", ["", "abc", "0", "-1", "99"])
def test_change_form_without_its_version_saves_nothing(profile, editor_client, version):
    data = opened(editor_client, profile) | {"teaser": "Anders.", "loaded_version": version}

    response = save(editor_client, profile, data)

    assert response.status_code == 200
    assert RoleProfile.objects.get().teaser != "Anders."


def test_conflict_shows_what_saving_would_do_to_the_newer_version(
    profile, editor_client, administrator_client
):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"kldb": "43104-133"})

    response = save(editor_client, profile, mine | {"kldb": "43104-134", "tasks-1-title": "Neu"})

    assert [str(change) for change in response.context["overwriting"]] == [
        "KldB-Code: 43104-133 → 43104-134",
        "Aufgabe 2, Überschrift: Zweiter Punkt → Neu",
    ]
    assert "Aufgabe 2, Überschrift geändert Zweiter Punkt → Neu" in Page(response).text
    stored = RoleProfile.objects.get()
    assert (stored.kldb, stored.tasks.last().title) == ("43104-133", "Zweiter Punkt")


def test_second_editor_overwrites_knowingly(profile, editor_client, administrator_client, editor):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Von der anderen."})
    again = filled_in(save(editor_client, profile, mine | {"teaser": "Von mir."}))
    version = RoleProfile.objects.get().version

    response = save(editor_client, profile, again | {"overwritten_version": str(version)})

    assert response.status_code == 302
    stored = RoleProfile.objects.get()
    assert (stored.teaser, stored.version, stored.updated_by) == ("Von mir.", version + 1, editor)


def test_sending_it_again_is_not_overwriting(profile, editor_client, administrator_client):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Von der anderen."})
    again = filled_in(save(editor_client, profile, mine | {"teaser": "Von mir."}))

    response = save(editor_client, profile, again)

    assert response.status_code == 200
    assert RoleProfile.objects.get().teaser == "Von der anderen."


def test_third_version_is_a_conflict_anew(profile, editor_client, administrator_client):
    mine = opened(editor_client, profile)
    theirs = opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Eins."})
    again = filled_in(save(editor_client, profile, mine | {"teaser": "Von mir."}))
    version = RoleProfile.objects.get().version
    theirs = opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Zwei."})

    response = save(editor_client, profile, again | {"overwritten_version": str(version)})

    assert response.status_code == 200
    assert RoleProfile.objects.get().teaser == "Zwei."


def test_row_that_somebody_deleted_meanwhile_keeps_what_was_typed(
    profile, editor_client, administrator_client
):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"tasks-0-DELETE": "on"})
    mine |= {"tasks-0-title": "Von mir", "tasks-0-text": "<p>Lange getippt.</p>"}

    response = save(editor_client, profile, mine)
    again = filled_in(response, extra=True)
    version = RoleProfile.objects.get().version
    saved = save(editor_client, profile, again | {"overwritten_version": str(version)})

    assert [str(change) for change in response.context["overwriting"]] == [
        "Aufgabe 1 neu: Von mir",
    ]
    assert saved.status_code == 302
    assert [(task.title, task.text) for task in Guide.of(profile).tasks] == [
        ("Von mir", "<p>Lange getippt.</p>"),
        ("Zweiter Punkt", "<p>Ein Satz.</p>"),
    ]


def test_rows_that_both_deleted_stay_away(profile, editor_client, administrator_client):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"tasks-0-DELETE": "on"})

    response = save(editor_client, profile, mine | {"tasks-0-DELETE": "on"})

    assert response.context["overwriting"] == []
    assert "sagt dasselbe wie die neuere" in Page(response).text


def test_conflict_beside_errors_names_both(profile, editor_client, administrator_client):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Von der anderen."})

    response = save(editor_client, profile, mine | {"kldb": "kaputt", "teaser": "Von mir."})

    assert response.context["overwriting"] is None
    text = Page(response).text
    assert "Solange Felder fehlerhaft sind" in text
    assert "Fünf Ziffern, Bindestrich, drei Ziffern" in text
    assert RoleProfile.objects.get().teaser == "Von der anderen."


def test_looking_at_a_conflict_saves_nothing(profile, editor_client, administrator_client):
    mine, theirs = opened(editor_client, profile), opened(administrator_client, profile)
    save(administrator_client, profile, theirs | {"teaser": "Von der anderen."})
    before, facts = Guide.of(profile), list(KeyFact.objects.values())

    save(
        editor_client,
        profile,
        mine | {"key_facts-0-title": "Neu", "salary_bands-0-DELETE": "on", "tasks-0-DELETE": "on"},
    )

    assert Guide.of(profile) == before
    assert list(KeyFact.objects.values()) == facts

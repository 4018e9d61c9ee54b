"""What lists and the change page say of the state of a profile."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from roles.admin.states import State, states
from roles.models import RoleProfile, SalaryBand, Skill
from tests.factories import BAND, guide, load, published
from tests.roles.back_office import url
from tests.roles.page import Page

LIST = "/admin/roles/roleprofile/"


def states_of(response):
    return {
        profile.title: [str(state.label) for state, _ in states(profile)]
        for profile in response.context["cl"].result_list
    }


def test_change_page_says_what_is_live(db, editor_client):
    profile = load(guide())

    def state():
        return Page(editor_client.get(url(profile))).text.partition("Titel")[0]

    assert "Nur EntwurfAuf der Website ist nichts davon zu sehen." in state()
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        profile.publish()
    assert "Ausgabe 1, 01.07.2026Keine unveröffentlichten Änderungen." in state()
    SalaryBand.objects.create(profile=profile, **BAND)
    assert "Es gibt unveröffentlichte Änderungen." in state()
    RoleProfile.objects.update(kldb="kaputt")
    assert "Es gibt unveröffentlichte Änderungen." in state()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_profiles_takes_the_same_queries(
    db, editor_client, django_assert_num_queries, count
):
    for number in range(count):
        published(f"Rolle {number}")
    page = reverse("admin:roles_roleprofile_changelist")
    editor_client.get(page)  # content types are remembered

    with django_assert_num_queries(8):
        response = editor_client.get(page)

    assert Page(response).text.count("Ausgabe 1,") == count


@pytest.fixture
def every_state(db, editor):
    """One profile in each state, and one in several."""
    in_march = timezone.now() + timedelta(days=30)
    published("Live")
    load(guide("Entwurf"))
    changed = published("Geändert").profile
    changed.load(guide("Geändert", teaser="Anders."), by=editor)
    load(guide("Geplant")).publish(at=in_march)
    published("Fällig", salary_bands=[BAND | {"review_by": "2026-01-01"}])
    published("Weg").profile.withdraw()
    several = published("Mehreres", review_by="2026-01-01").profile
    several.load(guide("Mehreres", review_by="2026-01-02"))
    several.publish(at=in_march)
    several.load(guide("Mehreres", review_by="2026-01-03"))


def test_list_tells_the_states_apart(every_state, editor_client):
    response = editor_client.get(LIST)

    assert states_of(response) == {
        "Live": ["Auf der Website"],
        "Entwurf": ["Nur Entwurf"],
        "Geändert": ["Auf der Website", "Änderungen nicht veröffentlicht"],
        "Geplant": ["Geplant"],
        "Fällig": ["Auf der Website", "Prüfung fällig"],
        "Weg": ["Zurückgezogen"],
        "Mehreres": [
            "Auf der Website",
            "Geplant",
            "Änderungen nicht veröffentlicht",
            "Prüfung fällig",
        ],
    }


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        (State.LIVE, ["Fällig", "Geändert", "Live", "Mehreres"]),
        (State.DRAFT_ONLY, ["Entwurf"]),
        (State.CHANGED, ["Geändert", "Mehreres"]),
        (State.SCHEDULED, ["Geplant", "Mehreres"]),
        (State.DUE, ["Fällig", "Mehreres"]),
        (State.WITHDRAWN, ["Weg"]),
    ],
)
def test_list_is_filtered_by_state(every_state, editor_client, state, titles):
    response = editor_client.get(LIST, {"zustand": state.value})

    assert sorted(states_of(response)) == titles


def test_list_of_an_unknown_state_shows_all(every_state, editor_client):
    response = editor_client.get(LIST, {"zustand": "quatsch"}, follow=True)

    assert len(states_of(response)) == 7


def test_list_says_who_did_what_last(db, editor_client, editor):
    profile = load(guide())
    with time_machine.travel("2026-07-01T10:00:00Z", tick=False):
        profile.note_act("Titel geändert.", by=editor)
    profile.note_change(by=None)

    text = Page(editor_client.get(LIST)).text

    assert "redaktion, 01.07.2026, 12:00Titel geändert." in text


def test_profile_is_due_from_the_day_after(db):
    profile = load(guide(review_by="2026-06-30", salary_bands=[BAND | {"review_by": "2026-07-31"}]))

    def is_due(moment):
        with time_machine.travel(moment, tick=False):
            return RoleProfile.objects.due().filter(pk=profile.pk).exists()

    assert not is_due("2026-06-30T21:59:59Z")
    assert is_due("2026-06-30T22:00:00Z")
    RoleProfile.objects.update(review_by=date(2099, 1, 1))
    assert not is_due("2026-07-31T21:59:59Z")
    assert is_due("2026-07-31T22:00:00Z")


def test_scheduled_profile_becomes_live(db):
    moment = timezone.datetime.fromisoformat("2027-03-28T01:00:00+00:00")
    load(guide()).publish(at=moment)

    assert RoleProfile.objects.live(moment - timedelta(seconds=1)).count() == 0
    assert RoleProfile.objects.scheduled(moment - timedelta(seconds=1)).count() == 1
    assert RoleProfile.objects.live(moment).count() == 1
    assert RoleProfile.objects.scheduled(moment).count() == 0


def test_undone_change_is_none(db):
    profile = published().profile
    profile.load(guide(teaser="Anders."))
    assert RoleProfile.objects.changed().count() == 1

    profile.load(guide())

    assert RoleProfile.objects.changed().count() == 0


def test_list_of_2000_profiles_takes_at_most_10_queries(
    db, editor_client, django_assert_max_num_queries
):
    author = load(guide()).author
    RoleProfile.objects.bulk_create(
        RoleProfile(
            title=f"Rolle {number}",
            slug=f"rolle-{number}",
            field="data",
            author=author,
            review_by=date(2099, 1, 1),
        )
        for number in range(2000)
    )
    editor_client.get(LIST)  # content types are remembered

    with django_assert_max_num_queries(10):
        response = editor_client.get(LIST)

    assert response.context["cl"].result_count == 2001


def test_skill_that_goes_away_leaves_no_change_behind(db, editor_client):
    profile = published().profile
    skill = {"slug": "sql", "name": "SQL", "kind": "language"}
    requirement = guide().requirements[0].model_dump() | {"skills": [skill]}
    profile.load(guide(requirements=[requirement]))
    assert RoleProfile.objects.changed().count() == 1

    stored = Skill.objects.get()
    editor_client.post(reverse("admin:roles_skill_delete", args=[stored.pk]), {"post": "yes"})

    assert RoleProfile.objects.changed().count() == 0


def test_change_of_an_author_is_a_change_of_their_profiles(db, editor_client):
    profile = published().profile
    page = reverse("admin:roles_author_change", args=[profile.author.pk])

    editor_client.post(page, {"name": "Erika Muster-Neu", "slug": "erika-muster"})

    assert RoleProfile.objects.changed().get() == profile


def test_withdrawn_profile_is_not_due(db):
    profile = published(review_by="2026-01-01").profile
    assert RoleProfile.objects.due().count() == 1

    profile.withdraw()

    assert RoleProfile.objects.due().count() == 0


def test_new_address_of_a_related_profile_is_a_change(db):
    beta = published("Beta").profile
    alpha = published("Alpha", related=["beta"]).profile
    beta.load(guide("Beta", slug="beta-neu"))
    beta.publish()

    assert list(RoleProfile.objects.changed()) == [alpha]


def test_list_of_editions_tells_what_never_appeared(db, editor_client):
    profile = published().profile
    tomorrow = timezone.now() + timedelta(days=1)
    profile.publish(at=tomorrow).cancel()
    profile.publish(at=tomorrow)

    response = editor_client.get("/admin/roles/edition/")

    columns = response.context["cl"].model_admin
    assert {row.number: columns.state(row) for row in response.context["cl"].result_list} == {
        1: "erschienen",
        2: "abgesagt",
        3: "geplant",
    }
    for edition, said in zip(
        profile.editions.order_by("number"),
        ("wie Besucher sie sahen", "nie erschienen", "Sie erscheint am"),
        strict=True,
    ):
        shown = editor_client.get(reverse("admin:roles_edition_show", args=[edition.pk]))
        assert said in shown.content.decode()

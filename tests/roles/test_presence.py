"""A profile's page tells an editor who else has it open."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from roles.models import Presence, RoleProfile
from tests.factories import guide, load

NOON = "2026-07-01T12:02:00Z"  # 14:02 in Berlin
HINT = "{} hat diese Seite seit 14:02 Uhr auch offen."


@pytest.fixture
def profile(db) -> RoleProfile:
    return load(guide())


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def address(profile):
    return reverse("admin:roles_roleprofile_presence", args=[profile.pk])


def hints(response):
    """Return who else is said to be there, sentence by sentence."""
    found = re.findall(r"<p>([^<]+ auch offen\.)\s*</p>", response.content.decode())
    return [" ".join(sentence.split()) for sentence in found]


def announce(client, profile, shown=""):
    return client.post(address(profile), {"shown": shown})


def opened(client, profile):
    """Return what the page says of others as it is loaded, with no script."""
    return hints(client.get(reverse("admin:roles_roleprofile_change", args=[profile.pk])))


def test_second_editor_is_told_of_the_first(profile, clock, editor_client, administrator_client):
    assert announce(editor_client, profile).status_code == 204
    clock.shift(timedelta(minutes=1))

    response = announce(administrator_client, profile)

    assert hints(response) == [HINT.format("redaktion")]
    assert opened(administrator_client, profile) == [HINT.format("redaktion")]
    assert response.headers["Cache-Control"].count("no-store") == 1


def test_first_editor_is_told_of_the_second_once(
    profile, clock, editor_client, administrator_client
):
    announce(editor_client, profile)
    announce(administrator_client, profile)

    response = announce(editor_client, profile)

    assert hints(response) == [HINT.format("admin")]
    shown = response.context["shown"]
    assert f'name="shown" value="{shown}"' in response.content.decode()
    again = announce(editor_client, profile, shown)
    assert (again.status_code, again.content) == (204, b"")


def test_hint_goes_when_the_other_has_gone(profile, clock, editor_client, administrator_client):
    announce(administrator_client, profile)
    shown = announce(editor_client, profile).context["shown"]
    clock.shift(Presence.HOLDS - timedelta(seconds=1))
    assert announce(editor_client, profile, shown).status_code == 204
    clock.shift(timedelta(seconds=1))

    response = announce(editor_client, profile, shown)

    assert (response.status_code, hints(response)) == (200, [])
    assert opened(editor_client, profile) == []


def test_page_without_a_script_shows_who_is_there_and_announces_nobody(
    profile, clock, editor_client, administrator_client
):
    announce(administrator_client, profile)

    assert opened(editor_client, profile) == [HINT.format("admin")]
    assert opened(administrator_client, profile) == []


def test_own_second_window_is_nobody_else(profile, clock, editor, editor_client):
    second = Client()
    second.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    announce(editor_client, profile)
    clock.shift(timedelta(seconds=30))

    assert announce(second, profile).status_code == 204
    presence = Presence.objects.get()
    assert presence.seen_at - presence.since == timedelta(seconds=30)


def test_others_are_those_of_this_profile(profile, clock, editor_client, administrator_client):
    other = load(guide("Data Owner"))
    announce(administrator_client, other)

    assert announce(editor_client, profile).status_code == 204
    assert opened(editor_client, profile) == []
    assert opened(editor_client, other) == [HINT.format("admin")]


def test_who_may_only_look_sees_others_and_is_seen_by_nobody(
    profile, clock, editor_client, consultant_client
):
    announce(editor_client, profile)

    assert hints(announce(consultant_client, profile)) == [HINT.format("redaktion")]
    assert opened(consultant_client, profile) == [HINT.format("redaktion")]
    assert announce(editor_client, profile).status_code == 204
    assert Presence.objects.count() == 1


def test_hint_says_the_full_name_and_escapes_it(profile, clock, administrator, editor_client):
    administrator.first_name, administrator.last_name = "Anna", "<b>Muster</b>"
    administrator.save()
    Presence.objects.announce(profile, administrator)

    html = announce(editor_client, profile).content.decode()

    assert "Anna &lt;b&gt;Muster&lt;/b&gt; hat diese Seite seit" in html


def test_hint_says_the_day_when_it_was_another_one(profile, clock, administrator, editor_client):
    Presence.objects.announce(profile, administrator)
    clock.move_to("2026-07-01T22:03:00Z")  # past midnight in Berlin
    Presence.objects.filter(user=administrator).update(seen_at="2026-07-01T22:02:59Z")

    response = announce(editor_client, profile)

    assert hints(response) == ["admin hat diese Seite seit dem 1. Juli, 14:02 Uhr auch offen."]


def test_several_others_are_said_in_the_order_of_their_coming(profile, clock, editor_client):
    for name in ("spät", "früh"):
        user = User.objects.create_user(name)
        Presence.objects.announce(profile, user)
    Presence.objects.filter(user__username="früh").update(since="2026-07-01T12:01:00Z")

    assert hints(announce(editor_client, profile)) == [
        "früh hat diese Seite seit 14:01 Uhr auch offen.",
        "spät hat diese Seite seit 14:02 Uhr auch offen.",
    ]


def test_leaving_ends_soon_unless_another_window_speaks_up(
    profile, clock, editor, editor_client, administrator_client
):
    announce(editor_client, profile)
    assert editor_client.delete(address(profile)).status_code == 204
    assert opened(administrator_client, profile) == [HINT.format("redaktion")]
    clock.shift(timedelta(seconds=Presence.EVERY))
    announce(editor_client, profile)  # the second window
    clock.shift(Presence.HOLDS - timedelta(seconds=1))
    assert opened(administrator_client, profile) == [HINT.format("redaktion")]

    editor_client.delete(address(profile))

    clock.shift(Presence.GRACE)
    assert opened(administrator_client, profile) == []


def test_leaving_late_keeps_nobody_longer(profile, clock, editor_client, administrator_client):
    announce(editor_client, profile)
    clock.shift(Presence.HOLDS - timedelta(seconds=1))

    editor_client.delete(address(profile))

    clock.shift(timedelta(seconds=1))
    assert opened(administrator_client, profile) == []


def test_who_comes_back_after_having_gone_is_there_since_then(profile, clock, editor_client):
    announce(editor_client, profile)
    clock.shift(Presence.HOLDS)

    announce(editor_client, profile)

    presence = Presence.objects.get()
    assert presence.since == presence.seen_at


def test_rows_of_those_who_have_gone_do_not_pile_up(profile, clock, editor_client):
    other = load(guide("Data Owner"))
    for number in range(3):
        user = User.objects.create_user(f"früher-{number}")
        Presence.objects.announce(other, user)
    clock.shift(Presence.HOLDS)

    announce(editor_client, profile)

    assert [presence.user.username for presence in Presence.objects.all()] == ["redaktion"]


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_are_one_presence(editor, profile):
    barrier, failures = Barrier(8), []

    def window():
        try:
            barrier.wait(timeout=20)
            Presence.objects.announce(profile, editor)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    windows = [Thread(target=window) for _ in range(8)]
    for thread in windows:
        thread.start()
    for thread in windows:
        thread.join()

    assert failures == []
    assert Presence.objects.count() == 1


@pytest.mark.parametrize("method", ["post", "delete"])
def test_strangers_are_refused_and_not_sent_to_log_in(profile, client, method):
    assert getattr(client, method)(address(profile)).status_code == 403
    assert Presence.objects.count() == 0


def test_staff_without_a_right_to_profiles_is_refused(profile, clock, editor_client):
    announce(editor_client, profile)
    nobody = User.objects.create_user("niemand", is_staff=True)
    nobody.user_permissions.add(Permission.objects.get(codename="view_office"))
    client = Client()
    client.force_login(nobody, backend="django.contrib.auth.backends.ModelBackend")

    assert announce(client, profile).status_code == 403
    assert client.delete(address(profile)).status_code == 403
    assert Presence.objects.get().user.username == "redaktion"


def test_presence_needs_the_token_of_the_page(profile, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert announce(client, profile).status_code == 403

    page = client.get(reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    token = str(page.context["csrf_token"])

    answer = client.post(address(profile), {"shown": ""}, headers={"X-CSRFToken": token})
    assert answer.status_code == 204
    assert Presence.objects.count() == 1


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_presence_at_no_profile_is_not_found(db, editor_client, pk):
    assert editor_client.post(f"/admin/roles/roleprofile/{pk}/anwesend/").status_code == 404


def test_presence_is_not_asked_by_address(profile, editor_client):
    assert editor_client.get(address(profile)).status_code == 405


@pytest.mark.parametrize("shown", ["", "x", "1,2", "\x00", "\u202e", "9" * 1000, "<script>"])
def test_presence_bears_any_word_for_what_is_shown(profile, editor_client, administrator, shown):
    Presence.objects.announce(profile, administrator)

    assert announce(editor_client, profile, shown).status_code == 200


def test_new_profile_asks_for_nobody(db, editor_client):
    html = editor_client.get(reverse("admin:roles_roleprofile_add")).content.decode()

    assert 'id="presence"' not in html
    assert "htmx" not in html


def test_deleting_a_profile_deletes_its_presences(profile, editor):
    Presence.objects.announce(profile, editor)

    profile.delete()

    assert Presence.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_announcing_takes_the_same_queries(
    profile, editor_client, django_assert_num_queries, count
):
    for number in range(count):
        Presence.objects.announce(profile, User.objects.create_user(f"jemand-{number}"))

    with django_assert_num_queries(8):
        response = announce(editor_client, profile)

    assert len(hints(response)) == count


@pytest.mark.parametrize("is_changed", [False, True])
def test_change_page_takes_at_most_20_queries(
    ml_profile, editor_client, administrator, django_assert_max_num_queries, is_changed
):
    ml_profile.related.add(load(guide("Data Scientist")))
    ml_profile.publish()
    if is_changed:
        ml_profile.salary_bands.filter(level="senior").update(maximum=130_000)
        ml_profile.take_fingerprint()
    Presence.objects.announce(ml_profile, administrator)
    page = reverse("admin:roles_roleprofile_change", args=[ml_profile.pk])
    editor_client.get(page)  # content types are remembered

    with django_assert_max_num_queries(20):
        response = editor_client.get(page)

    assert len(response.context["others"]) == 1

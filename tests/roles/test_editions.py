"""Which edition visitors see, at any moment, after anything that an editor may have done."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.models import Edition
from tests.factories import guide, load, published
from tests.roles.strategies import WITH_DATABASE, rolled_back

START = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # an hour before summer time begins
HOUR = timedelta(hours=1)


def test_current_is_the_newest_that_has_appeared(db):
    profile = load(guide())
    profile.publish()
    second = profile.publish()

    assert Edition.objects.current().get() == second


def test_current_has_one_edition_of_each_profile(db):
    first, second = published(), published("Data Owner")
    first.profile.publish()

    assert set(Edition.objects.current().values_list("title", "number")) == {
        ("Data Steward", 2),
        ("Data Owner", 1),
    }
    assert second.number == 1


def test_scheduled_edition_appears_at_its_moment_without_any_job(db, client):
    with time_machine.travel(START, tick=False) as clock:
        profile = load(guide(teaser="Alte Fassung."))
        profile.publish()
        profile.load(guide(teaser="Neue Fassung."))
        scheduled = profile.publish(at=START + HOUR)

        def teasers():
            page = client.get("/jobprofile/data-steward/").content.decode()
            return [word for word in ("Alte Fassung.", "Neue Fassung.") if word in page]

        assert teasers() == ["Alte Fassung."]
        assert list(Edition.objects.scheduled()) == [scheduled]

        clock.move_to(START + HOUR - timedelta(microseconds=1))
        assert teasers() == ["Alte Fassung."]

        clock.move_to(START + HOUR)
        assert teasers() == ["Neue Fassung."]
        assert list(Edition.objects.scheduled()) == []


def test_scheduled_first_edition_is_not_shown_before(db, client):
    with time_machine.travel(START, tick=False) as clock:
        published(at=START + HOUR)

        assert client.get("/jobprofile/data-steward/").status_code == 404
        assert "Data Steward" not in client.get("/jobprofile/").content.decode()

        clock.shift(HOUR)
        assert client.get("/jobprofile/data-steward/").status_code == 200


def test_edition_published_meanwhile_overtakes_a_scheduled_one(db):
    with time_machine.travel(START, tick=False) as clock:
        profile = load(guide())
        profile.publish(at=START + HOUR)
        now = profile.publish()

        clock.shift(2 * HOUR)

        assert Edition.objects.current().get() == now
        assert list(Edition.objects.scheduled()) == []
        assert list(Edition.objects.appeared()) == [now]


def test_editions_that_appeared_are_those_that_visitors_saw(db):
    with time_machine.travel(START, tick=False) as clock:
        profile = load(guide())
        first = profile.publish()
        overtaken = profile.publish(at=START + 2 * HOUR)
        second = profile.publish(at=START + HOUR)
        third = profile.publish(at=START + 3 * HOUR)

        clock.shift(2 * HOUR)

        assert set(Edition.objects.appeared()) == {first, second}
        assert list(Edition.objects.scheduled()) == [third]
        assert Edition.objects.current().get() == second
        assert overtaken.number == 2


def test_clock_set_back_does_not_bring_an_old_edition_up_again(db):
    with time_machine.travel(START, tick=False) as clock:
        profile = load(guide())
        profile.publish()
        clock.shift(-HOUR)
        second = profile.publish()
        clock.shift(HOUR)

        assert Edition.objects.current().get() == second


def test_withdrawn_guide_is_gone_until_it_is_reinstated(db, client):
    edition = published()
    profile = edition.profile

    profile.withdraw()
    gone = client.get("/jobprofile/data-steward/")
    profile.reinstate()

    assert gone.status_code == 410
    assert Edition.objects.current().get() == edition
    assert client.get("/jobprofile/data-steward/").status_code == 200


def test_withdrawal_covers_what_was_published_before_it(db):
    with time_machine.travel(START, tick=False) as clock:
        profile = load(guide())
        profile.publish()
        scheduled = profile.publish(at=START + 2 * HOUR)
        clock.shift(HOUR)
        profile.withdraw()

        assert list(Edition.objects.current()) == []

        clock.shift(HOUR)
        assert Edition.objects.current().get() == scheduled


def test_withdrawal_can_be_a_moment_to_come(db):
    with time_machine.travel(START, tick=False) as clock:
        edition = published()
        edition.profile.withdraw(at=START + HOUR)

        assert Edition.objects.current().get() == edition

        clock.shift(HOUR)
        assert list(Edition.objects.current()) == []


# Edition life: any sequence of acts, each at its own moment; then the site is looked at at moments
# before, between and after. The model below knows nothing but what visitors are promised.

minutes = st.integers(-90, 180).map(lambda count: timedelta(minutes=count))
acts = st.one_of(
    st.tuples(st.just("publish"), st.just(None)),
    st.tuples(st.just("schedule"), st.integers(0, 180).map(lambda count: timedelta(minutes=count))),
    st.tuples(st.just("withdraw"), st.just(None)),
    st.tuples(st.just("reinstate"), st.just(None)),
)


class Life:
    """What visitors are promised of one guide."""

    def __init__(self):
        self.editions = []  # (number, moment)
        self.withdrawn = None

    def current(self, at):
        past = [(number, moment) for number, moment in self.editions if moment <= at]
        if not past:
            return None
        number, moment = max(past)
        hidden = self.withdrawn is not None and moment <= self.withdrawn <= at
        return None if hidden else number

    def scheduled(self, at):
        """Those still to come, but for the ones that a later number comes before."""
        return {
            number
            for number, moment in self.editions
            if moment > at and not any(n > number and m <= moment for n, m in self.editions)
        }


@settings(WITH_DATABASE, max_examples=25)
@given(
    history=st.lists(st.tuples(minutes, st.sampled_from([0, 1]), acts), max_size=7),
    glances=st.lists(minutes, min_size=1, max_size=4),
)
def test_edition_life(db, history, glances):
    with rolled_back(), time_machine.travel(START, tick=False) as clock:
        profiles = [load(guide("Data Steward")), load(guide("Data Owner"))]
        lives = [Life(), Life()]
        documents = {}
        for passed, which, (act, ahead) in history:
            clock.shift(passed)
            now = datetime.now(UTC)
            profile, life = profiles[which], lives[which]
            if act in ("publish", "schedule"):
                profile.load(guide(profile.title, teaser=f"Fassung {len(documents)}."))
                at = now + ahead if ahead is not None else None
                edition = profile.publish(at=at, note=f"Nummer {len(documents)}")
                life.editions.append((edition.number, at or now))
                documents[edition.pk] = Edition.objects.values().get(pk=edition.pk)
            elif act == "withdraw":
                profile.withdraw()
                life.withdrawn = now
            else:
                profile.reinstate()
                life.withdrawn = None

        moments = [START + glance for glance in glances]
        moments += [moment for life in lives for _, moment in life.editions]
        for at in moments:
            for profile, life in zip(profiles, lives, strict=True):
                current = Edition.objects.current(at).filter(profile=profile)
                scheduled = Edition.objects.scheduled(at).filter(profile=profile)
                seen = [life.current(at)] if life.current(at) else []
                assert list(current.values_list("number", flat=True)) == seen
                assert set(scheduled.values_list("number", flat=True)) == life.scheduled(at)
        assert {row["id"]: row for row in Edition.objects.values()} == documents


@settings(WITH_DATABASE, max_examples=25)
@given(
    history=st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from("abc"), acts), max_size=8)
)
def test_address_never_leads_to_two_guides(db, history):
    with rolled_back(), time_machine.travel(START, tick=False) as clock:
        profiles = [load(guide("Data Steward", slug="a")), load(guide("Data Owner", slug="b"))]
        for which, slug, (act, ahead) in history:
            clock.shift(timedelta(minutes=20))
            profile = profiles[which]
            now = datetime.now(UTC)
            try:
                if act in ("publish", "schedule"):
                    profile.load(guide(profile.title, slug=slug))
                    profile.publish(at=now + ahead if ahead is not None else None)
                elif act == "withdraw":
                    profile.withdraw()
                else:
                    profile.reinstate()
            except ValidationError:
                profile.refresh_from_db()
            # Now and at any moment to come, if nothing else happens.
            for step in range(20):
                at = now + timedelta(minutes=10 * step)
                addresses = list(Edition.objects.current(at).values_list("slug", flat=True))
                assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize("zone_offset", [1, 2])
def test_moment_of_an_edition_is_kept_exactly(db, zone_offset):
    moment = START + timedelta(hours=zone_offset, microseconds=1)

    published(at=moment)

    assert Edition.objects.get().published_at == moment

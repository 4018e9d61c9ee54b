"""Whatever an editor does, in whatever order: the promises about editions hold.

At most one edition of a profile is current at any moment, an edition never changes, and visitors
never see a working copy.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load

START = datetime(2027, 3, 27, 12, tzinfo=UTC)  # the night to summer time lies ahead
SECRET = "Nur im Entwurf"
PROFILES = ("Data Steward", "Data Owner")


class EditionLife(RuleBasedStateMachine):
    """Two profiles, a clock, and everything that can be done to them."""

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.stored = {}  # each edition as it was when it was published
        self.words = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.travel.stop()

    @initialize()
    def begin(self):
        for title in PROFILES:
            load(guide(title))

    def profile(self, title):
        return RoleProfile.objects.get(title=title)

    @rule(title=st.sampled_from(PROFILES), pay=st.sampled_from([None, 90_000, 120_000]))
    def edit(self, title, pay):
        self.words += 1
        bands = [BAND | {"maximum": pay}] if pay else []
        text = f"{SECRET} {self.words}."
        self.profile(title).load(guide(title, teaser=text, salary_bands=bands))

    @rule(title=st.sampled_from(PROFILES), minor=st.booleans())
    def publish(self, title, minor):
        self.keep(self.profile(title).publish(is_minor=minor))

    @rule(title=st.sampled_from(PROFILES), hours=st.integers(1, 72))
    def schedule(self, title, hours):
        self.keep(self.profile(title).publish(at=self.now() + timedelta(hours=hours)))

    @rule(number=st.integers(0, 20))
    def cancel(self, number):
        editions = list(Edition.objects.order_by("pk"))
        if not editions:
            return
        edition = editions[number % len(editions)]
        may_be = edition.published_at > self.now() and not hasattr(edition, "cancellation")
        try:
            edition.cancel()
        except ValidationError:
            assert not may_be
        else:
            assert may_be

    @rule(title=st.sampled_from(PROFILES))
    def withdraw(self, title):
        self.profile(title).withdraw()

    @rule(title=st.sampled_from(PROFILES))
    def reinstate(self, title):
        self.profile(title).reinstate()

    @rule(number=st.integers(0, 20))
    def restore(self, number):
        editions = list(Edition.objects.order_by("pk"))
        if editions:
            editions[number % len(editions)].restore()

    @rule(hours=st.integers(1, 48))
    def wait(self, hours):
        self.clock.shift(timedelta(hours=hours))

    def now(self):
        return datetime.now(UTC)

    def keep(self, edition):
        self.stored[edition.pk] = Edition.objects.values().get(pk=edition.pk)

    @invariant()
    def one_current_edition_of_each_profile_at_any_moment(self):
        moments = {self.now(), START, *Edition.objects.values_list("published_at", flat=True)}
        for moment in moments:
            current = list(Edition.objects.current(moment).values_list("profile", flat=True))
            assert len(current) == len(set(current))

    @invariant()
    def editions_never_change(self):
        assert {row["id"]: row for row in Edition.objects.values()} == self.stored

    @rule()
    def visitors_read_editions_only(self):
        client = Client()
        current = {edition.title: edition for edition in Edition.objects.current()}
        listed = client.get("/jobprofile/").content.decode()
        for title in PROFILES:
            profile = self.profile(title)
            response = client.get(f"/jobprofile/{profile.slug}/")
            html = response.content.decode()
            if title not in current:
                appeared = Edition.objects.appeared().filter(profile=profile).exists()
                assert response.status_code == (410 if appeared else 404)
                assert f"/jobprofile/{profile.slug}/" not in listed
                assert SECRET not in html
                continue
            document = current[title].guide
            assert response.status_code == 200
            assert document.teaser in html
            assert document.teaser in listed
            if profile.teaser != document.teaser:
                assert profile.teaser not in html + listed

    @invariant()
    def lists_tell_the_truth_about_changes(self):
        changed = set(RoleProfile.objects.changed().values_list("pk", flat=True))
        for profile in RoleProfile.objects.all():
            newest = profile.editions.standing().order_by("-number").first()
            differs = newest is not None and newest.fingerprint != profile.fingerprint
            assert (profile.pk in changed) == differs


@pytest.mark.django_db
def test_promises_about_editions_hold():
    run_state_machine_as_test(
        EditionLife,
        settings=settings(deadline=None, max_examples=12, stateful_step_count=15),
    )

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class PresenceQuerySet(models.QuerySet):
    def here(self):
        """Who has the page open by now, as far as their browser says so."""
        return self.filter(seen_at__gt=timezone.now() - Presence.HOLDS)

    def others(self, user):
        """Everybody but this person, who may have the page open twice."""
        return self.exclude(user=user)

    def announce(self, profile, user):
        """Say that the person has the page open; forget everybody who has not said so for long."""
        now = timezone.now()
        self.filter(seen_at__lte=now - Presence.HOLDS).delete()
        # In one statement, so that two windows of one person cannot both be the first.
        self.bulk_create(
            [self.model(profile=profile, user=user, since=now, seen_at=now)],
            update_conflicts=True,
            unique_fields=["profile", "user"],
            update_fields=["seen_at"],
        )

    def leave(self, profile, user):
        """Say that the person has closed the page.

        They are gone a moment later, unless it was only one of two windows, or the page comes
        again because it was saved: then they have been here all the time.
        """
        soon_gone = timezone.now() - Presence.HOLDS + Presence.GRACE
        self.filter(profile=profile, user=user, seen_at__gt=soon_gone).update(seen_at=soon_gone)


class Presence(models.Model):
    """Says that somebody has the page of a profile open in the back office."""

    EVERY = 15  # seconds after which an open page says so again
    # A page that is silent for longer has been closed: browsers let one in the background speak
    # once a minute only.
    HOLDS = timedelta(seconds=90)
    GRACE = timedelta(seconds=EVERY + 5)  # after leaving, for a second window to speak up

    profile = models.ForeignKey(
        "roles.RoleProfile", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "user"], name="presence_once_a_person")
        ]

    def __str__(self):
        return f"{self.user}: {self.profile}"

    @property
    def who(self):
        return self.user.get_full_name() or self.user.get_username()

    @property
    def is_since_today(self):
        return timezone.localdate(self.since) == timezone.localdate()

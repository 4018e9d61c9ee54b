from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class PresenceQuerySet(models.QuerySet):
    def here(self):
        """Who has the page open by now, as far as their browser says so."""
        return self.filter(seen_at__gt=timezone.now() - Presence.HOLDS)


class Presence(models.Model):
    """Says that somebody has the page of a profile open in the back office."""

    EVERY = 15  # seconds after which an open page says so again
    HOLDS = timedelta(seconds=45)  # a page that is silent for longer has been closed

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

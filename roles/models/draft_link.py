from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from roles.guide import TITLE_LENGTH

SALT = "roles.draft"


class DraftLinkQuerySet(models.QuerySet):
    def signed(self, token):
        """The link that a token of ours names; none where nobody here has signed it."""
        try:
            return self.filter(pk=signing.loads(token, salt=SALT))
        except signing.BadSignature:
            return self.none()


class DraftLink(models.Model):
    """Lets somebody without an account read a working copy, until it expires or is revoked."""

    DAYS = 7  # that a link holds unless the editor says otherwise

    profile = models.ForeignKey(
        "roles.RoleProfile",
        verbose_name="Jobprofil",
        on_delete=models.CASCADE,
        related_name="draft_links",
    )
    recipient = models.CharField("Für wen", max_length=TITLE_LENGTH)
    created_at = models.DateTimeField("Erstellt am", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Erstellt von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    expires_at = models.DateTimeField("Gilt bis")
    revoked_at = models.DateTimeField("Widerrufen am", null=True, blank=True)

    objects = DraftLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "Link zum Entwurf"
        verbose_name_plural = "Links zum Entwurf"

    def __str__(self):
        return f"{self.profile} für {self.recipient}"

    def get_absolute_url(self):
        return reverse("roles:draft", args=[signing.dumps(self.pk, salt=SALT)])

    @property
    def is_open(self):
        now = timezone.now()
        return self.expires_at > now and (self.revoked_at is None or self.revoked_at > now)

    def revoke(self):
        """Show nothing under this link from now on."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

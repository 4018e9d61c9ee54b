import hashlib
import secrets
from datetime import timedelta
from functools import partial

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

SALT = "contacts.attachment"
# How long a file waits for the form that it was chosen in; longer than anybody leaves a form open.
KEPT = timedelta(days=1)
MOST_WAITING = 2 * 1024**3  # bytes of all waiting files; who wants to fill the disk gets no further
MOST_WAITING_FROM_ONE = 12  # files of one sender; an office sends a form or two at the same time
MOST = 12  # files of a request
MOST_COPIES = 5  # of a file, each with a request of its own; for more people it is sent again


def private_storage():
    """Where files lie that only the staff may see: outside of everything that is served."""
    return storages["private"]


def random_path(attachment, filename):
    """Return a path that tells nothing and that nobody chose."""
    return secrets.token_hex(16)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def waiting(self):
        """Files that came with a form which was not sent yet."""
        return self.filter(request=None)

    def abandoned(self):
        """Files whose form nobody sent."""
        return self.waiting().filter(uploaded_at__lt=timezone.now() - KEPT)

    def is_crowded(self):
        """Whether so much waits for forms that nobody sends that we take no more for now."""
        waiting = self.waiting().aggregate(size=models.Sum("size"))["size"] or 0
        return waiting > MOST_WAITING

    def is_crowded_by(self, sender):
        """Whether one sender has chosen files for more forms than they will send."""
        waiting = self.waiting().filter(sender=sender) if sender else self.none()
        return waiting.count() >= MOST_WAITING_FROM_ONE

    def of_tokens(self, tokens):
        """Files that signed tokens of ours name, also those that a request has taken by now.

        What a token names that we did not sign, that is too old, or whose file is gone is missing.
        """
        paths = []
        for token in tokens:
            try:
                paths.append(signing.loads(token, salt=SALT, max_age=KEPT))
            except signing.BadSignature:
                continue
        return self.filter(file__in=paths)

    @transaction.atomic
    def discard(self):
        """Delete rows and files; returns how many.

        Rows go first: a file without a row is found and deleted later, a row without a file is a
        promise that we cannot keep. A file that a request takes at this moment is no longer found.
        """
        found = list(self.select_for_update())
        count, _ = self.model.objects.filter(
            pk__in=[attachment.pk for attachment in found]
        ).delete()
        for attachment in found:
            file = attachment.file
            transaction.on_commit(partial(file.storage.delete, str(file.name)), robust=True)
        return count


class Attachment(models.Model):
    """A file that belongs to a request, kept under a random name and only ever downloaded."""

    request = models.ForeignKey(
        "contacts.VacancyRequest",
        models.CASCADE,
        related_name="attachments",
        verbose_name="Anfrage",
        null=True,
        blank=True,
    )
    file = models.FileField("Datei", storage=private_storage, upload_to=random_path, db_index=True)
    name = models.CharField("Name", max_length=200)
    size = models.PositiveBigIntegerField("Größe in Byte", default=0)
    # By what a file that comes a second time is known; empty for files from before it was kept.
    digest = models.CharField("SHA-256", max_length=64, blank=True, editable=False, db_index=True)
    # The digest of who sent it (contacts/senders.py), while the file waits for its form.
    sender = models.CharField(max_length=32, blank=True, editable=False)
    uploaded_at = models.DateTimeField("Hochgeladen", auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = "Anhang"
        verbose_name_plural = "Anhänge"
        constraints = [
            models.CheckConstraint(
                condition=Q(request=None) | Q(sender=""),
                name="attachment_of_a_request_has_no_sender",
            )
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"], condition=Q(request=None), name="attachment_waiting"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def token(self):
        """What a form names a waiting file by; its random path, for a running number tells our volume."""
        return signing.dumps(str(self.file.name), salt=SALT)

    @property
    def likeness(self):
        """By what two files are the same: name and content; a file without a digest is like no other."""
        return self.name, self.digest or self.pk

    @property
    def is_spread(self) -> bool:
        """Whether so many requests took a copy already that another one is no mistake of a person."""
        taken = Attachment.objects.exclude(request=None).filter(digest=self.digest)
        return bool(self.digest) and taken.count() >= MOST_COPIES

    @classmethod
    def of_upload(cls, file, *, name, sender):
        """Return what an uploaded file is kept as, not stored yet."""
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return cls(file=file, name=name, size=file.size, digest=digest, sender=sender)

    def attach_to(self, request):
        """Let a waiting file belong to a request; of one that belongs to another, a copy does.

        Who goes back after sending and asks for one person more sends the same form with its file.
        """
        waiting = Attachment.objects.waiting().filter(pk=self.pk)
        if not waiting.update(request=request, sender=""):
            with self.file.open() as content:
                copy = ContentFile(content.read(), name=self.name)
            request.attachments.create(
                file=copy, name=self.name, size=self.size, digest=self.digest
            )

from copy import copy

from django.core.exceptions import ValidationError
from django.db import models, transaction

from contacts import transparency
from contacts.models.activity import Activity


class Posting(models.Model):
    """What applicants are told about a request, where it differs from the client's words or completes them."""

    POSTING = ("posting_title", "posting_minimum", "posting_maximum", "posting_basis")

    posting_title = models.CharField("Titel der Ausschreibung", max_length=120, blank=True)
    posting_minimum = models.PositiveIntegerField("Gehalt von", null=True, blank=True)
    posting_maximum = models.PositiveIntegerField("Gehalt bis", null=True, blank=True)
    posting_basis = models.CharField("Grundlage des Gehalts", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def advertised(self):
        """What applicants are told: the consultant's words where there are any, else the client's."""
        has_range = self.posting_minimum is not None or self.posting_maximum is not None
        return {
            "title": self.posting_title or self.role,
            "minimum": self.posting_minimum if has_range else self.budget_minimum,
            "maximum": self.posting_maximum if has_range else self.budget_maximum,
            "basis": self.posting_basis or self.pay_basis,
        }

    @property
    def flags(self):
        """What applicants would be told too little about; see contacts/transparency.py."""
        return transparency.flags(**self.advertised)

    def posted(self, posting):
        """Return the request with a posting as it would be, for its flags; nothing is stored."""
        posted = copy(self)
        for name, value in posting.items():
            setattr(posted, name, value)
        return posted

    def is_less_clear_with(self, posting) -> bool:
        """Whether applicants would be told less with a posting than they are now."""
        return transparency.is_less_clear(self.flags, self.posted(posting).flags)

    @transaction.atomic
    def prepare_posting(self, *, by, reason="", **posting):
        """Take over what applicants are to be told; what stays as it is was no act.

        Raises ValidationError where the search runs, applicants would be told less than before, and
        nobody says why.
        """
        changed = [name for name in self.POSTING if getattr(self, name) != posting[name]]
        if not changed:
            return
        text = ", ".join(str(self._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        if self.needs_reason_to_stay(posting):
            if not reason:
                raise ValidationError(self.asks_for_reason(self.status), code="reason")
            self.status_reason, text = reason, f"{text}: {reason}"
        for name in changed:
            setattr(self, name, posting[name])
        self._keep(*changed, "status_reason")
        self.activities.create(kind=Activity.Kind.POSTING, text=text, by=by)

from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError

from roles.models import Edition

# Titles of editions that this process has offered, by key: an edition never changes, and where the
# database is away this still names what a client chose (contacts/unsent.py).
OFFERED: dict[str, str] = {}


class RoleField(forms.ModelChoiceField):
    """A choice of the current guides that keeps the edition which the page showed.

    An edition that was current when the page was loaded and is not any more stays a valid answer:
    nobody is sent back because an editor published in between.
    """

    def __init__(self, **kwargs):
        super().__init__(queryset=Edition.objects.none(), empty_label="Keines davon", **kwargs)

    def offer(self, shown=""):
        """Offer what is published now, and accept whatever appeared before.

        `shown` is what a form that was sent already names: in its role's place it stays on offer,
        or it would be gone when the form comes back for a mistake elsewhere.
        """
        self.queryset = Edition.objects.appeared()
        current = Edition.objects.current().only("title", "profile")
        offered = {edition.profile_id: edition for edition in current}
        if shown not in {"", *(str(edition.pk) for edition in offered.values())}:
            with suppress(ValidationError):
                if edition := self.to_python(shown):
                    offered[edition.profile_id] = edition
        OFFERED.update((str(edition.pk), edition.title) for edition in offered.values())
        self.choices = [
            ("", self.empty_label),
            *sorted(
                ((edition.pk, edition.title) for edition in offered.values()),
                key=lambda choice: choice[1],
            ),
        ]

from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from contacts import documents
from contacts.models import Attachment
from contacts.refusals import Reason
from roles.models import Edition
from techminds.text import CleanCharField
from techminds.uploads import Refusal

UNKNOWN_CHOICE = {"invalid_choice": "Bitte wählen Sie einen Eintrag aus der Liste."}


class EmailAddressField(CleanCharField):
    """An e-mail address that a mail server will take; whether it exists, nobody is asked."""

    widget = forms.EmailInput

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return value
        try:
            return validate_email(
                value, check_deliverability=False, allow_smtputf8=False
            ).normalized
        except EmailNotValidError:
            raise ValidationError(
                "Bitte prüfen Sie die E-Mail-Adresse; sie sieht zum Beispiel so aus: name@firma.de.",
                code="invalid",
            ) from None


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


class DocumentsWidget(forms.ClearableFileInput):
    """Takes several files; those that came with an earlier try are listed, and stay unless unticked."""

    template_name = "contacts/widgets/documents.html"
    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": ".pdf,.docx", "multiple": True} | (attrs or {}))
        self.waiting: list[Attachment] = []

    def value_from_datadict(self, data, files, name):
        kept = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else []
        new = files.getlist(name) if hasattr(files, "getlist") else []
        return kept, new

    def value_omitted_from_data(self, data, files, name):
        return name not in files and f"{name}-kept" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        context["widget"] |= {"waiting": self.waiting, "kept": f"{name}-kept"}
        return context


def _fault(upload):
    """Return why a file was not even read to its end."""
    if upload.refusal is Refusal.TOO_MANY:
        return ValidationError(DocumentsField.default_error_messages["too_many"], code="too_many")
    return documents.refusal(upload.name, Reason.TOO_LARGE)


class DocumentsField(forms.Field):
    """Up to three files of a client, PDF or DOCX, checked by what is in them.

    `keep` stores what passed the check, whatever else is wrong with the form: nobody has to choose
    a file twice. Until the form is sent, a file belongs to no request.
    """

    widget = DocumentsWidget
    default_error_messages = {
        "crowded": "Gerade können wir keine Dateien annehmen. Bitte senden Sie die Anfrage ohne sie, und "
        "reichen Sie sie später auf Ihrer Statusseite nach.",
        "lost": "Eine Datei, die Sie vor längerer Zeit gewählt haben, ist nicht mehr da. Bitte wählen Sie "
        "sie noch einmal aus.",
        "several_lost": "Dateien, die Sie vor längerer Zeit gewählt haben, sind nicht mehr da. Bitte wählen "
        "Sie sie noch einmal aus.",
        "too_many": f"Bitte schicken Sie höchstens {documents.MOST_FILES} Dateien.",
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.found: list[Attachment] = []
        self.refused: list = []
        self.sender = ""

    def clean(self, value):
        tokens, files = value
        tokens = list(dict.fromkeys(tokens))[: documents.MOST_FILES]
        self.found = list(Attachment.objects.of_tokens(tokens))
        faults = [message for upload in self.refused for message in _fault(upload).messages]
        if lost := len(tokens) - len(self.found):
            faults.append(self.error_messages["lost" if lost == 1 else "several_lost"])
        waiting = Attachment.objects
        if files and (waiting.is_crowded() or waiting.is_crowded_by(self.sender)):
            files = []
            faults.append(self.error_messages["crowded"])
        for file in files:
            try:
                kind = documents.check(file)
            except ValidationError as error:
                faults += error.messages
                continue
            if len(self.found) == documents.MOST_FILES:
                faults.append(self.error_messages["too_many"])
                break
            name = documents.clean_name(file.name, kind)
            self.found.append(Attachment.of_upload(file, name=name, sender=self.sender))
        self.keep()
        if faults:
            raise ValidationError(list(dict.fromkeys(faults)))
        return self.found

    def keep(self):
        for attachment in self.found:
            if attachment.pk is None:
                attachment.save()
        self.widget.waiting = self.found

    def bound_data(self, data, initial):
        return None

    def has_changed(self, initial, data):
        return bool(data[0] or data[1])

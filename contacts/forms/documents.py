from django import forms
from django.core.exceptions import ValidationError

from contacts import documents
from contacts.models import Attachment
from contacts.refusals import Reason
from techminds.uploads import Refusal


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
        "spread": "Eine Datei haben Sie schon mit mehreren Anfragen geschickt. Bitte wählen Sie sie noch "
        "einmal aus.",
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
        kept = list(Attachment.objects.of_tokens(tokens))
        self.found = [
            attachment
            for attachment in kept
            if attachment.request_id is None or not attachment.is_spread
        ]
        faults = [message for upload in self.refused for message in _fault(upload).messages]
        if len(self.found) < len(kept):
            faults.append(self.error_messages["spread"])
        if lost := len(tokens) - len(kept):
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
            name = documents.clean_name(file.name, kind)
            attachment = Attachment.of_upload(file, name=name, sender=self.sender)
            if attachment.likeness in {known.likeness for known in self.found}:
                continue  # chosen once more, beside the one that was kept
            if len(self.found) == documents.MOST_FILES:
                faults.append(self.error_messages["too_many"])
                break
            self.found.append(attachment)
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

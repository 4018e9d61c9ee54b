"""What a client can do on the page of their request."""

from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms

from contacts import senders
from contacts.forms.documents import DocumentsField
from contacts.models.vacancy_request import TOO_MANY_FILES
from techminds.text import CleanCharField


class ClientMessageForm(forms.Form):
    """Something that a client wants to add: a message, files, or both."""

    message = CleanCharField(
        label="Ihre Nachricht",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attachments = DocumentsField(
        label="Dateien",
        required=False,
        help_text="Bis zu drei PDF- oder Word-Dateien (DOCX) mit je höchstens 10 MB.",
    )

    def __init__(self, *args, vacancy, address="", refused_uploads=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.vacancy = vacancy
        attachments = cast(DocumentsField, self.fields["attachments"])
        attachments.refused = list(refused_uploads)
        attachments.sender, _ = senders.digests(address)

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_class = "form flow flow--loose"
        helper.attrs = {"novalidate": True, "enctype": "multipart/form-data"}
        helper.layout = Layout("message", "attachments", Submit("add", "Hinzufügen"))
        return helper

    def clean(self):
        data = super().clean() or {}
        if self.errors:
            return data
        if not data["message"] and not data["attachments"]:
            self.add_error("message", "Bitte schreiben Sie etwas, oder wählen Sie eine Datei aus.")
        if not self.vacancy.takes_another_message():
            self.add_error(
                "message", "Mehr Nachrichten nehmen wir hier nicht an. Bitte rufen Sie uns an."
            )
        if data["attachments"] and not self.vacancy.takes(data["attachments"]):
            self.add_error(
                "attachments",
                TOO_MANY_FILES,
            )
        return data


class EraseForm(forms.Form):
    """Erases what a client told us; asks once, for it cannot be undone."""

    sure = forms.BooleanField(
        label="Ja, alle meine Angaben zu dieser Anfrage löschen",
        error_messages={"required": "Bitte setzen Sie das Häkchen, wenn Sie sicher sind."},
    )

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_class = "form flow flow--loose"
        helper.attrs = {"novalidate": True}
        helper.layout = Layout("sure", Submit("erase", "Alle Daten löschen"))
        return helper

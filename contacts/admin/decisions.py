"""What consultants enter about a request; what the client wrote is read-only."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError

from contacts.consultants import ConsultantField, name_of
from contacts.models import VacancyRequest
from contacts.models.handling import check_follow_up
from contacts.models.words import pay_text
from roles.amounts import AmountField
from techminds.text import CleanCharField


class ConsultantsForm(forms.ModelForm):
    """A form about a request that carries, with each field, the value that the person saw.

    What they left as it was stays as it is stored by now, and what two people changed is a
    conflict: an old tab turns nothing back. Whoever checks the form holds the row of its request.
    """

    note = CleanCharField(
        label="Neue Notiz",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Kommt in den Verlauf und bleibt dort unverändert stehen. Auf seiner Statusseite sieht der Kunde sie "
        "nicht; verlangt er Auskunft über seine Daten, gehört sie dazu.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.guarded:
            self.fields[name].show_hidden_initial = True

    @property
    def guarded(self):
        """The names of fields that are columns of the request."""
        columns = (*VacancyRequest.DECISIONS, *VacancyRequest.POSTING)
        return [name for name in columns if name in self.fields]

    def clean(self):
        super().clean()
        stored = self.instance  # nobody has written into it yet
        for name in self.cleaned_data.keys() & set(self.guarded):
            now = getattr(stored, name)
            if name not in self.changed_data:
                self.cleaned_data[name] = now
            elif self._seen(name) != now and self.cleaned_data[name] != now:
                self.add_error(
                    name,
                    f"Das hat inzwischen jemand geändert, es steht jetzt auf „{self._shown(name)}“. "
                    "Bitte laden Sie die Seite neu und entscheiden Sie noch einmal.",
                )
        return self.cleaned_data

    def _seen(self, name):
        """Return what stood in the field when the page was loaded; None if that cannot be read."""
        field, seen = self.fields[name], self.data.get(self.add_initial_prefix(name))
        if isinstance(field, ConsultantField):
            return field.named(seen)
        try:
            return field.clean(seen)
        except ValidationError:
            return None

    def _shown(self, name):
        now = getattr(self.instance, name)
        match name:
            case "status":
                return self.instance.get_status_display()
            case "consultant":
                return name_of(now) if now else "–"
            case "follow_up_on":
                return f"{now:%d.%m.%Y}" if now else "–"
            case "posting_minimum" | "posting_maximum":
                return pay_text(now, now) or "–"
        return now or "–"


class DecisionForm(ConsultantsForm):
    """What becomes of a request, and what applicants are to be told."""

    reason = CleanCharField(
        label="Grund",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    # Not refused where they are swapped: that is a flag, and the consultant may have to ask first.
    posting_minimum = AmountField(label="Gehalt von", required=False)
    posting_maximum = AmountField(label="Gehalt bis", required=False)

    class Meta:
        model = VacancyRequest
        fields = ("status", "follow_up_on", *VacancyRequest.POSTING)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "status" not in self.fields:  # for somebody who may only look
            return
        may_follow = [
            (status.value, status.label)
            for status in VacancyRequest.Status
            if self.instance.may_become(status) or status == self.data.get("status")
        ]
        # Only what is on offer is narrowed: a tab that was loaded before may still send its status.
        status = cast(forms.ChoiceField, self.fields["status"])
        status.widget.choices = may_follow
        needing = [
            label
            for value, label in may_follow
            if value != self.instance.status and self.instance.needs_reason_for(value)
        ]
        if needing:
            self.fields["reason"].help_text = f"Nötig für: {', '.join(needing)}."

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if "status" in data and "reason" in data:
            posting = {name: data[name] for name in data.keys() & set(VacancyRequest.POSTING)}
            try:
                self.instance.check_move(
                    data["status"], reason=data["reason"] or None, posting=posting
                )
            except ValidationError as error:
                self.add_error("status" if error.code == "move" else "reason", error)
        return self.cleaned_data

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        if "follow_up_on" in self.changed_data:  # else what is stored by now stays
            check_follow_up(day, before=self.instance.follow_up_on)
        return day


class HandOverForm(ConsultantsForm):
    """Gives a request to a colleague, with a word for them if there is something to say."""

    consultant = ConsultantField(label="Zuständig", required=False, empty_label="Noch niemand")

    class Meta:
        model = VacancyRequest
        fields = ("consultant",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(ConsultantField, self.fields["consultant"]).offer()
        self.fields["note"].label = "Notiz dazu (freiwillig)"

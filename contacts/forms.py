import hashlib
import json
import uuid
from contextlib import suppress
from datetime import date
from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from email_validator import EmailNotValidError, validate_email

from contacts.models import VacancyRequest
from roles import vocabulary
from roles.amounts import AmountField
from roles.models import Edition
from techminds.text import CleanCharField

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
        self.choices = [
            ("", self.empty_label),
            *sorted(
                ((edition.pk, edition.title) for edition in offered.values()),
                key=lambda choice: choice[1],
            ),
        ]


class VacancyRequestForm(forms.ModelForm):
    """What a client fills in. Required is only what we need to answer."""

    company = CleanCharField(
        label="Unternehmen",
        max_length=120,
        error_messages={"required": "Bitte nennen Sie Ihr Unternehmen."},
    )
    name = CleanCharField(
        label="Ihr Name",
        max_length=120,
        error_messages={"required": "Bitte nennen Sie Ihren Namen."},
    )
    email = EmailAddressField(
        label="E-Mail",
        max_length=254,
        help_text="An diese Adresse schicken wir Ihre Referenz und unsere Antwort.",
        error_messages={"required": "Bitte nennen Sie Ihre E-Mail-Adresse."},
    )
    phone = CleanCharField(label="Telefon (freiwillig)", max_length=40, required=False)
    edition = RoleField(label="Jobprofil", required=False, error_messages=UNKNOWN_CHOICE)
    role_title = CleanCharField(
        label="Oder Ihr eigener Stellentitel",
        max_length=120,
        required=False,
        help_text="Falls kein Jobprofil passt. Eine der beiden Angaben genügt.",
    )
    level = forms.ChoiceField(
        label="Level (freiwillig)",
        choices=[("", "Noch offen"), *vocabulary.Level.choices],
        required=False,
        error_messages=UNKNOWN_CHOICE,
    )
    workplace = forms.ChoiceField(
        label="Arbeitsweise",
        choices=[("", "Noch offen"), *VacancyRequest.Workplace.choices],
        required=False,
        error_messages=UNKNOWN_CHOICE,
    )
    headcount = forms.IntegerField(
        label="Anzahl der Stellen",
        min_value=1,
        max_value=99,
        required=False,
        help_text="Zum Beispiel 2.",
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            "Bitte nennen Sie die Anzahl als ganze Zahl von 1 bis 99.",
        ),
    )
    location = CleanCharField(label="Arbeitsort", max_length=120, required=False)
    start_on = forms.DateField(
        label="Gewünschter Beginn",
        required=False,
        help_text="Zum Beispiel 01.04.2027.",
        input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": "off"}),
        validators=[
            MinValueValidator(date(2020, 1, 1), "Bitte prüfen Sie das Jahr."),
            MaxValueValidator(date(2099, 12, 31), "Bitte prüfen Sie das Jahr."),
        ],
        error_messages={"invalid": "Bitte schreiben Sie das Datum so: 01.04.2027."},
    )
    budget_minimum = AmountField(label="Von", required=False, help_text="Zum Beispiel 80.000.")
    budget_maximum = AmountField(label="Bis", required=False, help_text="Zum Beispiel 95.000.")
    message = CleanCharField(
        label="Was sollen wir noch wissen?",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    token = CleanCharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = VacancyRequest
        fields = VacancyRequest.WORDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(RoleField, self.fields["edition"]).offer(self.data.get("edition", ""))
        self.fields["token"].initial = uuid.uuid4
        for name, autocomplete in {
            "company": "organization",
            "name": "name",
            "email": "email",
            "phone": "tel",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["phone"].widget.input_type = "tel"

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_action = "contacts:vacancy_request"
        helper.form_class = "form flow flow--loose"
        helper.attrs = {"novalidate": True}  # our own messages are in German and stay on the page
        helper.layout = Layout(
            "token",
            Fieldset("Wen suchen Sie?", "edition", "role_title", "level"),
            Fieldset("Wer sind Sie?", "company", "name", "email", "phone"),
            Fieldset(
                "Mehr zur Stelle (freiwillig)",
                Div("location", "workplace", css_class="pair"),
                Div("start_on", "headcount", css_class="pair"),
            ),
            Fieldset(
                "Jahresgehalt brutto (freiwillig)",
                Div("budget_minimum", "budget_maximum", css_class="pair"),
            ),
            Fieldset("Ihre Nachricht (freiwillig)", "message"),
            Submit("submit", "Anfrage senden"),
        )
        return helper

    def clean(self):
        super().clean()
        data = self.cleaned_data
        names_a_role = data.get("edition") or data.get("role_title")
        if not names_a_role and not {"edition", "role_title"} & self.errors.keys():
            self.add_error(
                "edition", "Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel."
            )
        low, high = data.get("budget_minimum"), data.get("budget_maximum")
        if low is not None and high is not None and low > high:
            self.add_error(
                "budget_minimum", "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge."
            )
        return data

    def receive(self):
        """Receive the request, or find it received already, and return it."""
        self.instance.submission_key = self.submission_key
        return self.instance.receive()

    @property
    def submission_key(self):
        """What makes this submission this one: the form that was loaded and what it says.

        The same form with other content (the back button, a correction) is another request.
        """
        said = [
            str(getattr(value, "pk", value))
            for value in (self.cleaned_data.get(name) for name in self.Meta.fields)
        ]
        return hashlib.sha256(json.dumps([self.cleaned_data["token"], *said]).encode()).hexdigest()

    @classmethod
    def initial_from(cls, query):
        """Return what an address such as "?rolle=data-engineer&level=senior&von=80000" fills in.

        What it names and we do not have, or cannot read, is left out: a link may be older than our
        guides.
        """
        initial = {}
        slug, level = query.get("rolle", ""), query.get("level", "")
        current = Edition.objects.current().filter(slug=slug[:60]).only("pk")
        if slug and (edition := current.first()):
            initial["edition"] = edition.pk
        if level in vocabulary.Level:
            initial["level"] = level
        return initial | cls._budget_from(query)

    @staticmethod
    def _budget_from(query):
        """Return the ends of the budget that "von" and "bis" name; neither if they are swapped."""
        budget = {}
        for name, parameter in {"budget_minimum": "von", "budget_maximum": "bis"}.items():
            with suppress(ValidationError):
                if amount := AmountField(required=False).clean(query.get(parameter, "")):
                    budget[name] = amount
        return budget if list(budget.values()) == sorted(budget.values()) else {}

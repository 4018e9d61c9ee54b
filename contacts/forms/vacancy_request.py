import hashlib
import json
import time
import uuid
from contextlib import suppress
from datetime import date
from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse
from django.utils.functional import cached_property

from contacts import senders
from contacts.forms.documents import DocumentsField
from contacts.forms.email_address import EmailAddressField
from contacts.forms.role import RoleField
from contacts.models import VacancyRequest
from contacts.phone_numbers import PhoneField
from contacts.start_dates import StartField
from contacts.suspicion import Circumstances
from contacts.verdict import judge
from contacts.wishes import WishesField, choices_of
from roles import vocabulary
from roles.amounts import AmountField
from roles.models import Edition
from techminds.text import CleanCharField

SALT = "contacts.form"
UNKNOWN_CHOICE = {"invalid_choice": "Bitte wählen Sie einen Eintrag aus der Liste."}


def new_token():
    """Return what makes a loaded form this one, with the moment when it was loaded, signed."""
    return signing.dumps([uuid.uuid4().hex, int(time.time())], salt=SALT)


def seconds_since(token) -> float | None:
    """Return how long ago the form of a token was loaded; None for a token that is not ours.

    Less than nothing where a clock was turned back in between.
    """
    try:
        _, loaded_at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return time.time() - loaded_at


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
    phone = PhoneField(label="Telefon (freiwillig)", required=False)
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
    tasks = WishesField(label="Aufgaben", required=False)
    skills = WishesField(label="Fähigkeiten", required=False)
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
    start_on = StartField(
        label="Gewünschter Beginn",
        required=False,
        help_text="Zum Beispiel 01.04.2027, April 2027 oder ab sofort.",
        validators=[
            MinValueValidator(date(2020, 1, 1), "Bitte prüfen Sie das Jahr."),
            MaxValueValidator(date(2099, 12, 31), "Bitte prüfen Sie das Jahr."),
        ],
    )
    budget_minimum = AmountField(label="Von", required=False, help_text="Zum Beispiel 80.000.")
    budget_maximum = AmountField(label="Bis", required=False, help_text="Zum Beispiel 95.000.")
    message = CleanCharField(
        label="Was sollen wir noch wissen?",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    pay_basis = CleanCharField(
        label="Worauf beruht die Spanne?",
        max_length=200,
        required=False,
        help_text="Zum Beispiel ein Tarifvertrag oder die Gehaltsbänder Ihres Unternehmens.",
    )
    attachments = DocumentsField(
        label="Dateien (freiwillig)",
        required=False,
        help_text="Bis zu drei PDF- oder Word-Dateien (DOCX) mit je höchstens 10 MB, "
        "zum Beispiel eine Stellenbeschreibung.",
    )
    token = CleanCharField(widget=forms.HiddenInput, required=False)
    origin = CleanCharField(widget=forms.HiddenInput, required=False)
    # For programs only: people do not see it, and no browser fills in a field of that name.
    trap = CleanCharField(
        label="Bitte lassen Sie dieses Feld leer",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    # Parts of the page, by their ids, that follow what is typed, and what is not told meanwhile.
    LIVE = (
        "budget-antwort",
        "id_budget_minimum_messages",
        "id_budget_maximum_messages",
    )
    PRIVATE = (
        *("company", "name", "email", "phone", "location", "workplace", "start_on", "headcount"),
        *("pay_basis", "message", "attachments", "attachments-kept", "trap", "token", "origin"),
    )
    CHECKED = frozenset({"budget_minimum", "budget_maximum", "tasks", "skills", "attachments"})

    class Meta:
        model = VacancyRequest
        fields = VacancyRequest.WORDS

    def __init__(self, *args, address="", refused_uploads=(), **kwargs):
        """`address` is the IP address that the form came from, "" where nobody knows."""
        super().__init__(*args, **kwargs)
        self.sender, self.network = senders.digests(address)
        chosen = self.data.get("edition") or str(self.initial.get("edition", ""))
        cast(RoleField, self.fields["edition"]).offer(self.data.get("edition", ""))
        tasks, skills = choices_of(chosen)
        cast(WishesField, self.fields["tasks"]).offer(tasks)
        cast(WishesField, self.fields["skills"]).offer(skills)
        attachments = cast(DocumentsField, self.fields["attachments"])
        attachments.refused, attachments.sender = list(refused_uploads), self.sender
        self.fields["token"].initial = new_token
        # Another role has other tasks and skills on offer; nothing else touches what is ticked.
        live = ",".join(f"#{part}:innerHTML" for part in ("wuensche", *self.LIVE))
        self.fields["edition"].widget.attrs |= {
            "data-hx-post": reverse("contacts:vacancy_request"),
            "data-hx-select-oob": live,
        }
        for name, autocomplete in {
            "company": "organization",
            "name": "name",
            "email": "email",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        for name in ("budget_minimum", "budget_maximum"):
            # A browser that goes back brings nothing back into a field that it must not remember.
            del self.fields[name].widget.attrs["autocomplete"]

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_action = "contacts:vacancy_request"
        helper.form_class = "form flow flow--loose"
        helper.form_id = "anfrage"
        helper.attrs = {
            "novalidate": True,  # our own messages are in German and stay on the page
            "enctype": "multipart/form-data",
            # While somebody chooses a role or types a budget, the same page is asked what it says to
            # that; who they are and what they write stays in the form until they send it.
            "data-hx-post": reverse("contacts:vacancy_request"),
            "data-hx-vals": '{"check": "budget"}',
            "data-hx-params": f"not {','.join(self.PRIVATE)}",
            "data-hx-trigger": ", ".join(
                [
                    "change from:#id_level",
                    *(
                        f"{event} from:#id_budget_{end}"
                        for end in ("minimum", "maximum")
                        for event in ("input delay:400ms", "change")
                    ),
                    "check",  # what our script makes of the buttons that check
                ]
            ),
            "data-hx-sync": "this:replace",
            "data-hx-swap": "none",
            "data-hx-select-oob": ",".join(f"#{part}:innerHTML" for part in self.LIVE),
        }
        helper.layout = Layout(
            "token",
            "origin",
            HTML('{% include "contacts/includes/first_button.html" %}'),
            Fieldset("Wen suchen Sie?", "edition", "role_title", "level"),
            HTML('{% include "contacts/includes/wishes.html" %}'),
            Fieldset(
                "Jahresgehalt brutto (freiwillig)",
                Div("budget_minimum", "budget_maximum", css_class="pair"),
                HTML('{% include "contacts/includes/budget.html" %}'),
                "pay_basis",
            ),
            Fieldset("Wer sind Sie?", "company", "name", "email", "phone"),
            Fieldset(
                "Mehr zur Stelle (freiwillig)",
                Div("location", "workplace", css_class="pair"),
                Div("start_on", "headcount", css_class="pair"),
            ),
            Div("trap", css_class="unseen", aria_hidden="true"),
            Fieldset("Ihre Nachricht (freiwillig)", "message", "attachments"),
            Submit("submit", "Anfrage senden"),
        )
        return helper

    def clean_token(self):
        """Return what makes this form this one; one that we did not sign is replaced.

        Who could choose it, and guesses what somebody else wrote, would be led to their request.
        """
        token = self.cleaned_data["token"]
        self.seconds = seconds_since(token)
        return new_token() if self.seconds is None else token

    def clean_origin(self):
        """Return where the form says it was opened from, if that is a place of ours."""
        origin = self.cleaned_data["origin"]
        return origin if origin in VacancyRequest.Origin else ""

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

    @property
    def is_checked(self):
        """Whether the form came to be looked at and not to be sent: "budget" or "wishes"."""
        return self.data.get("check", "") if self.is_bound else ""

    @property
    def needs_a_role(self):
        """Whether a budget is named and no role to hold it against."""
        said = self.cleaned_data if self.is_bound else self.initial
        has_budget = said.get("budget_minimum") or said.get("budget_maximum")
        return bool(has_budget) and not said.get("edition") and not said.get("role_title")

    def check(self):
        """Say what there is to say about role and budget, and complain of nothing else."""
        for name in self.errors.keys() - self.CHECKED:
            del self.errors[name]

    @cached_property
    def verdict(self):
        """Where the budget stands that was typed or that an address named; None without one."""
        if self.is_bound and {"budget_minimum", "budget_maximum"} & self.errors.keys():
            return None
        said = self.cleaned_data if self.is_bound else self.initial
        edition = said.get("edition")
        if not edition and not said.get("role_title"):
            return None
        return judge(
            getattr(edition, "pk", edition),
            level=said.get("level", ""),
            low=said.get("budget_minimum"),
            high=said.get("budget_maximum"),
            title=said.get("role_title", ""),
        )

    def receive(self):
        """Receive the request, or find it received already, and return it."""
        request = self.instance
        request.submission_key = self.submission_key
        request.origin = self.cleaned_data["origin"]
        request.sender, request.network = self.sender, self.network
        lately = VacancyRequest.objects.lately(request)
        circumstances = Circumstances(
            seconds=self.seconds,
            trap=self.cleaned_data["trap"],
            **lately,
        )
        return request.receive(
            circumstances=circumstances, attachments=self.cleaned_data["attachments"]
        )

    @property
    def submission_key(self):
        """What makes this submission this one: the form that was loaded and what it says.

        The same form with other content (the back button, a correction) is another request.
        """
        return self.key_within(self.cleaned_data["token"])

    def key_within(self, form):
        """Return the key of what was typed, in a form that was loaded or in another place of its own."""
        said = [
            str(getattr(value, "pk", value))
            for value in (self.cleaned_data.get(name) for name in self.Meta.fields)
        ]
        return hashlib.sha256(json.dumps([form, *said]).encode()).hexdigest()

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
        if query.get("ueber") in VacancyRequest.Origin:
            initial["origin"] = query["ueber"]
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

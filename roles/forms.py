from datetime import timedelta
from functools import cached_property
from typing import ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from roles import vocabulary
from roles.amounts import AmountField
from roles.comparison import compare
from roles.guide import Guide
from roles.models import DraftLink, Edition, Skill
from roles.pay import SalaryCheck
from techminds.moments import MomentField
from techminds.text import CleanCharField


def skills_asked_for():
    """Return choices of the skills that a current guide names."""
    skills = Skill.objects.filter(editions__in=Edition.objects.current()).distinct()
    return [("", "Alle"), *skills.values_list("slug", "name")]


class GuideFilterForm(forms.Form):
    """Narrows the list of guides; the address keeps what was chosen."""

    UNKNOWN_CHOICE: ClassVar = {
        "invalid_choice": "Diese Auswahl gibt es nicht mehr; die Liste zeigt alle Jobprofile."
    }

    faehigkeit = forms.ChoiceField(label="Fähigkeit", required=False, error_messages=UNKNOWN_CHOICE)
    fachgebiet = forms.ChoiceField(
        label="Fachgebiet",
        choices=[("", "Alle"), *vocabulary.Field.choices],
        required=False,
        error_messages=UNKNOWN_CHOICE,
    )
    gehalt = AmountField(label="Gehalt im Jahr ab", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Not as a callable, which Django would ask anew at each look: one query a page.
        cast(forms.ChoiceField, self.fields["faehigkeit"]).choices = skills_asked_for()

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_action = "roles:guides"
        helper.form_method = "get"
        helper.disable_csrf = True
        helper.form_class = "filter"
        helper.attrs = {"novalidate": True, "role": "search", "aria-label": "Jobprofile filtern"}
        helper.layout = Layout("fachgebiet", "faehigkeit", "gehalt", Submit("", "Filtern"))
        return helper

    def filter(self, editions):
        """Return the editions that fit what was chosen, or all of them if it cannot be read."""
        if not self.is_valid():
            return editions
        chosen = Q()
        if skill := self.cleaned_data["faehigkeit"]:
            chosen &= Q(skills__slug=skill)
        if field := self.cleaned_data["fachgebiet"]:
            chosen &= Q(field=field)
        if pay := self.cleaned_data["gehalt"]:
            chosen &= Q(pay_maximum__gte=pay)
        return editions.filter(chosen)


class SalaryCheckForm(forms.Form):
    """Names a role and an amount to hold against its bands; the address keeps both."""

    # Parts of the page, by their ids, that follow what is typed.
    LIVE = (
        "id_rolle_messages",
        "id_level_messages",
        "id_betrag_messages",
        "antwort",
        "antwort-bild",
        "antwort-mehr",
    )

    rolle = forms.ChoiceField(
        label="Jobprofil",
        required=False,
        error_messages={
            "required": "Bitte wählen Sie ein Jobprofil.",
            "invalid_choice": "Dieses Jobprofil gibt es nicht mehr. Bitte wählen Sie eines aus der Liste.",
        },
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("", "Alle Level"), *vocabulary.Level.choices],
        required=False,
        error_messages={
            "invalid_choice": "Dieses Level gibt es nicht. Bitte wählen Sie eines aus der Liste."
        },
    )
    betrag = AmountField(label="Gehalt brutto im Jahr", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = Edition.objects.current().order_by("title", "pk")
        cast(forms.ChoiceField, self.fields["rolle"]).choices = [
            ("", "Bitte wählen"),
            *current.values_list("slug", "title"),
        ]
        self.fields["betrag"].widget.attrs["placeholder"] = "70.000"

    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_action = "roles:salary"
        helper.form_method = "get"
        helper.disable_csrf = True
        helper.form_show_errors = False  # no list of them on top: it would come and go while typing
        helper.form_class = "filter filter--check"
        helper.attrs = {
            "novalidate": True,
            "aria-labelledby": "gehaltscheck",
            # While somebody types: the answer and the messages are fetched, the fields are not.
            "data-hx-get": reverse("roles:salary"),
            "data-hx-trigger": "input delay:400ms, change, submit",
            "data-hx-sync": "this:replace",
            "data-hx-swap": "none",
            "data-hx-select-oob": ",".join(f"#{part}:innerHTML" for part in self.LIVE),
            "data-hx-replace-url": "true",
        }
        helper.layout = Layout("rolle", "level", "betrag", Submit("", "Prüfen"))
        return helper

    def clean(self):
        super().clean()
        if "betrag" in self.data:  # the form was sent; a link may name the role alone
            for name in ("rolle", "betrag"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])

    @cached_property
    def role(self):
        """What the chosen role pays, also beside an amount that cannot be read; else None."""
        self.is_valid()
        slug = self.cleaned_data.get("rolle")
        return next(iter(Edition.objects.current().filter(slug=slug).pay()), None) if slug else None

    @cached_property
    def check(self):
        """The answer, once there is a role and an amount."""
        if not self.is_valid() or self.role is None or not self.cleaned_data["betrag"]:
            return None
        level = self.cleaned_data["level"]
        return SalaryCheck(
            self.role, self.cleaned_data["betrag"], vocabulary.Level(level) if level else None
        )


class RestoreForm(forms.Form):
    """Confirms an act on the working copy, and says which version of it the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(RestoreForm):
    """Confirms that what was checked is what appears, at once or at a moment to come."""

    LATEST = timedelta(days=730)  # a year with one digit too many is no plan

    note = CleanCharField(
        label="Was hat sich geändert?",
        max_length=300,
        required=False,
        help_text="Ein Satz für Leserinnen und Leser, zum Beispiel: „Gehaltsspanne für Senior angepasst.“",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    is_minor = forms.BooleanField(
        label="Kleine Korrektur",
        required=False,
        help_text="Zum Beispiel ein Tippfehler: Die Website sagt nichts dazu.",
    )
    has_read_warnings = forms.BooleanField(
        label="Ich habe die Hinweise gelesen und veröffentliche trotzdem",
        error_messages={"required": "Bitte lesen Sie die Hinweise und bestätigen Sie das hier."},
    )
    at = MomentField(
        label="Erscheint am",
        required=False,
        help_text="Deutsche Zeit (Europe/Berlin). Für „Jetzt veröffentlichen“ bleibt das Feld leer.",
    )

    def __init__(self, *args, has_warnings=False, is_first=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_first = is_first
        if not has_warnings:
            del self.fields["has_read_warnings"]

    def clean(self):
        super().clean()
        says_what_changed = self.cleaned_data.get("note") or self.cleaned_data.get("is_minor")
        if not (self.is_first or says_what_changed or "note" in self.errors):
            self.add_error(
                "note",
                "Bitte sagen Sie in einem Satz, was sich geändert hat, oder kreuzen Sie „Kleine "
                "Korrektur“ an.",
            )
        return self.cleaned_data

    def have_seen(self, version):
        """Show the form again with what was typed, for another version than it was sent for."""
        if self.is_bound:
            sent = cast(QueryDict, self.data).copy()
            sent["version"] = str(version)
            self.data = sent

    @property
    def is_scheduling(self):
        """Whether it was sent by the button for a moment to come."""
        return "schedule" in self.data

    def clean_at(self):
        at, now = self.cleaned_data["at"], timezone.now()
        if self.is_scheduling and at is None:
            raise ValidationError("Bitte geben Sie Tag und Uhrzeit an.", code="required")
        if not self.is_scheduling and at is not None:
            raise ValidationError(
                "Hier steht ein Zeitpunkt. Wählen Sie „Zeitpunkt festlegen“, oder leeren Sie das Feld.",
                code="unclear",
            )
        if at is not None and at <= now:
            raise ValidationError("Dieser Zeitpunkt ist schon vorbei.", code="past")
        if at is not None and at > now + self.LATEST:
            raise ValidationError("Der Zeitpunkt liegt mehr als zwei Jahre voraus.", code="late")
        return at


class DraftLinkForm(forms.ModelForm):
    """Makes a link to the working copy for somebody without an account."""

    days = forms.TypedChoiceField(
        label="Gilt",
        coerce=int,
        choices=[(1, "1 Tag"), (3, "3 Tage"), (7, "7 Tage"), (14, "14 Tage"), (30, "30 Tage")],
        initial=DraftLink.DAYS,
    )

    class Meta:
        model = DraftLink
        fields = ["recipient"]
        field_classes = {"recipient": CleanCharField}
        widgets = {"recipient": forms.TextInput(attrs={"class": "vTextField"})}
        help_texts = {"recipient": "Damit Sie später wissen, welchen Link Sie widerrufen."}

    def save(self, commit=True):
        days = timedelta(days=self.cleaned_data["days"])
        self.instance.expires_at = timezone.now() + days
        return super().save(commit)


class ComparisonForm(forms.Form):
    """Chooses two states of a profile to hold against each other; the address keeps both."""

    DRAFT = "entwurf"

    von = forms.ChoiceField(label="Von")
    bis = forms.ChoiceField(label="Bis")

    def __init__(self, data, *, profile):
        editions = profile.editions.defer("document").select_related("cancellation")
        editions = editions.order_by("-number")
        self.editions = {str(edition.number): edition for edition in editions}
        self.profile = profile
        standing = (number for number, edition in self.editions.items() if not edition.is_cancelled)
        newest = next(standing, self.DRAFT)
        super().__init__({"von": newest, "bis": self.DRAFT} | data.dict())
        states = [
            (self.DRAFT, "Arbeitsfassung"),
            *((number, self._label(edition)) for number, edition in self.editions.items()),
        ]
        self.labels = dict(states)
        for name in ("von", "bis"):
            cast(forms.ChoiceField, self.fields[name]).choices = states

    @property
    def title(self):
        return " → ".join(self.labels[self.cleaned_data[name]] for name in ("von", "bis"))

    def compare(self):
        """Return the changes from one state to the other.

        Raises ValidationError as Guide.of does where the working copy is no document yet.
        """
        return compare(*(self._guide(self.cleaned_data[name]) for name in ("von", "bis")))

    def _label(self, edition):
        day = f"{localtime(edition.published_at):%d.%m.%Y}"
        return f"Ausgabe {edition.number}, {day}{' (abgesagt)' if edition.is_cancelled else ''}"

    def _guide(self, state):
        return Guide.of(self.profile) if state == self.DRAFT else self.editions[state].guide

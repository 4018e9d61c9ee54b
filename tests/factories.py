"""Small domain objects for tests. Everything has a sensible value; a test names what it is about."""

from datetime import date, timedelta

from django.core import signing
from django.utils import timezone
from django.utils.text import slugify

from contacts.forms import VacancyRequestForm
from contacts.forms.vacancy_request import SALT
from roles.guide import Guide
from roles.models import DraftLink, RoleProfile

BAND = {
    "level": "senior",
    "minimum": 80_000,
    "maximum": 120_000,
    "currency": "EUR",
    "period": "year",
    "region": "DE",
    "basis": "Erfundene Zahl für einen Test.",
    "source": "Test",
    "as_of": date(2026, 1, 1),
    "review_by": date(2099, 1, 1),
}


def guide(title="Data Steward", **values) -> Guide:
    """Return a small guide that passes the pre-flight; values replace those of the document."""
    part = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}
    document = {
        "schema_version": 1,
        "slug": slugify(title),
        "title": title,
        "other_titles": [],
        "field": "data",
        "teaser": f"Was man als {title} macht.",
        "introduction": "<p>Einleitung.</p>",
        "key_facts": [part],
        "tasks_introduction": "",
        "tasks": [part],
        "requirements_introduction": "",
        "requirements": [part | {"importance": "must", "skills": []}],
        "salary_introduction": "",
        "salary_bands": [],
        "career_introduction": "",
        "career_steps": [part],
        "author": {
            "slug": "erika-muster",
            "name": "Erika Muster",
            "credentials": "",
            "position": "",
            "biography": "",
            "office": "",
            "profile_url": "",
        },
        "related": [],
        "kldb": "",
        "esco_uri": "",
        "esco_match": "close",
        "review_by": date(2099, 1, 1),
    }
    return Guide.model_validate(document | values)


def load(document: Guide) -> RoleProfile:
    """Return a working copy that says what the document says; nothing is published."""
    profile = RoleProfile()
    profile.load(document)
    return profile


def published(title="Data Steward", *, note="", at=None, **values):
    """Return the first edition of a small guide, published now or at a given moment."""
    return load(guide(title, **values)).publish(note=note, at=at)


def draft_link(profile, recipient="Anna Muster") -> DraftLink:
    """Return a link to the working copy that holds for a week."""
    expires_at = timezone.now() + timedelta(days=7)
    return DraftLink.objects.create(profile=profile, recipient=recipient, expires_at=expires_at)


def loaded_form(name="once"):
    """Return the token of a form that somebody loaded years ago; the same for the same name."""
    return signing.dumps([name, 1_500_000_000], salt=SALT)


# Signed once: the moment of the signature is a part of it.
LOADED_ONCE = loaded_form()


def typed(**values):
    """Return what a client sends with the vacancy request form: the least, and what a test adds."""
    return {
        "token": LOADED_ONCE,
        "company": "Nordlicht GmbH",
        "name": "Anna Muster",
        "email": "anna@nordlicht.example",
        "role_title": "Data Steward",
    } | values


def received(**values):
    """Return a vacancy request as the form received it."""
    form = VacancyRequestForm(typed(**values))
    if not form.is_valid():
        raise ValueError(form.errors)
    return form.receive()

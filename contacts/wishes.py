"""What a client wants somebody to do and to know: chosen from the guide of the role, or added.

Stored as a list of {"name": text, "importance": a value of Importance}, in the order of the form.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django import forms
from django.core.exceptions import ValidationError

from roles.models import Edition
from roles.vocabulary import Importance
from techminds.text import clean_text

LONGEST, MOST = 120, 80  # characters of a wish; wishes of a request
WORDS = {Importance.MUST: "Muss", Importance.PLUS: "Kann"}


@dataclass(frozen=True)
class Choice:
    """A thing on offer, under the heading of the group that it stands in."""

    name: str
    group: str = ""


def choices_of(edition_id) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """Return what an edition has on offer: tasks, and skills under the requirement they show.

    A requirement without skills is on offer itself. Nothing for a key that names no edition.
    """
    if not edition_id:
        return (), ()
    try:
        columns = ("document__tasks", "document__requirements")
        found = Edition.objects.appeared().filter(pk=edition_id).values_list(*columns)
        tasks, requirements = found[0]
    except (IndexError, ValueError, OverflowError):
        return (), ()
    skills: dict[str, Choice] = {}
    for requirement in requirements:
        title = requirement["title"]
        for skill in requirement["skills"]:
            skills.setdefault(skill["name"], Choice(skill["name"], title))
        if not requirement["skills"]:
            skills.setdefault(title, Choice(title))
    return tuple(Choice(task["title"]) for task in tasks), tuple(skills.values())


def must(wishes) -> list[str]:
    return [wish["name"] for wish in wishes if wish["importance"] == Importance.MUST]


def plus(wishes) -> list[str]:
    return [wish["name"] for wish in wishes if wish["importance"] == Importance.PLUS]


def mark(wish):
    """Return what stands for a wish in the name of its row.

    A browser that goes back ticks by names: a number would be another wish among those of another role.
    """
    return hashlib.sha256(wish.encode()).hexdigest()[:12]


class WishesWidget(forms.Widget):
    """A row with three answers for each thing on offer, and room for others.

    A row sends its name with the answer ("must:Python"), so that nothing depends on which rows the
    page offered: what another role had on offer comes back as something that the client added.
    """

    template_name = "contacts/widgets/wishes.html"

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices: tuple[Choice, ...] = ()

    def value_from_datadict(self, data, files, name):
        wishes = []
        for key in data:
            if key.startswith(f"{name}."):
                importance, _, wish = data[key].partition(":")
                wishes.append((importance, wish))
        for importance in Importance:
            lines = data.get(f"{name}-{importance.value}", "").splitlines()
            wishes += [(importance.value, line) for line in lines]
        return [
            {"name": clean_text(wish), "importance": importance}
            for importance, wish in wishes
            if clean_text(wish)
        ]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        wanted = {wish["name"]: wish["importance"] for wish in value or []}
        rows = [
            {
                "name": choice.name,
                "group": choice.group,
                "field": f"{name}.{mark(choice.name)}",
                "importance": wanted.get(choice.name, ""),
            }
            for choice in self.choices
        ]
        groups = [(name, list(group)) for name, group in groupby(rows, key=itemgetter("group"))]
        offered = {choice.name for choice in self.choices}
        context["widget"] |= {
            "groups": [
                {"name": name, "rows": group, "is_open": any(row["importance"] for row in group)}
                for name, group in groups
            ],
            "answers": [("", "Egal"), *((key.value, word) for key, word in WORDS.items())],
            "added": [
                {
                    "field": f"{name}-{importance.value}",
                    "word": word,
                    "text": "\n".join(
                        wish
                        for wish, answer in wanted.items()
                        if answer == importance and wish not in offered
                    ),
                }
                for importance, word in WORDS.items()
            ],
        }
        return context

    def id_for_label(self, id_):
        return f"{id_}-{Importance.MUST.value}"


class WishesField(forms.Field):
    """Tasks or skills that a client ticked or wrote down, a line each."""

    widget = WishesWidget
    default_error_messages = {
        "too_long": "Bitte kürzen Sie „%(beginning)s …“ auf höchstens %(most)d Zeichen.",
        "too_many": "Bitte nennen Sie höchstens %(most)d Punkte.",
        "invalid": "Bitte wählen Sie „Muss“, „Kann“ oder „Egal“.",
    }

    def offer(self, choices):
        self.widget.choices = tuple(choices)

    def to_python(self, value):
        first: dict[str, dict] = {}  # what is named twice counts as it was named first
        for wish in value or []:
            if wish["importance"] not in Importance:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            if len(wish["name"]) > LONGEST:
                message = self.error_messages["too_long"]
                params = {"most": LONGEST, "beginning": wish["name"][:30].rstrip()}
                raise ValidationError(message, code="too_long", params=params)
            first.setdefault(wish["name"], wish)
        if len(first) > MOST:
            message = self.error_messages["too_many"]
            raise ValidationError(message, code="too_many", params={"most": MOST})
        return list(first.values())

    def has_changed(self, initial, data):
        return (initial or []) != (data or [])

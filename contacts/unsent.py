"""What a visitor typed and we could not store: on the page, to send again or by mail."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import QueryDict

from contacts import wishes
from contacts.forms.role import OFFERED
from contacts.models import VacancyRequest

# Names of fields as the form labels them; what is not here is for programs.
LABELS = {
    "role_title": "Stellentitel",
    "level": "Level",
    "company": "Unternehmen",
    "name": "Name",
    "email": "E-Mail",
    "phone": "Telefon",
    "location": "Arbeitsort",
    "workplace": "Arbeitsweise",
    "start_on": "Beginn",
    "headcount": "Anzahl der Stellen",
    "budget_minimum": "Gehalt von",
    "budget_maximum": "Gehalt bis",
    "pay_basis": "Grundlage",
    "message": "Nachricht",
}
LONGEST_LINK = 1800  # characters; some mail programs cut what is longer


@dataclass(frozen=True)
class Unsent:
    """The fields of a form that came and could not be kept; reads nothing but what came."""

    data: QueryDict
    page: str = ""  # the address of the client's own page, where they wrote it there

    @property
    def fields(self):
        """Names and values to send the same form once more; files have to be chosen again."""
        ours = {"csrfmiddlewaretoken", "check", "submit"}
        return [
            (name, value)
            for name, values in self.data.lists()
            if name not in ours
            for value in values
        ]

    @property
    def text(self):
        """What was typed, as a text that a person can read, keep and send by mail."""
        chosen = OFFERED.get(self._said("edition"))
        lines = [f"Zu meiner Anfrage: {self.page}"] if self.page else []
        lines += [f"Jobprofil: {chosen}"] if chosen else []
        lines += [
            f"{label}: {self._said(name)}" for name, label in LABELS.items() if self._said(name)
        ]
        for name, label in {"tasks": "Aufgaben", "skills": "Fähigkeiten"}.items():
            wanted = wishes.WishesWidget().value_from_datadict(self.data, None, name)
            said = [
                f"{wish['name']} ({wishes.WORDS.get(wish['importance'], '')})" for wish in wanted
            ]
            if said:
                lines.append(f"{label}: {', '.join(said)}")
        return "\n".join(lines)

    def _said(self, name):
        value = self.data.get(name, "").strip()
        return dict(VacancyRequest.CHOICES.get(name, ())).get(value, value)

    @property
    def mail_link(self):
        body = quote(self.text)
        if len(body) > LONGEST_LINK:
            body = quote("Bitte fügen Sie hier den Text ein, den die Seite zeigt.")
        return f"mailto:{settings.CONTACT_EMAIL}?subject={quote('Vakanz anfragen')}&body={body}"

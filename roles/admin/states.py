"""How lists and pages of the back office name the state of a profile."""

from django.contrib import admin
from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from techminds.moments import in_words


class State(TextChoices):
    """States that a profile can be in, several at once; values stand in addresses."""

    LIVE = "live", "Auf der Website"
    DRAFT_ONLY = "entwurf", "Nur Entwurf"
    CHANGED = "geaendert", "Änderungen nicht veröffentlicht"
    SCHEDULED = "geplant", "Geplant"
    DUE = "faellig", "Prüfung fällig"
    WITHDRAWN = "zurueckgezogen", "Zurückgezogen"

    @property
    def adjective(self) -> str:
        """The method of the queryset that finds profiles in this state."""
        return self.name.lower()


class StateFilter(admin.SimpleListFilter):
    title = "Zustand"
    parameter_name = "zustand"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        chosen = self.value()
        return getattr(queryset, State(chosen).adjective)() if chosen in State.values else queryset


def states(profile):
    """Return each state of a profile, fetched `with_state`, with a detail to show beside it."""
    if profile.live_number:
        yield State.LIVE, f"Ausgabe {profile.live_number}, {localtime(profile.live_since):%d.%m.%Y}"
    elif profile.is_published:
        yield State.WITHDRAWN, ""
    elif not profile.scheduled_number:
        yield State.DRAFT_ONLY, ""
    if profile.scheduled_number:
        when = in_words(profile.scheduled_for)
        yield State.SCHEDULED, f"Ausgabe {profile.scheduled_number}, {when}"
    if profile.is_changed:
        yield State.CHANGED, ""
    if profile.is_due:
        yield State.DUE, ""


def badges(profile):
    """Show the states of a profile, fetched `with_state`."""
    rows = (
        (state.value, state.label, format_html(" <small>{}</small>", detail) if detail else "")
        for state, detail in states(profile)
    )
    return format_html(
        '<ul class="states">{}</ul>',
        format_html_join(
            mark_safe("\n"), '<li><span class="state state--{}">{}</span>{}</li>', rows
        ),
    )

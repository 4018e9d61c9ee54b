"""Drafts of what we answer a client. A consultant reads and changes them; nothing is sent by itself."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from contacts import privacy, wishes
from contacts.transparency import Code, neutral_title
from roles.vocabulary import Level

LONGEST_SUBJECT = 200
MOST_WISHES = 5  # that a line names; the brief on the client's page has all

# What to ask the client for each thing that applicants would be told too little about.
QUESTIONS = {
    Code.NO_RANGE: "Welches Jahresgehalt (brutto) haben Sie vorgesehen? Am besten eine Spanne: "
    "Bewerbende sollen sie vor dem Gespräch kennen.",
    Code.HALF_RANGE: "Von der Gehaltsspanne kennen wir nur ein Ende. Wo liegt das andere?",
    Code.SWAPPED_RANGE: "Bei der Gehaltsspanne liegt „von“ über „bis“. Welche Beträge sind richtig?",
    Code.NO_BASIS: "Worauf beruht das Gehalt, zum Beispiel auf einem Tarifvertrag oder auf den "
    "Gehaltsbändern Ihres Unternehmens?",
    Code.WIDE_RANGE: "Die Gehaltsspanne ist recht weit. Kommen zwei Level infrage, oder wovon hängt "
    "ab, wo jemand einsteigt?",
    Code.TITLE_EXCLUDES: "Der Titel „{title}“ könnte manche Menschen ausschließen. Unter welchem "
    "Titel dürfen wir die Stelle ausschreiben?",
    Code.TITLE_FOR_TWO: "Dürfen wir die Stelle als „{neutral}“ ausschreiben?",
    Code.TITLE_FOR_ONE: "Dürfen wir die Stelle als „{neutral}“ ausschreiben?",
}


def subject(request) -> str:
    """Return the subject of an answer, one line."""
    return f"Ihre Anfrage {request.reference}: {request.role}"[:LONGEST_SUBJECT]


def draft(request, *, by) -> str:
    """Return an answer to begin with; once the client has one, only its beginning and its end."""
    if request.is_answered:
        return blank(request, by=by)
    if not request.is_open:
        return _farewell(request, by)
    received_on = date_format(localtime(request.received_at), "j. F Y")
    return _letter(
        request,
        by,
        f"vielen Dank für Ihre Anfrage vom {received_on}. So haben wir Sie verstanden:",
        _listed(_understood(request)),
        _on_budget(request),
        _asked(request),
        "Als Nächstes würden wir gern kurz mit Ihnen sprechen, etwa 20 Minuten am Telefon. "
        "Nennen Sie uns bitte zwei Termine, die Ihnen passen.",
    )


def blank(request, *, by) -> str:
    """Return a letter that says nothing yet."""
    return _letter(request, by, "")


def _farewell(request, by):
    """The answer to a client for whom we do not search; why, a consultant says in their own words."""
    received_on = date_format(localtime(request.received_at), "j. F Y")
    if request.status == request.Status.WITHDRAWN:
        beginning = f"Ihre Anfrage vom {received_on} ist zurückgezogen, wir suchen nicht weiter."
    else:
        beginning = (
            f"vielen Dank für Ihre Anfrage vom {received_on}. Leider können wir diese Suche nicht "
            "für Sie übernehmen."
        )
    return _letter(
        request,
        by,
        beginning,
        f"Ihre Angaben löschen wir von selbst {privacy.after_closing()}; auf Ihrer Statusseite "
        "können Sie das auch gleich tun. Wenn Sie wieder jemanden suchen, freuen wir uns, von Ihnen "
        "zu hören.",
    )


def about_new_link(request, *, by) -> str:
    """Return the draft that comes with a new link; the link itself stands below every answer."""
    return _letter(
        request,
        by,
        "Ihre Statusseite hat jetzt einen neuen Link. Er steht am Ende dieser Nachricht; der "
        "bisherige öffnet die Seite nicht mehr.",
        "Wer den Link hat, kann die Anfrage lesen und ändern. Geben Sie ihn bitte nur weiter, wenn "
        "Sie das möchten.",
    )


def _letter(request, by, *paragraphs):
    # An account without a name has nothing that a client should read.
    signature = "\n".join(filter(None, [by.get_full_name(), "TechMinds", settings.CONTACT_PHONE]))
    parts = [f"Guten Tag {request.name},", *filter(None, paragraphs)]
    if not any(paragraphs):
        parts.append("")
    return "\n\n".join([*parts, f"Freundliche Grüße\n{signature}"])


def _listed(lines):
    return "\n".join(f"- {line}" for line in lines)


def _understood(request):
    level = request.get_level_display()
    yield f"Stelle: {neutral_title(request.role)}{f', {level}' if level else ''}"
    if request.headcount:
        yield f"Anzahl der Stellen: {request.headcount}"
    if place := ", ".join(filter(None, [request.location, request.get_workplace_display()])):
        yield f"Arbeitsort: {place}"
    if request.start:
        yield f"Beginn: {request.start}"
    for heading, said in (("Aufgaben", request.tasks), ("Fähigkeiten", request.skills)):
        if musts := wishes.must(said):
            more = " und mehr" if len(musts) > MOST_WISHES else ""
            yield f"{heading}: {', '.join(musts[:MOST_WISHES])}{more}"
    if request.budget:
        yield f"Jahresgehalt brutto: {request.budget}"


def _on_budget(request):
    verdict = request.verdict
    if verdict is None or not verdict.bands:
        return ""
    return " ".join(
        filter(None, ["So steht Ihr Budget am Markt.", verdict.sentence, verdict.caution])
    )


def _asked(request):
    questions = dict.fromkeys(_questions(request))
    if not questions:
        return ""
    begin = "Damit wir gezielt suchen können, fehlt uns noch etwas:"
    return f"{begin}\n{_listed(questions)}"


def _questions(request):
    title = request.advertised["title"]
    for flag in request.flags:
        yield QUESTIONS[flag.code].format(title=title, neutral=neutral_title(title))
    if not request.level:
        levels = [str(label) for label in Level.labels]
        yield f"Welches Level suchen Sie: {', '.join(levels[:-1])} oder {levels[-1]}?"
    if not request.tasks and not request.skills:
        yield "Welche Aufgaben und Fähigkeiten sind Ihnen am wichtigsten?"
    if not request.location and not request.workplace:
        yield "Wo ist der Arbeitsort, und wie viel davon kann remote sein?"
    elif not request.workplace:
        yield "Wie viel der Arbeit kann remote sein?"
    elif not request.location and request.workplace != request.Workplace.REMOTE:
        yield "Wo ist der Arbeitsort?"
    if not request.start_on:
        yield "Wann soll es losgehen?"
    if not request.phone:
        yield "Unter welcher Nummer erreichen wir Sie?"

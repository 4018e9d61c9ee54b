"""Whether a vacancy may bear the titles of a guide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from roles.guide import Guide
from roles.preflight.finding import Finding, error, warning

EXCLUDING = {
    "ihres Alters": r"junge[mnrs]?|jünger\w*|digital natives?|young professionals?|berufsanfänger\w*",
    "ihrer Herkunft": r"[\w-]*muttersprach\w*|native speakers?",
    "ihres Geschlechts": r"männlich\w*|weiblich\w*|nur für (?:frauen|männer)",
}

# All sexes, for the whole title: "(m/w/d)" in any order, "(gn)", "(mwd)".
FOR_ALL = re.compile(
    r"\b[mwfdxi](?: ?[/|*,] ?(?:[mwfdxi]|divers)\b){2,}|\((?:gn\*?|[mwfdx]{3})\)"
    r"|\ball genders\b|\balle geschlechter\b",
    re.IGNORECASE,
)
FOR_TWO = re.compile(r"\(?\b(?:m ?[/|] ?[wf]|[wf] ?[/|] ?m)\b\)?", re.IGNORECASE)
# Both forms, behind one word: "/in", "-in", "(in)", "*in", ":in", "/-frau".
PAIRED = re.compile(
    r"[/*:_·]-?(?:in|innen|r|n|e|[^\W\d_]*(?:frau|mann))\b|\(-?(?:in|innen|r|n|e)\)", re.IGNORECASE
)

# Ends of German words for people, to which "in" is added for a woman.
PEOPLE = (
    "arbeiter|architekt|assistent|berater|betreuer|chef|chemiker|direktor|elektriker|elektroniker"
    "|entwickler|forscher|gestalter|grafiker|helfer|informatiker|ingenieur|koordinator|lehrer|leiter"
    "|mathematiker|mechaniker|mechatroniker|meister|ökonom|physiker|planer|praktikant|programmierer"
    "|prüfer|redakteur|referent|spezialist|statistiker|techniker|verkäufer|vertreter|wirt"
    "|wissenschaftler"
)
# These are English too, and neutral as a word of their own: "Data Analyst", but "Datenanalyst".
PEOPLE_IN_COMPOUNDS = (
    "administrator|analyst|controller|designer|manager|moderator|operator|student|tester|trainer"
)
LETTER = r"[^\W\d_]"
ONE_FORM = re.compile(
    rf"""
    (?<!{LETTER})
    (?:
        (?P<person>{LETTER}*(?:{PEOPLE}|(?<={LETTER})(?:{PEOPLE_IN_COMPOUNDS})))(?P<woman>in)?
        | (?P<trade>{LETTER}*(?:kauf|fach|amts|ob))(?:mann|frau)
        | (?P<adjective>{LETTER}*(?:beauftragte|verantwortliche|angestellte|auszubildende))r?
        | {LETTER}*expert(?:e|in)
    )
    (?!{LETTER})
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Lack(Enum):
    """Why a vacancy should not bear a title: it leaves people out, or names too few sexes."""

    EXCLUDES = "excludes"
    TWO_SEXES = "two sexes"
    ONE_SEX = "one sex"


def check_titles(guide: Guide) -> Iterator[Finding]:
    """Find what a vacancy must not be headed with.

    A post may be advertised without regard to sex, age, origin, religion, disability or sexual
    identity only (§ 11 with §§ 1 and 7 AGG), and there are more than two sexes (§ 22 (3) PStG).
    """
    yield from _title(guide.title, "title", "Der Titel", error)
    for title in guide.other_titles:
        yield from _title(title, "other_titles", "Die Bezeichnung", warning)


def _title(title, field, name, of_excluding) -> Iterator[Finding]:
    for lack, rest in objections(title):
        finding = of_excluding if lack is Lack.EXCLUDES else warning
        yield finding(field, f"{name} „{title}“ {rest}")


def objections(title: str) -> Iterator[tuple[Lack, str]]:
    """Say what is wrong with a title: each time why, and the end of a sentence that begins with
    "Der Titel „…“".
    """
    for reason, words in EXCLUDING.items():
        if match := re.search(rf"(?<![\w-])(?:{words})(?!\w)", title, re.IGNORECASE):
            yield (
                Lack.EXCLUDES,
                f"schließt mit „{match[0]}“ Menschen wegen {reason} aus. Nehmen Sie das Wort heraus.",
            )
    if FOR_ALL.search(title):
        return
    if FOR_TWO.search(title):
        yield Lack.TWO_SEXES, "nennt nur zwei Geschlechter. Schreiben Sie „(m/w/d)“."
        return
    found = list(ONE_FORM.finditer(title))
    forms = {match[0].casefold() for match in found}
    for match in found:
        is_paired = PAIRED.match(title, match.end()) or match["woman"] == "In"
        if is_paired or _other_form(match[0].casefold()) in forms:
            continue
        neutral = title[: match.start()] + _neutral(match) + title[match.end() :]
        yield (
            Lack.ONE_SEX,
            f"nennt nur ein Geschlecht. Neutral ist zum Beispiel „{neutral}“.",
        )


def _other_form(form) -> str:
    for one, other in (("mann", "frau"), ("frau", "mann"), ("in", "")):
        if form.endswith(one):
            return form.removesuffix(one) + other
    return f"{form}in"


def _neutral(match) -> str:
    if person := match["person"]:
        return f"{person}/in"
    if trade := match["trade"]:
        return f"{trade}mann/-frau"
    if adjective := match["adjective"]:
        return f"{adjective}/r"
    return f"{match[0]} (m/w/d)"

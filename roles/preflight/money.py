"""Whether prose leaves figures to the salary bands, and names every level once it names some."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import capfirst, get_text_list

from roles import figures
from roles.amounts import HIGHEST, LOWEST
from roles.guide import Guide
from roles.preflight.finding import Finding
from roles.preflight.texts import Text
from roles.vocabulary import Level

_SIGN = r"(?:€|(?:euros?|eur)(?![^\W\d_]))"
_THOUSANDS = r"(?:[kt]€|teur(?!\w)|k(?!\w)|tsd\.?(?!\w)|tausend(?!\w))"
_NUMBER = (
    r"(?:[1-9][0-9]{0,2}(?:[.' ][0-9]{3})+(?:,[0-9]{2})?|[0-9]{1,7}(?:[.,][0-9]{1,2})?)"
    r"(?![0-9])(?:,[-–]{1,2})?"
)
MONEY = re.compile(
    rf"""
    (?<![\w.,/–-])
    (?P<before>{_SIGN}[ ]?)?
    (?P<low>{_NUMBER})(?:[ ]?(?P<low_unit>{_THOUSANDS}))?(?P<low_sign>[ -]?{_SIGN})?
    (?:
        [ ]?(?:[-–—]|bis(?:[ ]zu)?[ ]|(?(low_sign)(?!)|und[ ]))[ ]?(?:{_SIGN}[ ]?)?
        (?P<high>{_NUMBER})(?:[ ]?(?P<high_unit>{_THOUSANDS}))?(?P<high_sign>[ -]?{_SIGN})?
    )?
    (?![\w%])
    """,
    re.IGNORECASE | re.VERBOSE,
)
DIGIT = re.compile("[0-9]")
SPACES = {ord(space): " " for space in "\u00a0\u2009\u202f"}
SEPARATED = re.compile(r"[.' ](?=[0-9]{3})")
# What a number without a sign counts is a noun, which German writes with a capital, with or without
# an adjective: "80k Zeilen", "80k neue Zeilen".
COUNTED = re.compile(r"[ -](?:(?P<adjective>[a-zäöüß]{2,}en?) )?(?P<noun>[A-ZÄÖÜ]\w+)")
NO_ADJECTIVES = {"gegen", "neben", "ohne", "sowie", "zwischen"}
NO_NOUNS = {"Sie", "Ihr", "Ihre", "Ihnen"}

PAY = re.compile(
    r"gehalt|gehält|verdien|(?<!be)lohn(?![et])|löhne|vergüt|einkommen|brutto|netto|bezahl"
    r"|(?:stunden|tages)s[aä]tz",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\b(?:im|pro|je) (?:jahr|monat|stunde|tag)\b|jährlich|monatlich|\bp\. ?a\.", re.IGNORECASE
)
LEVEL = re.compile("|".join(re.escape(level.label) for level in Level) + "|junior", re.IGNORECASE)
OTHER_MONEY = re.compile(
    r"kost|budget|umsatz|umsätz|preis|schaden|schäden|invest|einspar|strafe|bußgeld"
    r"|(?<!be)rechnung|förder|zuschuss|gewinn|verlust|miete|gebühr",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """Money as somebody wrote it, in the sentence around it; `ends` in whole euros, one may be both."""

    words: str
    ends: tuple[int, int]
    sentence: str


def check_money(guide: Guide, text: Text) -> Iterator[Finding]:
    """Find placeholders that nothing fills, figures that stand in prose, and a level left out."""
    yield from _placeholders(guide, text)
    found = {figure.words: figure for figure in bare_figures(text)}
    for figure in found.values():
        yield _figure(guide, text, figure)
    if text.is_rich:
        yield from _levels(guide, text, found.values())


def bare_figures(text: Text) -> Iterator[Figure]:
    """Yield what is written as pay instead of a placeholder.

    Money with its sign is taken for pay where it could be that of a year, or where the sentence or
    the heading above it speaks of pay. Without one nothing may be counted ("80k Zeilen"), and it has
    to be a range as of "80.000–120.000", or "80k" beside a word for pay, a period or a level, or a
    single "80.000" beside a word for pay.
    """
    is_about_pay = text.field == "salary_introduction" or bool(PAY.search(text.title))
    for block in text.blocks:
        for sentence in filter(DIGIT.search, block.sentences):
            # As long as the sentence itself, so that places in one are places in the other.
            plain = figures.BROKEN.sub(lambda match: "·" * len(match[0]), sentence)
            plain = plain.translate(SPACES)
            speaks_of_pay = is_about_pay or _speaks_of_pay(plain)
            for match in MONEY.finditer(plain):
                if _is_pay(match, plain, speaks_of_pay):
                    words = sentence[match.start() : match.end()]
                    yield Figure(words, _ends(match), sentence)


def _speaks_of_pay(sentence):
    is_regular = PERIOD.search(sentence) and not OTHER_MONEY.search(sentence)
    return bool(PAY.search(sentence) or is_regular)


def _is_pay(match, sentence, speaks_of_pay):
    is_plausible = all(LOWEST <= end <= HIGHEST for end in _ends(match))
    units = f"{match['low_unit'] or ''}{match['high_unit'] or ''}"
    signs = (match["before"], match["low_sign"], match["high_sign"])
    if any(signs) or re.search("€|eur", units, re.IGNORECASE):
        return is_plausible or speaks_of_pay
    if not is_plausible or _is_count(sentence, match.end()):
        return False
    if units:
        return speaks_of_pay or bool(LEVEL.search(sentence))
    if match["high"]:
        return bool(SEPARATED.search(match["high"]))
    return speaks_of_pay and bool(SEPARATED.search(match["low"]))


def _is_count(sentence, end):
    counted = COUNTED.match(sentence, end)
    if counted is None:
        return False
    adjective, noun = counted["adjective"] or "", counted["noun"]
    if adjective in NO_ADJECTIVES or PAY.search(adjective):
        return False
    return not (noun in NO_NOUNS or PAY.match(noun) or LEVEL.match(noun))


def _ends(match) -> tuple[int, int]:
    low = _value(match["low"], match["low_unit"])
    if not match["high"]:
        return low, low
    high = _value(match["high"], match["high_unit"])
    # "80 bis 120.000 Euro" and "80–120k" say the thousands once.
    is_short = low < 1000 and not match["low_unit"] and low * 1000 <= high
    return (low * 1000 if is_short else low), high


def _value(number, unit):
    number = re.sub(",[-–]+$", "", number)
    if SEPARATED.search(number):
        number = SEPARATED.sub("", number)
    value = float(number.replace(",", "."))
    return round(value * 1000 if unit else value)


def _figure(guide, text, figure):
    quoted = f"„{figure.words}“ {text.where}"
    if not (placeholder := _placeholder(guide, figure)):
        speaks_of_other = OTHER_MONEY.search(figure.sentence) and not PAY.search(figure.sentence)
        if speaks_of_other:
            return text.warning(
                f"{quoted} steht in keiner Gehaltsspanne. Ist ein Gehalt gemeint, gehört es dorthin."
            )
        return text.error(
            f"{quoted} steht in keiner Gehaltsspanne. Ergänzen Sie die Spanne, oder nehmen Sie den "
            "Betrag aus dem Text."
        )
    if not text.is_rich:
        return text.warning(
            f"{quoted} veraltet, sobald sich die Gehaltsspanne ändert. Lassen Sie den Betrag weg."
        )
    return text.warning(
        f"{quoted} veraltet, sobald sich die Gehaltsspanne ändert. Schreiben Sie {placeholder}."
    )


def _placeholder(guide, figure) -> str:
    """Return what to write instead of a figure; "" where no band has it."""
    for band in guide.salary_bands:
        if figure.ends == (band.minimum, band.maximum):
            return f"[Gehalt {band.label}]"
    if figure.ends == guide.pay:
        return "[Gehalt gesamt]"
    found = []
    for end in figure.ends:
        bands = [band for band in guide.salary_bands if end in {band.minimum, band.maximum}]
        if not bands:
            return ""
        # Where one band ends and the next begins, the sentence may say which is meant.
        meant = next((band for band in bands if band.label in figure.sentence), bands[0])
        found.append(f"[Gehalt {meant.label}]")
    return " und ".join(dict.fromkeys(found))


def _placeholders(guide, text):
    if text.is_rich:
        for placeholder in figures.unknown(text.content, guide):
            yield text.error(f"Zu „{strip_tags(placeholder)}“ gibt es keine Gehaltsspanne.")
    elif match := figures.BROKEN.search(text.content):
        if text.field == "teaser":
            yield text.error("Der Anriss steht ohne Zahlen; die Spanne wird ergänzt.")
        else:
            yield text.error(
                f"„{match[0]}“ {text.where} wird dort nicht ersetzt. Nehmen Sie es heraus."
            )


def _levels(guide, text, found):
    named = {
        figures.LEVELS.get(" ".join(name.split()).casefold())
        for name in figures.PLACEHOLDER.findall(text.plain)
    }
    ends = {figure.ends for figure in found}
    bands = guide.salary_bands
    stated = [band for band in bands if band.level in named or (band.minimum, band.maximum) in ends]
    missing = [band for band in bands if band not in stated]
    if len(stated) > 1 and missing:
        verb = "fehlt" if len(missing) == 1 else "fehlen"
        yield text.warning(
            f"{capfirst(text.where)} stehen die Spannen für {_listed(stated)}; die für "
            f"{_listed(missing)} {verb}. Ergänzen Sie "
            f"{get_text_list([f'[Gehalt {band.label}]' for band in missing], 'und')}."
        )


def _listed(bands):
    return get_text_list([band.label for band in bands], "und")

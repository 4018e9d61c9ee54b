"""German typography for texts that people type: what a keyboard lacks is set when a page shows it."""

import re

NARROW_SPACE = "\u202f"  # no line breaks here

# Letters that only mean something together. A list, since a single letter may also end a sentence.
TOGETHER = (
    "z. B.",
    "d. h.",
    "u. a.",
    "i. d. R.",
    "o. Ä.",
    "u. U.",
    "v. a.",
    "z. T.",
    "s. o.",
    "s. u.",
)
ABBREVIATION = re.compile(
    r"\b(?:"
    + "|".join(re.escape(words).replace(r"\ ", r"(?:\s|&nbsp;)?") for words in TOGETHER)
    + r")(?!\w)"
)
UNIT = re.compile(r"(?<=\d)(?: |&nbsp;)(?=[%€])")
SIGN = re.compile(r"(§§?|Art\.|Abs\.|Nr\.)(?: |&nbsp;)(?=\d)")
# Between words only: a hyphen at the start of a line may be the sign of a list.
DASH = re.compile(r"(?<=[\w.,;:!?)“])[ \u00a0](?:-|–) (?=[\w„(]|$)")
# Only before a unit: codes and numbers of telephones have hyphens too.
RANGE = re.compile(
    r"(?<![\w.-])(\d{1,3}(?:\.\d{3})*)-(\d{1,3}(?:\.\d{3})*)"
    r"(?=[\s\u202f]?(?:€|%|Prozent|Euro|Jahr|Monat|Woche|Tag|Stunde|Person))"
)
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
TAG_OR_TEXT = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|br)\b", re.IGNORECASE)
OPENS_AFTER = " \u00a0\u202f\n\t([„–/"


def typeset(html: str) -> str:
    """Return rich text, or plain text, with German quotes, dashes and spaces.

    Only what stands between tags changes; typesetting twice changes nothing more. Sanitise what
    comes out, not what goes in.
    """
    before = " "
    parts = []
    for part in TAG_OR_TEXT.split(html):
        if part.startswith("<"):
            before = " " if BLOCK.match(part) else before
        elif part:
            part = _spaces(_quotes(part, before), before)
            before = part[-1]
        parts.append(part)
    return "".join(parts)


def _spaces(text, before):
    text = ABBREVIATION.sub(
        lambda match: re.sub(r"\.(?:\s|&nbsp;)?(?=\w)", f".{NARROW_SPACE}", match[0]), text
    )
    text = UNIT.sub(NARROW_SPACE, text)
    text = SIGN.sub(rf"\1{NARROW_SPACE}", text)
    text = APOSTROPHE.sub("’", text)
    text = RANGE.sub(r"\1–\2", text).replace("...", "…")
    # No line begins with a dash.
    return DASH.sub("\u00a0– ", before + text)[1:]


def _quotes(text, before):
    if '"' not in text:
        return text
    signs = []
    for sign in text:
        if sign == '"':
            sign = "„" if before in OPENS_AFTER else "“"
        signs.append(sign)
        before = sign
    return "".join(signs)


def grouped(number: int) -> str:
    """Return "80.000"."""
    return f"{number:,}".replace(",", ".")

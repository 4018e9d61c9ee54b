"""German typography for texts that people type: what a keyboard lacks is set when a page shows it."""

import re

NARROW_SPACE = "\u202f"  # no line breaks here

# "z. B.", "i. d. R.": letters that only mean something together.
ABBREVIATION = re.compile(r"\b(?:[a-zäöü]\.(?:\s|&nbsp;)?){1,3}[A-Za-zÄÖÜ]\.(?!\w)")
UNIT = re.compile(r"(?<=\d)(?: |&nbsp;)(?=[%€])")
SIGN = re.compile(r"(§§?|Art\.|Abs\.|Nr\.)(?: |&nbsp;)(?=\d)")
DASH = re.compile(r"(?<=[\w.,;:!?)“]) - (?=[\w„(]|$)")
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
            part = _quotes(_spaces(part), before)
            before = part[-1]
        parts.append(part)
    return "".join(parts)


def _spaces(text):
    text = ABBREVIATION.sub(
        lambda match: re.sub(r"\.(?:\s|&nbsp;)?(?=[A-Za-zÄÖÜäöü])", f".{NARROW_SPACE}", match[0]),
        text,
    )
    text = UNIT.sub(NARROW_SPACE, text)
    text = SIGN.sub(rf"\1{NARROW_SPACE}", text)
    text = APOSTROPHE.sub("’", text)
    return DASH.sub(" – ", text)


def _quotes(text, before):
    signs = []
    for sign in text:
        if sign == '"':
            sign = "„" if before in OPENS_AFTER else "“"
        signs.append(sign)
        before = sign
    return "".join(signs)

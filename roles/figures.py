"""Figures in prose: placeholders that an editor writes and that the salary bands fill.

"[Gehalt Senior]" is the band of a level, "[Gehalt gesamt]" reaches from the lowest minimum to the
highest maximum.
"""

import re

from roles.amounts import format_range
from roles.guide import Guide
from roles.vocabulary import Level

PLACEHOLDER = re.compile(r"\[Gehalt\s+([^\[\]<>]{1,40})\]")
OVERALL = "gesamt"
LEVELS = {level.label.casefold(): level for level in Level}


def _figure(name, guide):
    name = name.strip().casefold()
    if name == OVERALL:
        return format_range(*guide.pay) if guide.pay else None
    band = guide.band(LEVELS[name]) if name in LEVELS else None
    return str(band) if band else None


def fill(text: str, guide: Guide) -> str:
    """Return the text with the figures of the guide's bands; what has none stays as it is."""
    return PLACEHOLDER.sub(lambda match: _figure(match[1], guide) or match[0], text)


def unknown(text: str, guide: Guide) -> list[str]:
    """Return the placeholders in the text that no band of the guide fills."""
    return [match[0] for match in PLACEHOLDER.finditer(text) if not _figure(match[1], guide)]

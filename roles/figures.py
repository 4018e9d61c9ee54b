"""Figures in prose: placeholders that an editor writes and that the salary bands fill.

"[Gehalt Senior]" is the band of a level, "[Gehalt gesamt]" reaches from the lowest minimum to the
highest maximum.
"""

import re

from roles.amounts import format_range
from roles.guide import Guide
from roles.vocabulary import Level

# The sanitiser writes a no-break space as "&nbsp;".
PLACEHOLDER = re.compile(r"\[gehalt(?:\s|&nbsp;)+([^\[\]<>]{1,40})\]", re.IGNORECASE)
BROKEN = re.compile(r"\[[^\[\]]{0,40}gehalt[^\[\]]{0,80}\]?", re.IGNORECASE)
OVERALL = "gesamt"
LEVELS = {level.label.casefold(): level for level in Level}


def _figure(name, guide):
    name = " ".join(name.replace("&nbsp;", " ").split()).casefold()
    if name == OVERALL:
        return format_range(*guide.pay) if guide.pay else None
    band = guide.band(LEVELS[name]) if name in LEVELS else None
    return str(band) if band else None


def fill(text: str, guide: Guide) -> str:
    """Return the text with the figures of the guide's bands; what has none stays as it is."""
    return PLACEHOLDER.sub(lambda match: _figure(match[1], guide) or match[0], text)


def unknown(text: str, guide: Guide) -> list[str]:
    """Return what stands in the text like a placeholder and no band of the guide fills."""
    return [match[0] for match in BROKEN.finditer(fill(text, guide))]

"""The colours of static/css/tokens.css, for what no stylesheet reaches: pictures and the manifest."""

import re
from functools import cache
from typing import Literal

from django.conf import settings

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
RAW = re.compile(r"--(raw-[a-z0-9-]+): (#[0-9a-f]+);")
MEANING = re.compile(
    r"--color-([a-z-]+): light-dark\(var\(--([a-z0-9-]+)\), var\(--([a-z0-9-]+)\)\);"
)


@cache
def colors(scheme: Literal["light", "dark"] = "light") -> dict[str, str]:
    """Return the colours by their meaning, such as "accent" or "text-muted", as "#rrggbb" or "#rgb"."""
    sheet = TOKENS.read_text(encoding="utf-8")
    raw = dict(RAW.findall(sheet))
    return {
        meaning: raw[light if scheme == "light" else dark]
        for meaning, light, dark in MEANING.findall(sheet)
    }

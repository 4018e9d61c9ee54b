"""What keeps something from being a Guide, said in German."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

# What is not listed here is said in pydantic's words.
SENTENCES = {
    "missing": "fehlt",
    "extra_forbidden": "gibt es in einem Guide nicht",
    "string_type": "muss Text sein",
    "string_too_short": "darf nicht leer sein",
    "string_too_long": "ist länger als {max_length} Zeichen",
    "too_short": "darf nicht leer sein",  # a text that was cleaned first
    "too_long": "ist länger als {max_length} Zeichen",
    "string_pattern_mismatch": "hat nicht die verlangte Form",
    "int_type": "muss eine ganze Zahl sein",
    "greater_than": "muss größer sein als {gt}",
    "less_than_equal": "darf höchstens {le} sein",
    "enum": "muss einer dieser Werte sein: {expected}",
    "literal_error": "muss {expected} sein",
    "date_type": "muss ein Datum sein, zum Beispiel 2027-05-31",
    "date_from_datetime_parsing": "muss ein Datum sein, zum Beispiel 2027-05-31",
    "date_from_datetime_inexact": "muss ein Datum sein, zum Beispiel 2027-05-31",
    "tuple_type": "muss eine Liste sein",
    "model_type": "muss ein Block mit Schlüsseln sein",
    "value_error": "{error}",
}


@dataclass(frozen=True)
class Fault:
    """Where a document is at fault, as keys and positions from its top, and how."""

    path: tuple[str | int, ...]
    sentence: str

    @property
    def field(self) -> str:
        """The place as people write it: "salary_bands[2].minimum", positions from 1."""
        steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in self.path]
        return "".join(steps).lstrip(".") or "Guide"

    def __str__(self):
        return f"{self.field}: {self.sentence}".rstrip(".") + "."


def faults(error: ValidationError) -> list[Fault]:
    """Return each thing that pydantic found wrong."""
    return [
        Fault(
            found["loc"],
            SENTENCES.get(found["type"], found["msg"].replace("{", "{{").replace("}", "}}")).format(
                **found.get("ctx", {})
            ),
        )
        for found in error.errors()
    ]

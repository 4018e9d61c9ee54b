from __future__ import annotations

from dataclasses import dataclass

from roles.guide import Guide

PLACES = list(Guide.model_fields)


@dataclass(frozen=True)
class Finding:
    """Something an editor should mend: where, what, and how grave.

    `field` is a field of the document. In one that holds parts, `index` is the place of the part
    (from 0, None for all of them) and `column` the field within it; of the author there is only one,
    so that it has a column alone.
    """

    field: str
    message: str
    is_error: bool
    index: int | None = None
    column: str = ""

    @property
    def rank(self) -> tuple[bool, int, int]:
        """By which findings are sorted: errors first, then as a reader comes upon them."""
        return not self.is_error, PLACES.index(self.field), -1 if self.index is None else self.index


def error(field: str, message: str, index: int | None = None, column: str = "") -> Finding:
    return Finding(field, message, True, index, column)


def warning(field: str, message: str, index: int | None = None, column: str = "") -> Finding:
    return Finding(field, message, False, index, column)

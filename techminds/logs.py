"""Log lines that name nobody: what broke and where, and nothing of what somebody typed.

Messages of exceptions quote values: a database names the row that it refused, a mail server the
address, `int()` what it could not read. Types and frames say enough to find the line.
"""

import logging
import re
import traceback

# What opens somebody's page: part of an address, or its query (contacts/urls.py, roles/urls.py).
TOKENS = re.compile(r"(/(?:anfrage|entwurf)/|\banfrage=)[^\s/?&#'\"]+")
MASKED = r"\1…"

FRAME = re.compile(r'^  File "[^"\n]*", line \d+, in \S+$', re.MULTILINE)
TYPE = re.compile(r"^[\w.]+", re.MULTILINE)


class NamesNobody(logging.Formatter):
    """Leaves out the messages of exceptions and the tokens in addresses."""

    def format(self, record):
        return TOKENS.sub(MASKED, super().format(record))

    def formatException(self, exc_info):
        return "\n".join(described(exc_info[1]))


def described(error, seen=()):
    """Yield the lines of a traceback with types for messages, causes first, each error once."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before and id(before) not in seen:
        yield from described(before, (*seen, id(error)))
        yield "Then, because of it or while it was handled:"
    yield "Traceback (most recent call last):"
    for frame in traceback.format_tb(error.__traceback__):
        yield frame.rstrip("\n")
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def only_frames(printed):
    """Return the frames of a traceback that was printed with its message, and the last type."""
    frames = list(FRAME.finditer(printed))
    if not frames:
        return ""
    error = TYPE.search(printed, frames[-1].end() + 1)
    return "\n".join([*(frame.group() for frame in frames), error.group() if error else ""])

"""What may not be in a PDF: looked for with pypdf, in a process of its own with hard limits.

pypdf repairs what it can, and a file made for it can keep it busy for minutes or fill the memory.
Inside the web process nothing could end that, so this module is a program: the document on its
standard input, a `Reason` or nothing on its standard output.
"""

import contextlib
import logging
import os
import re
import resource
import signal
import subprocess
import sys
from collections import deque
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

from contacts.refusals import Reason, Refused

logger = logging.getLogger(__name__)

PROCESSOR_TIME = 5  # seconds; 1,000 pages with 10,000 links take 2.5
PATIENCE = 20  # seconds by the clock, for a machine that has other things to do as well
# At once in one web process, which has four threads: who sends files made to keep us busy leaves two of
# them to everybody else.
INSPECTIONS = BoundedSemaphore(2)
LONGEST_WAIT = 5  # seconds for one's turn
MEMORY = 512 * 1024 * 1024  # bytes of address space

# Actions that run something, and keys that only stand where there is a script.
RUNNING = {"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"}
SCRIPTS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/OnInstantiate"}
FILES = {"/EF", "/EmbeddedFiles"}
# What a document may do by itself, when it opens or the reader turns a page.
HARMLESS = {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans"}
# The way back up, and parts where no action can stand; they are most of a document.
PASSED_OVER = {
    *("/Parent", "/P", "/StructTreeRoot", "/Resources", "/Contents", "/Metadata", "/AP"),
    *("/Thumb", "/OutputIntents"),
}
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


def inspect(data: bytes):
    """Raise `Refused` for a PDF that can't be read or holds more than something to read."""
    if not INSPECTIONS.acquire(timeout=LONGEST_WAIT):
        logger.warning("An inspection of a PDF found no turn within %d seconds.", LONGEST_WAIT)
        raise Refused(Reason.UNCHECKED)
    try:
        done = _inspected(data)
    except subprocess.TimeoutExpired:
        raise Refused(Reason.TOO_MUCH) from None
    except OSError as error:
        logger.error("The inspection of a PDF does not start: %s", error.strerror)
        raise Refused(Reason.UNCHECKED) from None
    finally:
        INSPECTIONS.release()
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise Refused(Reason.TOO_MUCH)
    if done.returncode:
        logger.error("The inspection of a PDF ended with status %d.", done.returncode)
        raise Refused(Reason.UNCHECKED)
    if done.stdout:
        raise Refused(Reason(done.stdout.decode()))


def _inspected(data):
    """Run this module on the document, and return what became of that."""
    return subprocess.run(
        [sys.executable, "-B", "-E", "-s", "-m", "contacts.pdf_inspection"],
        input=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # pypdf quotes from the document there
        cwd=Path(__file__).resolve().parents[1],
        env={},  # no passwords beside a hostile file
        timeout=PATIENCE,
    )


def finding(data: bytes) -> Reason | None:
    """Return why a PDF is refused, or None."""
    # The web process imports this module too and never needs pypdf, which is 20 MB.
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            return Reason.LOCKED
        return _found_below(reader.root_object) or (
            None if len(reader.pages) else Reason.UNREADABLE
        )
    except MemoryError:
        return Reason.TOO_MUCH
    except Exception:  # a damaged file makes pypdf raise anything from KeyError to RecursionError
        return Reason.LOCKED if ENCRYPTED.search(data) else Reason.UNREADABLE


def _found_below(catalog):
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting, seen = deque([catalog]), set()
    while waiting:
        node = waiting.popleft()
        if isinstance(node, IndirectObject):
            if (node.idnum, node.generation) in seen:
                continue
            seen.add((node.idnum, node.generation))
            node = node.get_object()
        if isinstance(node, DictionaryObject):
            if reason := _found_in(node):
                return reason
            inside = (node.raw_get(key) for key in node if key not in PASSED_OVER)
        elif isinstance(node, ArrayObject):
            inside = (item for item in node)
        else:
            continue
        waiting.extend(
            item
            for item in inside
            if isinstance(item, IndirectObject | DictionaryObject | ArrayObject)
        )
    return None


def _found_in(node):
    if any(node[key] for key in FILES & node.keys()):
        return Reason.EMBEDDED
    if SCRIPTS & node.keys() or _kind(node) in RUNNING:
        return Reason.SCRIPTS
    by_itself = [node["/OpenAction"]] if "/OpenAction" in node else []
    if "/AA" in node:
        by_itself += [node["/AA"][event] for event in node["/AA"]]
    # An array is a place in the document to begin at.
    if any(hasattr(action, "keys") and _kind(action) not in HARMLESS for action in by_itself):
        return Reason.SCRIPTS
    return None


def _kind(action):
    return action["/S"] if "/S" in action and isinstance(action["/S"], str) else None


def main():
    os.nice(10)  # the web processes go first
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_TIME, PROCESSOR_TIME + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(finding(sys.stdin.buffer.read()) or "")


if __name__ == "__main__":
    main()

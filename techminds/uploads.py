"""Uploads from the public: bounded while they come in, and never at the cost of the form's text.

Django alone keeps every file of any size on disk, and answers more than a hundred of them with an
error page. Here a file that is too large or one too many is skipped as it streams by, and the form
learns of it: it must refuse a request that has `refused_uploads`, but has all its text.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class Refusal(Enum):
    TOO_LARGE = auto()
    TOO_MANY = auto()


class RefusedUpload(NamedTuple):
    """A file that was skipped: its name as the browser sent it, and why."""

    name: str
    refusal: Refusal


class BoundedUpload(FileUploadHandler):
    """Let files of at most `largest` bytes pass to the next handlers, and no more than `most`.

    It goes first: `request.upload_handlers.insert(0, BoundedUpload(request, largest=…, most=…))`,
    before anything reads `request.POST`. What it skips is in `request.refused_uploads`, once
    `request.POST` or `request.FILES` has been read. An empty file takes no room and always passes.
    """

    def __init__(self, request: HttpRequest, *, largest: int, most: int):
        super().__init__(request)
        self.largest = largest
        self.most = most
        self.number = 0
        self.refused: list[RefusedUpload] = []
        request.refused_uploads = self.refused  # type: ignore[attr-defined]

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.number += 1

    def receive_data_chunk(self, raw_data, start):
        # Not in new_file: there the next handlers still hold the file before, and Django would
        # close that one.
        if self.number > self.most:
            self._refuse(Refusal.TOO_MANY)
        if start + len(raw_data) > self.largest:
            self._refuse(Refusal.TOO_LARGE)
        return raw_data

    def file_complete(self, file_size):
        return None  # a later handler has the file

    def _refuse(self, refusal):
        self.refused.append(RefusedUpload(self.file_name or "", refusal))
        if self.number == settings.DATA_UPLOAD_MAX_NUMBER_FILES:
            # One more and Django answers with an error page. What comes after this file is lost,
            # so the file field stands last in a form.
            raise StopUpload(connection_reset=False)
        raise SkipFile


def is_too_long(request: HttpRequest, most: int) -> bool:
    """Whether a request says that its body has more than that many bytes; none has been read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > most
    except ValueError:  # Django takes it for 0
        return False


def bounded_uploads(
    *,
    largest: int,
    most: int,
    longest: int,
    too_long: Callable[[HttpRequest], HttpResponseBase],
):
    """Decorate a view whose form takes up to `most` files of `largest` bytes each.

    A body of more than `longest` bytes is not read; the view `too_long` answers, and must not look
    for anything in `request.POST`. The CSRF check reads the body, so here it comes after the bounds
    are set instead of in the middleware, and is as strict.
    """

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def bounded(request, *args, **kwargs):
            if is_too_long(request, longest):
                return too_long(request)
            request.upload_handlers.insert(0, BoundedUpload(request, largest=largest, most=most))
            return protected(request, *args, **kwargs)

        return bounded

    return decorate

"""Small files made on request: known by their content, so that nobody fetches or draws one twice."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from threading import Lock

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from techminds.pictures import DRAWN_BY, png

MAX_AGE = 300  # seconds; a withdrawn page takes its pictures along
KEPT = timedelta(days=30).total_seconds()


def file_response(
    request: HttpRequest, key: str, content: Callable[[], str | bytes], content_type: str
) -> HttpResponse:
    """Answer with a file, with 304 to who has it, or with 412 to who insists on another one.

    The key is all that the content depends on.
    """
    etag = f'"{digest(key)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content(), content_type=content_type)
    response["ETag"] = etag
    if "ausgabe" in request.GET:  # nothing but a withdrawal changes what one edition shows
        patch_cache_control(response, public=True, max_age=MAX_AGE)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response


def shown_elsewhere(view):
    """Let other sites show what the view answers, redirects too: browsers hold those to the same rule."""

    @wraps(view)
    def wrapped(request, **kwargs):
        response = view(request, **kwargs)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


def svg_response(request: HttpRequest, svg: str) -> HttpResponse:
    return file_response(request, svg, lambda: svg, "image/svg+xml")


def png_response(request: HttpRequest, svg: str, width: int) -> HttpResponse:
    """Answer with a picture as PNG of that many pixels across; drawing takes a good part of a second."""
    key = f"png {DRAWN_BY} {width} {svg}"
    return file_response(request, key, lambda: _kept_png(key, svg, width), "image/png")


# One at a time: many who ask first for the same picture would draw it many times over.
_drawing = Lock()


def _kept_png(key, svg, width):
    pictures, name = caches["pictures"], f"png-{digest(key)}"
    if kept := pictures.get(name):
        return kept
    with _drawing:
        return pictures.get_or_set(name, lambda: png(svg, width), KEPT)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

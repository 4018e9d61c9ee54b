"""Small files made on request: known by their content, so that nobody fetches or draws one twice."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import resvg_py
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from techminds.pictures import png

MAX_AGE = 300  # seconds; a withdrawn page takes its pictures along
KEPT = timedelta(days=30).total_seconds()


def file_response(
    request: HttpRequest, key: str, content: Callable[[], str | bytes], content_type: str
) -> HttpResponse:
    """Answer with a file, or with 304 to who has it.

    The key is all that the content depends on. Any site may show the file as part of its own pages.
    """
    etag = f'"{digest(key)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content(), content_type=content_type)
    response["ETag"] = etag
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def svg_response(request: HttpRequest, svg: str) -> HttpResponse:
    return file_response(request, svg, lambda: svg, "image/svg+xml")


def png_response(request: HttpRequest, svg: str, width: int) -> HttpResponse:
    """Answer with a picture as PNG of that many pixels across; drawing takes a good part of a second."""
    key = f"png {resvg_py.__version__} {width} {svg}"
    return file_response(request, key, lambda: _kept_png(key, svg, width), "image/png")


def _kept_png(key, svg, width):
    return caches["pictures"].get_or_set(f"png-{digest(key)}", lambda: png(svg, width), KEPT)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""What every request and response of the site passes, whoever asks."""

import logging
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from techminds.text import CONTROL

logger = logging.getLogger(__name__)
RETRY_AFTER = 120  # seconds; a restart of the database takes less


class RefuseUnprintable:
    """Answer 400 to an address or a session key with control characters in it.

    No page of ours links to one and no session of ours has one, and a NUL that reaches PostgreSQL
    from there is an error of the server instead of one of the visitor. Signs that are merely unseen
    come along when somebody copies a name and looks for it; they are no reason to refuse.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if CONTROL.search(request.path + query.decode("utf-8", errors="replace") + session_key):
            raise SuspiciousOperation("Control characters in the address or session key.")
        return self.get_response(request)


class DatabaseAway:
    """Answer 503 where a page needs the database and it is away or does not answer in time.

    The log names the kind of error only: what databases say repeats what was stored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("The database is away", exc_info=exception)
        # Without the request, whose context would ask the database for the footer.
        page = render_to_string("503.html", {"phone": settings.CONTACT_PHONE})
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


class ResponseHeaders:
    """Headers that no library of ours sets: isolation from other sites and unused powers off."""

    HEADERS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response

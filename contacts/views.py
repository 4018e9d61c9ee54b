import logging
from functools import wraps

from django.conf import settings
from django.db import Error
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contacts import documents, refusals
from contacts.brief import VacancyBrief
from contacts.forms import VacancyRequestForm
from contacts.models import VacancyRequest
from contacts.phone_numbers import dial_link
from contacts.unsent import Unsent
from techminds import peer
from techminds.middleware import RETRY_AFTER
from techminds.uploads import bounded_uploads

logger = logging.getLogger(__name__)
LONGEST_BODY = 64 * 1024 * 1024  # bytes of a form with all its files; more is no mistake


@require_safe
def offices(request):
    return render(request, "contacts/offices.html")


def too_long(request):
    return render(request, "contacts/too_long.html", status=413)


takes_documents = bounded_uploads(
    largest=refusals.LARGEST,
    most=documents.MOST_FILES,
    longest=LONGEST_BODY,
    too_long=too_long,
)


def keeps_words(view):
    """Answer 503 where nothing can be stored, with everything that the visitor typed on the page.

    The log says that it happened and why, and nothing of what was typed.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (Error, OSError):
            if request.method != "POST":
                raise
            logger.exception("What a client sent could not be stored")
            return _unavailable(request)

    return wrapped


def _unavailable(request):
    is_form = request.path == reverse("contacts:vacancy_request")
    context = {
        "unsent": Unsent(request.POST, "" if is_form else settings.SITE_URL + request.path),
        "action": request.path,
        "phone": settings.CONTACT_PHONE,
        "phone_link": dial_link(settings.CONTACT_PHONE),
        "csrf_token": get_token(request),
    }
    # Without the request: its context would ask the database for the offices in the footer.
    page = render_to_string("contacts/unavailable.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
@takes_documents
def vacancy_request(request):
    if request.method != "POST":
        initial = VacancyRequestForm.initial_from(request.GET)
        return _form_page(request, VacancyRequestForm(initial=initial))
    form = VacancyRequestForm(**sent(request))
    if "check" in request.POST:
        form.check()
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    return redirect(form.receive().receipt_url)


def sent(request) -> dict:
    """Return what a form of a client is made of: text, files, what was skipped, and from where."""
    return {
        "data": request.POST,
        "files": request.FILES,
        "refused_uploads": getattr(request, "refused_uploads", ()),
        "address": peer.address(request),
    }


def _form_page(request, form, *, status=200):
    return render(request, "contacts/vacancy_request.html", {"form": form}, status=status)


@never_cache
@require_safe
def thank_you(request):
    received = VacancyRequest.objects.with_access(request.GET.get("anfrage", ""))
    received = received.select_related("edition").defer("edition__document").first()
    if received is None:
        return redirect("contacts:vacancy_request")
    context = {
        "received": received,
        "brief": VacancyBrief(received),
        "confirmation": received.emails.filter(kind="confirmation").first(),
    }
    return unlisted(render(request, "contacts/thank_you.html", context))


def unlisted(response):
    """Keep a page whose address is a key out of search engines and from other sites.

    "no-referrer" would take the Origin from our own forms as well, and the CSRF check with it.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response

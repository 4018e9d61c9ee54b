"""The page of a request, for the client who sent it: opened by a signed link, without a login."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contacts import privacy
from contacts.brief import VacancyBrief
from contacts.forms import ClientMessageForm, EraseForm
from contacts.models import VacancyRequest
from contacts.phone_numbers import dial_link
from contacts.views import keeps_words, sent, takes_documents, unlisted


def brief_file(vacancy):
    """Return the vacancy brief as Markdown, to download."""
    return HttpResponse(
        render_to_string("contacts/brief.md", {"brief": VacancyBrief(vacancy)}),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{vacancy.reference}.md"'},
    )


def data_file(vacancy, data):
    """Return what we keep about a client as a file, for them to take along."""
    return JsonResponse(
        data,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{vacancy.reference}.json"'},
    )


def of_client(view):
    """Give a view the request that the token in the address opens, or answer 404.

    For a token that never was, was revoked or was erased that is the same. The address is the
    key: nobody stores it, lists it or passes it on.
    """

    @never_cache
    @wraps(view)
    def wrapped(request, token):
        opened = VacancyRequest.objects.with_access(token).select_related("edition", "consultant")
        vacancy = opened.defer("edition__document").first()
        if vacancy is None:
            return _gone(request)
        try:
            return unlisted(view(request, vacancy))
        except VacancyRequest.DoesNotExist:  # erased since
            return _gone(request)

    return wrapped


def _gone(request):
    """Say that a link opens nothing any more; what was typed on a page that was still open stays."""
    context = {
        "message": request.POST.get("message", ""),
        "phone_link": dial_link(settings.CONTACT_PHONE),
    }
    return unlisted(render(request, "contacts/gone.html", context, status=404))


@keeps_words
@takes_documents
@of_client
@require_http_methods(["GET", "HEAD", "POST"])
def status(request, vacancy):
    """Show where the request stands, and take what the client adds."""
    if request.method != "POST":
        return _status_page(request, vacancy, ClientMessageForm(vacancy=vacancy))
    form = ClientMessageForm(vacancy=vacancy, **sent(request))
    if not form.is_valid():
        return _status_page(request, vacancy, form, status=422)
    try:
        vacancy.hear(form.cleaned_data["message"], attachments=form.cleaned_data["attachments"])
    except ValidationError as error:  # more files came meanwhile
        form.add_error(None, error)
        return _status_page(request, vacancy, form, status=422)
    return redirect(f"{vacancy.get_absolute_url()}?neu=1#verlauf")


@of_client
def csrf_failed(request, vacancy):
    """Show the page with everything that was typed, for another click."""
    form = ClientMessageForm(vacancy=vacancy, **sent(request))
    return _status_page(request, vacancy, form, status=403)


def _status_page(request, vacancy, form, *, status=200):
    context = {
        "vacancy": vacancy,
        "brief": VacancyBrief(vacancy),
        "form": form,
        "activities": vacancy.activities.for_client(),
        "attachments": vacancy.attachments.all(),
        "is_added": "neu" in request.GET,
        "csrf_failed": status == 403,
    }
    return render(request, "contacts/status.html", context, status=status)


@of_client
@require_safe
def brief(request, vacancy):
    context = {"vacancy": vacancy, "brief": VacancyBrief(vacancy)}
    return render(request, "contacts/brief.html", context)


@of_client
@require_safe
def brief_markdown(request, vacancy):
    return brief_file(vacancy)


@of_client
@require_safe
def export(request, vacancy):
    return data_file(vacancy, privacy.export_for_client(vacancy))


@of_client
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, vacancy):
    if request.method == "POST":
        vacancy.withdraw()
        return redirect(vacancy)
    return render(request, "contacts/withdraw.html", {"vacancy": vacancy})


@of_client
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, vacancy):
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        privacy.erase(vacancy, by=None)
        return redirect("contacts:erased")
    context = {"vacancy": vacancy, "form": form}
    return render(request, "contacts/erase.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def erased(request):
    """Say that it is done; the page is the same for everybody and names nobody."""
    return render(request, "contacts/erased.html")

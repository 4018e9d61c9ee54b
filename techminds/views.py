from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from contacts import client_views, privacy
from contacts.forms import VacancyRequestForm
from contacts.models import Email
from contacts.views import sent
from roles.models import Edition
from techminds import social_image as images
from techminds.drawn_files import png_response, shown_elsewhere
from techminds.models import LegalPage
from techminds.palette import colors


@require_safe
def home(request):
    newest = Edition.objects.current().defer("document").order_by("-published_at", "title")[:6]
    context = {"editions": newest, "featured": Edition.objects.current().best_paid().first()}
    return render(request, "home.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request):
    """Say how the site looks on a home screen."""
    palette = colors()
    return JsonResponse(
        {
            "name": "TechMinds",
            "short_name": "TechMinds",
            "lang": "de",
            "start_url": reverse("home"),
            "display": "browser",
            "background_color": palette["ground"],
            "theme_color": palette["ground"],
            "icons": [
                {"src": static("img/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


@shown_elsewhere
@require_safe
def social_image(request, name):
    if name not in images.PAGES:
        raise Http404
    return png_response(request, images.draw_page(name), images.WIDTH)


@require_safe
def legal_page(request, slug):
    page = get_object_or_404(LegalPage, slug=slug)
    context = {"page": page, "text": page.filled_in(privacy.placeholders())}
    return render(request, "legal_page.html", context)


@never_cache
@require_safe
def healthz(request):
    """Say that the process answers; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Say whether the site can do its work: database, migrations, queue."""
    checks = {}
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["database"] = "ok"
        checks["migrations"] = f"{len(missing)} missing" if missing else "ok"
        late = not missing and Email.objects.late().exists()
        checks["queue"] = "no worker: a mail is over 15 minutes late" if late else "ok"
    except Error:
        checks["database"] = "not reachable"
    ready = set(checks.values()) == {"ok"}
    return JsonResponse(checks, status=200 if ready else 503)


def bad_request(request, exception):
    """Answer 400 without a look at what was sent: reading it may be what failed."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    context = {"is_too_much": is_too_much}
    return render(request, "400.html", context, status=413 if is_too_much else 400)


@never_cache
def csrf_failure(request, reason=""):
    """Ask for another click instead of refusing, and keep what was typed.

    Django comes here when a form was open longer than its cookie lived, or when cookies are off.
    """
    if request.path == reverse("contacts:vacancy_request"):
        context = {"form": VacancyRequestForm(**sent(request)), "csrf_failed": True}
        return render(request, "contacts/vacancy_request.html", context, status=403)
    if request.resolver_match and request.resolver_match.view_name == "contacts:status":
        return client_views.csrf_failed(request, **request.resolver_match.kwargs)
    return render(request, "403_csrf.html", status=403)

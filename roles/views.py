import re
from functools import wraps
from typing import cast

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from roles import structured_data, vocabulary
from roles.forms import GuideFilterForm, SalaryCheckForm
from roles.models import Edition
from roles.models.edition import EditionQuerySet
from roles.pay_chart import PayChart
from roles.salary_csv import salary_bands_csv
from techminds.drawn_files import MAX_AGE, file_response, shown_elsewhere

GUIDES_A_PAGE = 20
ROLES_A_PAGE = 10
PICTURE_NAME_LENGTH = 80
MOST_WITHOUT_BANDS = 30
EDITION_NUMBER = re.compile(r"[1-9][0-9]{0,8}")  # what the column of every database holds


@require_safe
def guides(request):
    form = GuideFilterForm(request.GET)
    found = form.filter(Edition.objects.current().defer("document").order_by("title", "pk"))
    page = Paginator(found, GUIDES_A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "roles/guides.html", {"form": form, "page": page})


@require_safe
def guide(request, slug):
    edition = Edition.objects.current().filter(slug=slug).with_first_appearance().first()
    if edition is None:
        return moved_or_gone(request, slug)
    context = {
        "edition": edition,
        "guide": edition.guide,
        "related": Edition.objects.current().related_to(edition.guide),
        "is_public": True,
        "structured_data": structured_data.of(
            edition, first_published_at=edition.first_published_at
        ),
    }
    return render(request, "roles/guide.html", context)


@require_safe
def editions(request, slug):
    """What changed in a guide, edition by edition."""
    current = Edition.objects.current().filter(slug=slug).first()
    if current is None:
        return moved_or_gone(request, slug)
    told = Edition.objects.appeared().told().filter(profile=current.profile_id)
    context = {"current": current, "editions": told.defer("document").order_by("-number")}
    return render(request, "roles/editions.html", context)


def of_edition(view):
    """Give the view the edition that its address means: the current one, or the one in "?ausgabe="."""

    @require_safe
    @wraps(view)
    def wrapped(request, slug, **kwargs):
        edition = Edition.objects.current().filter(slug=slug).first()
        if edition is None:
            return moved_or_gone(request, slug)
        number = request.GET.get("ausgabe", str(edition.number))
        if number != str(edition.number):
            if not EDITION_NUMBER.fullmatch(number):
                raise Http404
            appeared = Edition.objects.appeared().filter(profile=edition.profile_id)
            edition = get_object_or_404(appeared, number=number)
        return view(request, edition, **kwargs)

    return wrapped


@shown_elsewhere
@of_edition
def salary_csv(request, edition):
    text = salary_bands_csv(edition)
    response = file_response(request, text, lambda: text, "text/csv; charset=utf-8")
    slug = request.resolver_match.kwargs["slug"]  # of today; a pinned edition may have another
    name = f"{slug}-gehalt-ausgabe-{edition.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def salary(request):
    """The salary bands of all roles side by side, and where an amount stands among one role's."""
    current = Edition.objects.current().order_by("title", "pk")
    form = SalaryCheckForm(request.GET)
    role, check = form.role, form.check
    page = Paginator(current.with_bands(), ROLES_A_PAGE).get_page(request.GET.get("seite"))
    roles = cast(EditionQuerySet, page.object_list).pay()
    context = {
        "form": form,
        "role": role,
        "check": check,
        "picture": role and PayChart.of(role, check and check.low),
        "page": page,
        "roles": roles,
        "chart": PayChart.of_roles(roles),
        "levels": vocabulary.Level,
        "without_bands": current.without_bands().defer("document")[:MOST_WITHOUT_BANDS],
    }
    return render(request, "roles/salary.html", context)


def moved_or_gone(request, slug):
    """Answer for an address that only earlier editions hold: the same page of the guide, or 410."""
    earlier = Edition.objects.appeared().filter(slug=slug).order_by("-published_at").first()
    if earlier is None:
        raise Http404
    current = Edition.objects.current().filter(profile=earlier.profile_id).first()
    if current is not None:
        here = request.resolver_match
        address = reverse(here.view_name, kwargs=here.kwargs | {"slug": current.slug})
        query = request.META.get("QUERY_STRING")
        response = redirect(f"{address}?{query}" if query else address, permanent=True)
        # Not for ever, as browsers would keep it: a restored edition may bring the address back.
        patch_cache_control(response, public=True, max_age=MAX_AGE)
        return response
    gone = render(request, "410.html", {"title": earlier.title}, status=410)
    # Browsers keep an answer 410 for ever where nothing says otherwise, and the guide may come back.
    patch_cache_control(gone, no_cache=True)
    return gone


def of_stored_picture(view):
    """Answer with the picture that the view names; a file of that name never changes.

    Nobody is asked for a right: names are random, so who has one was shown the picture.
    """

    @require_safe
    @cache_control(public=True, max_age=31_536_000, immutable=True)
    @wraps(view)
    def wrapped(request, name):
        if len(name) > PICTURE_NAME_LENGTH:  # what no file system holds is an error of its own
            raise Http404
        try:
            file = default_storage.open(view(name))
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(file, content_type="image/webp")

    return wrapped


@of_stored_picture
def portrait(name):
    return f"authors/{name}.webp"


@of_stored_picture
def illustration(name):
    return f"illustrations/{name}.webp"

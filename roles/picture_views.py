"""Infographics and social images of a guide, of its current edition or of the one in "?ausgabe="."""

from functools import wraps

from csp.decorators import csp_replace, csp_update
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from roles import infographics
from roles.infographics import Infographic
from roles.models import Edition
from roles.spreadsheet import salary_csv as salary_bands_csv
from roles.views import moved_or_gone
from techminds import social_image as images
from techminds.files import MAX_AGE, file_response, png_response, svg_response
from techminds.pictures import STYLE_HASH

PNG_WIDTH = 1200


def of_edition(view):
    """Give the view the edition that its address means, instead of the slug."""

    @require_safe
    @wraps(view)
    def wrapped(request, slug, **kwargs):
        edition = Edition.objects.current().filter(slug=slug).first()
        if edition is None:
            return moved_or_gone(request, slug)
        number = request.GET.get("ausgabe", str(edition.number))
        if number != str(edition.number):
            if not (number.isascii() and number.isdigit() and len(number) < 10):
                raise Http404
            appeared = Edition.objects.appeared().filter(profile=edition.profile_id)
            edition = get_object_or_404(appeared, number=number)
        return view(request, edition, **kwargs)

    return wrapped


# The style sheet that all of our pictures share is allowed where an SVG is opened by itself.
@csp_update({"style-src": [STYLE_HASH]})
@of_edition
def infographic_svg(request, edition, name):
    return svg_response(request, picture_or_404(edition, name).svg)


@of_edition
def infographic_png(request, edition, name):
    return png_response(request, picture_or_404(edition, name).svg, PNG_WIDTH)


@of_edition
def infographic(request, edition, name):
    """The picture with its content as text, and what somebody needs who wants to show it."""
    context = page_context(request, edition, name)
    others = [other for other in infographics.available(edition.guide) if other != name]
    return render(request, "roles/infographic.html", context | {"others": others})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@of_edition
def embed(request, edition, name):
    """The picture and its credit, for the frame of another site."""
    response = render(request, "roles/embed.html", page_context(request, edition, name))
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


@of_edition
def social_image(request, edition):
    return png_response(request, infographics.social_image(edition.guide), images.WIDTH)


@of_edition
def salary_csv(request, edition):
    text = salary_bands_csv(edition)
    response = file_response(request, text, lambda: text, "text/csv; charset=utf-8")
    name = f"{edition.slug}-gehalt-ausgabe-{edition.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def picture_or_404(edition: Edition, name: str) -> Infographic:
    picture = infographics.draw(name, edition.guide, edition)
    if picture is None:
        raise Http404
    return picture


def page_context(request, edition, name):
    """Return what pages about a picture need; its files follow the address in what they show."""
    slug = request.resolver_match.kwargs["slug"]  # of today; a pinned edition may have another
    pin = f"?ausgabe={edition.number}"
    is_pinned = "ausgabe" in request.GET
    return {
        "slug": slug,
        "edition": edition,
        "guide": edition.guide,
        "picture": picture_or_404(edition, name),
        "is_pinned": is_pinned,
        "pin": pin,
        "query": pin if is_pinned else "",
        "file": f"{slug}-{name}-ausgabe-{edition.number}",
    }

"""Infographics and social images of a guide, of its current edition or of the one in "?ausgabe="."""

from csp.decorators import csp_replace, csp_update
from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt

from roles import infographics
from roles.infographics import Infographic
from roles.models import Edition
from roles.views import of_edition
from techminds import social_image as images
from techminds.drawn_files import MAX_AGE, png_response, shown_elsewhere, svg_response
from techminds.pictures import STYLE_HASH

PNG_WIDTH = 1200


# The style sheet that all of our pictures share is allowed where an SVG is opened by itself.
@shown_elsewhere
@csp_update({"style-src": [STYLE_HASH]})
@of_edition
def infographic_svg(request, edition, name):
    return svg_response(request, picture_or_404(edition, name).svg)


@shown_elsewhere
@of_edition
def infographic_png(request, edition, name):
    return png_response(request, picture_or_404(edition, name).svg, PNG_WIDTH)


@of_edition
def infographic(request, edition, name):
    """The picture with its content as text, and what somebody needs who wants to show it."""
    context = page_context(request, edition, name)
    others = [other for other in infographics.available(edition.guide) if other != name]
    return render(request, "roles/infographic.html", context | {"others": others})


# Only the embed itself may be framed: not what stands at its address once the guide is gone.
@shown_elsewhere
@of_edition
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
def embed(request, edition, name):
    """The picture and its credit, for the frame of another site."""
    response = render(request, "roles/embed.html", page_context(request, edition, name))
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


@shown_elsewhere
@of_edition
def social_image(request, edition):
    return png_response(request, infographics.social_image(edition.guide), images.WIDTH)


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
        "file": f"{slug}-{name}-ausgabe-{edition.number}",
    }

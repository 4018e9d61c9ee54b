"""The working copy, for people who have a link to it and no account."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roles.guide import Guide
from roles.models import DraftLink, Edition


@require_safe
@never_cache
def draft(request, token):
    """Show the working copy as it is now, until the link expires or is revoked."""
    link = DraftLink.objects.signed(token).select_related("profile").first()
    if link is None:
        raise Http404
    return _unlisted(_answer(request, link))


def _answer(request, link):
    if not link.is_open:
        return render(request, "roles/draft_closed.html", {"link": link}, status=410)
    try:
        guide = Guide.of(link.profile)
    except ValidationError:
        return render(request, "roles/draft_unfinished.html", status=409)
    related = Edition.objects.current().related_to(guide)
    context = {"guide": guide, "related": related, "is_shared": True, "link": link}
    return render(request, "roles/guide.html", context)


def _unlisted(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response

"""The editor's part of the desk: drafts, what to look at again, what appears by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django import template
from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from roles.admin.states import State
from roles.models import Edition, RoleProfile

register = template.Library()

ROWS = 6  # of a list; what is more stands on a page of its own
AHEAD = timedelta(days=30)  # what comes due until then is on the desk already
NAME = ("updated_by__username", "updated_by__first_name", "updated_by__last_name")


@dataclass(frozen=True)
class Review:
    """Something in a profile that somebody looks at again by a day, and where to say that it is done."""

    day: date
    what: str
    address: str


@register.simple_tag(takes_context=True)
def count_profiles(context):
    """Count what the panels show the first rows of, all of it in one query.

    The states are those that the list of profiles filters by.
    """
    profiles = RoleProfile.objects.all()
    counted = {"mine": profiles.unpublished().last_changed_by(context["request"].user)}
    for state in (State.DRAFT_ONLY, State.CHANGED, State.SCHEDULED, State.DUE):
        counted[state.value] = getattr(profiles, state.adjective)()
    counts = profiles.aggregate(
        **{name: Count("pk", filter=Q(pk__in=rows.values("pk"))) for name, rows in counted.items()}
    )
    unpublished = counts[State.DRAFT_ONLY.value] + counts[State.CHANGED.value]
    return counts | {"others": unpublished - counts["mine"]}


@register.inclusion_tag("admin/roles/desk/drafts.html", takes_context=True)
def drafts(context, counts):
    """Show what is not published as it stands by now: this person's own work, then the others'."""
    request = context["request"]
    profiles = RoleProfile.objects.unpublished().select_related("updated_by")
    profiles = profiles.only("title", "updated_at", *NAME).order_by("-updated_at", "title")
    return {
        "counts": counts,
        "mine": profiles.last_changed_by(request.user)[:ROWS],
        "others": profiles.changed_by_others(request.user)[:ROWS],
        "may_add": request.user.has_perm("roles.add_roleprofile"),
        "may_publish": request.user.has_perm("roles.publish_roleprofile"),
    }


@register.inclusion_tag("admin/roles/desk/reviews.html", takes_context=True)
def reviews(context, counts):
    """Show which profiles and figures somebody should have looked at, and which come due soon."""
    profile_admin = admin.site.get_model_admin(RoleProfile)
    may_change = profile_admin.has_change_permission(context["request"])
    until = timezone.localdate() + AHEAD
    profiles = RoleProfile.objects.to_review(until).prefetch_related("salary_bands")
    return {
        "counts": counts,
        "profiles": [
            (profile, _by_day(_reviews(profile, until, may_change)))
            for profile in profiles.only("title", "review_by")[:ROWS]
        ],
    }


def _reviews(profile, until, may_change) -> Iterator[Review]:
    page = reverse("admin:roles_roleprofile_change", args=[profile.pk])
    if profile.review_by <= until:
        yield Review(profile.review_by, "Profil", page + may_change * "#id_review_by")
    for row, band in enumerate(profile.salary_bands.all()):
        if band.review_by <= until:
            field = f"#id_salary_bands-{row}-review_by" if may_change else "#salary_bands-group"
            what = f"Gehaltsspanne {band.get_level_display()}"
            yield Review(band.review_by, what, page + field)


def _by_day(due):
    ordered = sorted(due, key=lambda review: review.day)
    return [(day, list(group)) for day, group in groupby(ordered, key=lambda review: review.day)]


@register.inclusion_tag("admin/roles/desk/schedule.html")
def schedule(counts):
    """Show the editions that appear by themselves, the next one first."""
    editions = Edition.objects.scheduled().only("profile", "title", "number", "published_at")
    return {"counts": counts, "editions": editions.order_by("published_at", "title")[:ROWS]}

import re

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from roles.admin.pages import ProfilePages
from roles.forms import ComparisonForm, DraftLinkForm
from roles.guide import Guide
from roles.models import Edition

LINK_NUMBER = re.compile(r"[1-9][0-9]{0,17}")  # what the key of every database holds


class PreviewPages(ProfilePages):
    """Pages that show the working copy: as visitors will see it, beside an edition, to others."""

    def get_urls(self):
        return [
            self.page("vorschau", self.preview_view, "preview"),
            self.page("vorschau/nebeneinander", self.side_by_side_view, "side_by_side"),
            self.page("vergleichen", self.compare_view, "compare"),
            self.page("teilen", self.share_view, "share"),
            *super().get_urls(),
        ]

    # The page that shows it on a phone and on a desk holds it in frames.
    @method_decorator([xframe_options_sameorigin, csp_replace({"frame-ancestors": [SELF]})])
    def preview_view(self, request, pk):
        """Show the working copy in the page that visitors will see."""
        profile = self.profile_to_view(request, pk)
        try:
            guide = Guide.of(profile)
        except ValidationError as error:
            return self.back_with(request, profile, error)
        related = Edition.objects.current().related_to(guide)
        context = {"guide": guide, "related": related, "is_preview": True, "profile": profile}
        return render(request, "roles/guide.html", context)

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def side_by_side_view(self, request, pk):
        """Show the preview on a phone and on a desk at once."""
        profile = self.profile_to_view(request, pk)
        try:
            Guide.of(profile)
        except ValidationError as error:
            return self.back_with(request, profile, error)
        return self.show(request, "side_by_side.html", profile, f"{profile}: Vorschau")

    def compare_view(self, request, pk):
        """Show what differs between two editions, or between one and the working copy."""
        profile = self.profile_to_view(request, pk)
        form = ComparisonForm(request.GET, profile=profile)
        try:
            changes = form.compare() if form.is_valid() else []
        except ValidationError as error:
            return self.back_with(request, profile, error)
        return self.show(
            request,
            "compare.html",
            profile,
            f"{profile} vergleichen",
            form=form,
            changes=changes,
        )

    def share_view(self, request, pk):
        """Make and revoke links to the working copy for people without an account."""
        profile = self.profile_to_change(request, pk)
        form = DraftLinkForm(request.POST if "create" in request.POST else None)
        if "revoke" in request.POST:
            number = request.POST["revoke"]
            if not LINK_NUMBER.fullmatch(number):
                raise Http404
            link = get_object_or_404(profile.draft_links, pk=number)
            link.revoke()
            self.log_change(request, profile, f"Link zum Entwurf für {link.recipient} widerrufen")
            messages.success(request, "Der Link ist widerrufen und zeigt nichts mehr.")
            return redirect("admin:roles_roleprofile_share", pk)
        if form.is_bound and form.is_valid():
            form.instance.profile = profile
            form.instance.created_by = request.user
            link = form.save()
            self.log_change(request, profile, f"Link zum Entwurf für {link.recipient} erstellt")
            messages.success(request, "Der Link ist fertig. Sie finden ihn in der Liste.")
            return redirect("admin:roles_roleprofile_share", pk)
        return self.show(
            request,
            "share.html",
            profile,
            f"{profile}: Entwurf teilen",
            form=form,
            links=profile.draft_links.select_related("created_by"),
            origin=request.build_absolute_uri("/").rstrip("/"),
        )

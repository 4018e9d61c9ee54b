from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from roles.guide import Guide
from roles.models import RoleProfile
from roles.preflight import Finding


class ProfilePages(admin.ModelAdmin):
    """Pages of a profile beside its form; each kind of them is a class that adds to `get_urls`."""

    def page(self, address, view, name):
        """Return the URL of a page of one profile."""
        return path(
            f"<int:pk>/{address}/",
            self.admin_site.admin_view(view),
            name=f"roles_roleprofile_{name}",
        )

    def has_publish_permission(self, request):
        return request.user.has_perm("roles.publish_roleprofile")

    def profile_to_view(self, request, pk) -> RoleProfile:
        """Return the profile for somebody who may see it; else answer 403 or 404."""
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_view_permission(request, profile):
            raise PermissionDenied
        return profile

    def profile_to_change(self, request, pk) -> RoleProfile:
        """Return the profile for somebody who may change it; else answer 403 or 404."""
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_change_permission(request, profile):
            raise PermissionDenied
        return profile

    def log_addition(self, request, obj, message):
        return self._noted(obj, request, super().log_addition(request, obj, message))

    def log_change(self, request, obj, message):
        return self._noted(obj, request, super().log_change(request, obj, message))

    def _noted(self, profile, request, entry: LogEntry):
        if entry.change_message not in {"", "[]"}:  # a save that changed nothing is no act
            profile.note_act(entry.get_change_message(), by=request.user)
        return entry

    def show(self, request, template, profile, title, **context):
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "profile": profile,
            "may_publish": self.has_publish_permission(request),
        }
        return render(request, f"admin/roles/roleprofile/{template}", context)

    def back_with(self, request, profile, error, page="change"):
        for message in error.messages:
            messages.error(request, message)
        return redirect(f"admin:roles_roleprofile_{page}", profile.pk)


def document_of(profile) -> tuple[Guide | None, list[Finding]]:
    """Return what the working copy says, or else what keeps it from being a document."""
    try:
        return Guide.of(profile), []
    except ValidationError as error:
        return None, [Finding("", message, is_error=True) for message in error.messages]

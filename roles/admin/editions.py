from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from roles.comparison import compare
from roles.forms import RestoreForm
from roles.guide import Guide
from roles.models import Edition, RoleProfile


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    list_display = ["title", "number", "state", "published_at", "published_by", "note", "is_minor"]
    list_filter = ["profile"]
    list_select_related = ["published_by", "cancellation"]
    search_fields = ["title", "note"]
    ordering = ["-published_at", "-number"]
    fields = ["profile", "number", "state", "published_at", "published_by", "note", "is_minor"]

    @admin.display(description="Zustand")
    def state(self, edition):
        if edition.is_cancelled:
            return "abgesagt"
        return "geplant" if edition.is_still_to_come else "erschienen"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")

    def lookup_allowed(self, lookup, value, request):
        # Not every database can look into the document, and no page of ours asks it to.
        return not lookup.startswith("document") and super().lookup_allowed(lookup, value, request)

    def may_restore(self, request):
        return request.user.has_perm("roles.change_roleprofile")

    def get_urls(self):
        pages = [
            ("ansehen", self.show_view, "show"),
            ("wiederherstellen", self.restore_view, "restore"),
        ]
        return [
            *(
                path(
                    f"<int:pk>/{address}/",
                    self.admin_site.admin_view(view),
                    name=f"roles_edition_{name}",
                )
                for address, view, name in pages
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_restore"] = self.may_restore(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def show_view(self, request, pk):
        """Show the page as visitors saw it in this edition."""
        edition = get_object_or_404(Edition.objects.select_related("cancellation"), pk=pk)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        context = {"edition": edition, "guide": edition.guide, "is_archived": True}
        return render(request, "roles/guide.html", context)

    def restore_view(self, request, pk):
        """Bring the edition back into the working copy, after asking."""
        edition = get_object_or_404(Edition.objects.select_related("profile"), pk=pk)
        if not self.may_restore(request):
            raise PermissionDenied
        form = RestoreForm(
            request.POST if request.method == "POST" else None,
            initial={"version": edition.profile.version},
        )
        if request.method == "POST" and form.is_valid():
            try:
                edition.restore(by=request.user, expected_version=form.cleaned_data["version"])
            except ValidationError as error:
                for message in error.messages:
                    messages.error(request, message)
                return redirect("admin:roles_edition_restore", pk)
            done = f"Ausgabe {edition.number} wiederhergestellt"
            self.log_change(request, edition.profile, done)
            edition.profile.note_act(done, by=request.user)
            messages.success(
                request,
                f"Die Arbeitsfassung ist jetzt die der Ausgabe {edition.number}. "
                "Auf der Website ändert sich erst mit „Veröffentlichen“ etwas.",
            )
            return redirect("admin:roles_roleprofile_change", edition.profile_id)
        context = self.admin_site.each_context(request) | {
            "title": f"{edition} wiederherstellen",
            "opts": self.opts,
            "edition": edition,
            "form": form,
            "changes": self._changes(edition),
            "unpublished": RoleProfile.objects.changed().filter(pk=edition.profile_id).first(),
        }
        return render(request, "admin/roles/edition/restore.html", context)

    def _changes(self, edition):
        """What restoring does to the working copy; nothing to say where that is no document yet."""
        try:
            return compare(Guide.of(edition.profile), edition.guide)
        except ValidationError:
            return []

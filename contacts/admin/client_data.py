from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import path

from contacts import privacy
from contacts.admin.pages import RequestPages
from contacts.client_views import data_file
from contacts.models import Attachment

MOST_OTHERS = 20  # requests of the same address that a page names


class ClientDataPages(RequestPages):
    """What we keep about a client: their files, all of it for them to take along, and its end."""

    def get_urls(self):
        download = path(
            "anhang/<int:pk>/",
            self.admin_site.admin_view(self.download_view),
            name="contacts_attachment_download",
        )
        return [
            download,
            self.page("daten.json", self.data_view, "data", methods=("GET", "HEAD")),
            self.page("loeschen/", self.erase_view, "erase"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request, obj=None):
        # Erasing takes the person out and leaves the figures; deleting would take both.
        return False

    def download_view(self, request, pk):
        """Hand out a client's file, never to be opened inside the browser."""
        if not request.user.has_perm("contacts.view_attachment"):
            raise PermissionDenied
        # A file whose form was never sent belongs to nobody yet.
        attachment = get_object_or_404(Attachment.objects.exclude(request=None), pk=pk)
        try:
            file = attachment.file.open()
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(
            file,
            as_attachment=True,
            filename=attachment.name,
            content_type="application/octet-stream",
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "no-store"
        return response

    def data_view(self, request, vacancy):
        return data_file(vacancy, privacy.export(vacancy))

    def erase_view(self, request, vacancy):
        """Erase what the client told us, after asking; it cannot be undone."""
        if request.method != "POST":
            others = self.requests().of_same_address(vacancy).order_by("-received_at", "-pk")
            return self.show(
                request,
                "erase.html",
                vacancy,
                f"{vacancy}: Daten löschen",
                others=others[: MOST_OTHERS + 1],
                most=MOST_OTHERS,
            )
        privacy.erase(vacancy, by=request.user)
        vacancy.refresh_from_db()
        self.log_change(request, vacancy, "Daten gelöscht")
        messages.success(request, "Die Daten sind gelöscht.")
        return self.back_to(vacancy)

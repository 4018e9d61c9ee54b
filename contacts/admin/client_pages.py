from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from contacts.admin.pages import RequestPages
from contacts.brief import VacancyBrief
from contacts.client_views import brief_file


class ClientPages(RequestPages):
    """What a client sees of a request: their page, the link that opens it, the vacancy brief.

    The link is a key. No page of the back office and no address that colleagues pass on has it.
    """

    def get_urls(self):
        safe = ("GET", "HEAD")
        return [
            self.page("statusseite/", self.status_view, "status", methods=safe),
            self.page("neuer-link/", self.renew_view, "renew"),
            self.page(
                "steckbrief/",
                self.brief_view,
                "brief",
                methods=safe,
                may=self.has_view_permission,
            ),
            self.page(
                "steckbrief.md",
                self.brief_markdown_view,
                "brief_markdown",
                methods=safe,
                may=self.has_view_permission,
            ),
            *super().get_urls(),
        ]

    def status_view(self, request, vacancy):
        """Lead to the page as the client has it."""
        response = redirect(vacancy)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def renew_view(self, request, vacancy):
        """Close the client's page under its old address, after asking."""
        if request.method != "POST":
            title = f"{vacancy}: Neuer Link zur Statusseite"
            return self.show(request, "renew.html", vacancy, title)
        vacancy.renew_access(by=request.user)
        self.log_change(request, vacancy, "Neuer Link zur Statusseite")
        messages.success(
            request, "Die Statusseite hat einen neuen Link; der alte öffnet nichts mehr."
        )
        if "write" in request.POST:
            return redirect(
                f"{reverse('admin:contacts_vacancyrequest_reply', args=[vacancy.pk])}?link=neu"
            )
        return self.back_to(vacancy)

    def brief_view(self, request, vacancy):
        return self.show(
            request,
            "brief.html",
            vacancy,
            f"Steckbrief {vacancy}",
            brief=VacancyBrief(vacancy),
        )

    def brief_markdown_view(self, request, vacancy):
        return brief_file(vacancy)

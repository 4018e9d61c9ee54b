import re
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from contacts.models import VacancyRequest

KEY = re.compile(r"[1-9][0-9]{0,17}")  # what the key of every database holds
ERASED = (
    "Die Daten dieser Anfrage sind inzwischen gelöscht. Daran lässt sich nichts mehr ändern, und es "
    "wurde nichts gespeichert."
)


class RequestPages(admin.ModelAdmin):
    """Pages and acts of one request beside its form; each kind is a class that adds to `get_urls`.

    Who may not is told so before anybody looks whether the request exists. Whoever changes
    something holds the row meanwhile, so that nothing is written to a request that is being erased.
    """

    def requests(self):
        """Return requests with what they name, but for the document of the edition."""
        named = VacancyRequest.objects.select_related("edition", "consultant")
        return named.defer("edition__document")

    def page(self, address, view, name, *, methods=("GET", "HEAD", "POST"), may=None):
        """Return the URL of a page of one request, for those who may change it unless said otherwise."""
        opened = self._opened(view, methods, may or self.has_change_permission)
        return path(
            f"<int:pk>/{address}",
            self.admin_site.admin_view(opened),
            name=f"contacts_vacancyrequest_{name}",
        )

    def act(self, address, act: Callable[..., str], name):
        """Return the URL of a button that does one thing and says what it did, "" for nothing."""

        @wraps(act)
        def view(request, vacancy):
            try:
                done = act(request, vacancy)
            except ValidationError as error:
                for message in error.messages:
                    messages.error(request, message)
            else:
                self.tell(request, vacancy, done)
            return self.back_to(vacancy)

        return self.page(address, view, name, methods=("POST",))

    def _opened(self, view, methods, may):
        @wraps(view)
        def opened(request, pk):
            if not may(request):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            is_change = request.method == "POST"
            requests = self.requests()
            if is_change:
                requests = requests.select_for_update(of=("self",))
            with transaction.atomic() if is_change else nullcontext():
                vacancy = get_object_or_404(requests, pk=pk)
                return self.tell_erased(request, vacancy) or view(request, vacancy)

        return opened

    def tell(self, request, vacancy, done):
        """Note for the desk what somebody did, and say it to them."""
        if done:
            self.log_change(request, vacancy, done)
            messages.success(request, f"{done}.")

    def tell_erased(self, request, vacancy):
        """Lead back to a request that is erased, with word of it; None for any other."""
        if not vacancy.is_erased:
            return None
        messages.error(request, ERASED)
        return self.back_to(vacancy)

    def back_to(self, vacancy):
        return redirect("admin:contacts_vacancyrequest_change", vacancy.pk)

    def show(self, request, template, vacancy, title, **context):
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "vacancy": vacancy,
        }
        return render(request, f"admin/contacts/vacancyrequest/{template}", context)

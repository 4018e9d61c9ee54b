from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction

from contacts.admin.acts import ActPages
from contacts.admin.client_data import ClientDataPages
from contacts.admin.client_pages import ClientPages
from contacts.admin.decisions import DecisionForm
from contacts.admin.replies import ReplyPage
from contacts.admin.request_list import RequestList
from contacts.admin.timeline import heard, timeline
from contacts.brief import VacancyBrief
from contacts.models import VacancyRequest
from contacts.phone_numbers import dial_link
from contacts.spreadsheets import VacancyRequestSheet
from techminds.back_office import CleanText
from techminds.spreadsheets.pages import SpreadsheetPages

MOST_EARLIER = 5  # requests of the same company that a page hints at


@admin.register(VacancyRequest)
class VacancyRequestAdmin(
    ActPages,
    ReplyPage,
    ClientPages,
    ClientDataPages,
    RequestList,
    SpreadsheetPages,
    CleanText,
    admin.ModelAdmin,  # behind all of them, or those that are no admin by themselves would be left out
):
    """The page of a request: what the client said, what we make of it, and all that happened."""

    sheet = VacancyRequestSheet
    import_permissions = ("contacts.change_vacancyrequest",)
    form = DecisionForm
    view_on_site = False  # that page is the client's, and its address a key
    fieldsets = [
        ("Entscheiden", {"fields": ["status", "reason", "follow_up_on", "note"]}),
        ("Ausschreibung", {"fields": list(VacancyRequest.POSTING)}),
    ]

    def get_fieldsets(self, request, obj=None):
        may = self.has_change_permission(request, obj)
        return super().get_fieldsets(request, obj) if may else []

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_erased:
            return False
        return super().has_change_permission(request, obj)

    def get_object(self, request, object_id, from_field=None):
        """Fetch a request with all that the head of its page names; None where there is none."""
        try:
            return self.requests().filter(pk=self.opts.pk.to_python(object_id)).first()
        except ValidationError:
            return None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Hold the row while somebody decides, and tell them where the request was erased meanwhile."""
        if request.method != "POST" or not self.has_change_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            vacancy = self.get_object(request, unquote(object_id or ""))
            if vacancy is not None:
                locked = VacancyRequest.objects.select_for_update().only("erased_at")
                if told := self.tell_erased(request, locked.get(pk=vacancy.pk)):
                    return told
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        vacancy, data = VacancyRequest.objects.get(pk=obj.pk), form.cleaned_data
        vacancy.decide(
            by=request.user,
            status=data["status"],
            consultant=vacancy.consultant,
            follow_up_on=data["follow_up_on"],
            reason=data["reason"],
            posting={name: data[name] for name in VacancyRequest.POSTING},
            heard=request.POST.get("heard"),
        )
        if data["note"]:
            vacancy.note(data["note"], by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            # A form that was sent has written into the request; the page shows what is stored.
            is_sent = context["adminform"].form.is_bound
            vacancy = self.get_object(request, str(obj.pk)) if is_sent else obj
            events = timeline(vacancy)
            context |= {
                "vacancy": vacancy,
                "brief": VacancyBrief(vacancy),
                "retention_suspected_days": settings.RETENTION_SUSPECTED_DAYS,
                "dial_link": dial_link(vacancy.phone),
                "timeline": events,
                "heard": heard(events),
                "earlier": self.requests().like(vacancy)[:MOST_EARLIER],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

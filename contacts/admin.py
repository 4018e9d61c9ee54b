from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from contacts.consultants import consultants
from contacts.models import Activity, Attachment, Email, Office, VacancyRequest
from contacts.spreadsheets import VacancyRequestSheet
from roles.amounts import format_range
from techminds.back_office import CleanText
from techminds.spreadsheets.pages import SpreadsheetPages
from techminds.text import CleanCharField


@admin.register(Office)
class OfficeAdmin(CleanText, admin.ModelAdmin):
    list_display = ["city", "street", "postal_code", "phone", "is_head_office"]
    search_fields = ["city", "street", "postal_code", "phone"]
    prepopulated_fields = {"slug": ["city"]}


class ReadOnlyInline(admin.TabularInline):
    """Rows that only the system writes."""

    template = "admin/contacts/rows.html"
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ActivityInline(ReadOnlyInline):
    model = Activity
    fields = readonly_fields = ("at", "kind", "text", "by")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class EmailInline(ReadOnlyInline):
    model = Email
    fields = readonly_fields = (
        "kind",
        "created_at",
        "sent_at",
        "attempts",
        "next_attempt_at",
        "failed_at",
        "error",
    )


class AttachmentInline(ReadOnlyInline):
    model = Attachment
    fields = readonly_fields = ("download", "uploaded_at")

    @admin.display(description="Datei")
    def download(self, attachment):
        url = reverse("admin:contacts_attachment_download", args=[attachment.pk])
        return format_html('<a href="{}">{}</a>', url, attachment.name)


class DecisionForm(forms.ModelForm):
    """What a consultant decides; what the client wrote is read-only.

    Each field carries the value that the person saw. What they left as it was stays as it is
    stored by now, and what two people changed is a conflict: an old tab turns nothing back.
    """

    note = CleanCharField(
        label="Neue Notiz",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Kommt in den Verlauf und bleibt dort unverändert stehen.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in VacancyRequest.DECISIONS:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    def clean(self):
        super().clean()
        stored = VacancyRequest.objects.select_for_update().get(pk=self.instance.pk)
        for name in self.cleaned_data.keys() & set(VacancyRequest.DECISIONS):
            now = getattr(stored, name)
            if name not in self.changed_data:
                self.cleaned_data[name] = now
            elif self._seen(name) != now and self.cleaned_data[name] != now:
                shown = stored.get_status_display() if name == "status" else now
                self.add_error(
                    name,
                    f"Das hat inzwischen jemand geändert, es steht jetzt auf „{shown or '–'}“. "
                    "Bitte laden Sie die Seite neu und entscheiden Sie noch einmal.",
                )
        return self.cleaned_data

    def _seen(self, name):
        """Return what stood in the field when the page was loaded."""
        return self.fields[name].to_python(self.data.get(self.add_initial_prefix(name)))


@admin.register(VacancyRequest)
class VacancyRequestAdmin(SpreadsheetPages, admin.ModelAdmin):
    sheet = VacancyRequestSheet
    import_permissions = ("contacts.change_vacancyrequest",)
    form = DecisionForm
    list_display = [
        "reference",
        "company",
        "role",
        "status",
        "consultant",
        "reply_due_on",
        "received_at",
    ]
    list_filter = ["status", "consultant", "level"]
    list_select_related = ["edition", "consultant"]
    search_fields = ["reference", "company", "name", "email", "role_title"]
    show_full_result_count = False
    view_on_site = False  # that page thanks the client
    actions = ["mark_answered"]
    inlines = [ActivityInline, EmailInline, AttachmentInline]
    fieldsets = [
        ("Bearbeitung", {"fields": ["status", "consultant", "follow_up_on", "note"]}),
        (
            "Kunde",
            {
                "fields": [
                    "reference",
                    "received_at",
                    "reply_due_on",
                    "answered_at",
                    "company",
                    "name",
                    "email",
                    "phone",
                ]
            },
        ),
        (
            "Vakanz",
            {
                "fields": [
                    "edition",
                    "role_title",
                    "level",
                    "headcount",
                    "location",
                    "workplace",
                    "start_on",
                    "budget",
                    "market",
                    "message",
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        # Lists show the title of the edition, never the document itself.
        return super().get_queryset(request).defer("edition__document")

    def get_readonly_fields(self, request, obj=None):
        shown = [name for _, options in self.fieldsets for name in options["fields"]]
        return [name for name in shown if name not in [*VacancyRequest.DECISIONS, "note"]]

    def has_add_permission(self, request):
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "consultant":
            kwargs["queryset"] = consultants()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="Stelle")
    def role(self, vacancy):
        return vacancy.role

    @admin.display(description="Budget")
    def budget(self, vacancy):
        return vacancy.budget or "nicht genannt"

    @admin.display(description="Budget am Markt")
    def market(self, vacancy):
        """The verdict of the day, beside the bands of the edition that the client was shown."""
        if not vacancy.market_position:
            return "nicht geprüft: kein Budget genannt"
        bands = vacancy.edition.guide.salary_bands if vacancy.edition else ()
        shown = "; ".join(
            f"{band.label} {format_range(band.minimum, band.maximum)} (Stand {band.as_of:%d.%m.%Y}, {band.source})"
            for band in bands
        )
        verdict = vacancy.get_market_position_display()
        return f"{verdict} – {vacancy.edition}: {shown}" if shown else verdict

    def save_model(self, request, obj, form, change):
        VacancyRequest.objects.get(pk=obj.pk).decide(
            by=request.user, **{name: getattr(obj, name) for name in VacancyRequest.DECISIONS}
        )
        if note := form.cleaned_data.get("note"):
            obj.activities.create(kind=Activity.Kind.NOTE, text=note, by=request.user)

    @admin.action(description="Als beantwortet markieren", permissions=["change"])
    def mark_answered(self, request, queryset):
        for vacancy in queryset:
            vacancy.answer(by=request.user)
        messages.success(request, "Als beantwortet markiert.")

    def get_urls(self):
        download = path(
            "anhang/<int:pk>/",
            self.admin_site.admin_view(self.download_view),
            name="contacts_attachment_download",
        )
        return [download, *super().get_urls()]

    def download_view(self, request, pk):
        """Hand out a client's file, never to be opened inside the browser."""
        if not request.user.has_perm("contacts.view_attachment"):
            raise PermissionDenied
        attachment = get_object_or_404(Attachment, pk=pk)
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

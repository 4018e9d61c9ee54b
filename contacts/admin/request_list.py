from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from contacts.admin.bounded_pages import BoundedPaginator
from contacts.admin.bulk_acts import BulkActs
from contacts.admin.figures import FiguresPage
from contacts.admin.filters import ChoiceFilter, ConsultantFilter, MonthFilter
from contacts.admin.folders import (
    PARAMETER,
    Folder,
    FolderFilter,
    FolderPages,
    asks_for_nothing,
    folder_of,
)
from contacts.consultants import name_of
from contacts.models import SearchWord
from techminds.templatetags.days import lately


class RequestList(BulkActs, FiguresPage, admin.ModelAdmin):
    """The list of vacancy requests: the consultants' inbox and its folders."""

    import_export_change_list_template = "admin/contacts/vacancyrequest/change_list.html"
    list_display_links = ["client"]
    list_filter = [
        FolderFilter,
        ("status", ChoiceFilter),
        ("consultant", ConsultantFilter),
        ("level", ChoiceFilter),
        ("market_position", ChoiceFilter),
        ("origin", ChoiceFilter),
        MonthFilter,
    ]
    list_select_related = ["edition", "consultant"]
    list_per_page = 50
    paginator = BoundedPaginator
    # Both would count the table.
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    search_fields = SearchWord.SEARCHED
    search_help_text = (
        "Sucht in allen Ordnern nach Wortanfängen: Referenz, Unternehmen, Name, E-Mail, Telefon, "
        "Stelle und Ort."
    )

    def get_queryset(self, request):
        # Lists show the title of the edition, never the document itself.
        return super().get_queryset(request).defer("edition__document")

    def get_changelist(self, request, **kwargs):
        return FolderPages

    def get_list_display(self, request):
        return folder_of(request).columns

    def get_sortable_by(self, request):
        return folder_of(request).sortable

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        if not SearchWord.words_of(search_term):
            return queryset.none(), False
        return queryset.search(search_term), False

    def lookup_allowed(self, lookup, value, request=None):
        """Let an address narrow the list down by what is on offer, and by nothing that a client said."""
        offered = {
            one[0] if isinstance(one, tuple) else one.parameter_name  # type: ignore[union-attr]
            for one in self.list_filter
        }
        return lookup.partition("__")[0] in offered and super().lookup_allowed(
            lookup, value, request
        )

    def changelist_view(self, request, extra_context=None):
        """Open the inbox, unless somebody looks for something else.

        The address stands for all requests; so what leads on from here names the folder.
        """
        if asks_for_nothing(request):
            request.GET = request.GET.copy()
            request.GET[PARAMETER] = Folder.INBOX.value
        return super().changelist_view(request, extra_context)

    @admin.display(description="Auswählen")
    def action_checkbox(self, vacancy):
        # As Django's, whose widget would take a template for each row.
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{} auswählen">',
            ACTION_CHECKBOX_NAME,
            vacancy.pk,
            vacancy.reference,
        )

    @admin.display(description="Unternehmen und Stelle")
    def client(self, vacancy):
        if vacancy.is_erased:
            return format_html('<span class="request__erased">{}</span>', "Daten gelöscht")
        return format_html(
            '{} <span class="request__role">{}</span>', vacancy.company, vacancy.role
        )

    @admin.display(description="Nächster Schritt", ordering="next_step_on")
    def next_step(self, vacancy):
        return render_to_string("admin/contacts/includes/next_step.html", {"vacancy": vacancy})

    @admin.display(description="Nicht zugestellt")
    def failed_mails(self, vacancy):
        mails = (
            f"{email} ({date_format(timezone.localtime(email.failed_at), 'd.m.Y')})"
            for email in vacancy.failed_emails
        )
        return format_html('<span class="request__failed">{}</span>', "; ".join(mails))

    @admin.display(description="Anzeichen")
    def suspicion(self, vacancy):
        return "; ".join(vacancy.sign_labels) or "von Hand zur Seite gelegt"

    @admin.display(description="Zuständig", empty_value="noch niemand")
    def consultant_name(self, vacancy):
        return name_of(vacancy.consultant) if vacancy.consultant else None

    @admin.display(description="Budget", empty_value="–")
    def budget_short(self, vacancy):
        if not vacancy.budget:
            return None
        verdict = vacancy.get_market_position_display()
        return format_html('{} <span class="request__verdict">{}</span>', vacancy.budget, verdict)

    @admin.display(description="Eingang und Referenz", ordering="received_at")
    def received(self, vacancy):
        return format_html(
            '{} <span class="request__reference">{}</span>',
            _short(vacancy.received_at),
            vacancy.reference,
        )

    @admin.display(description="Abgeschlossen", ordering="closed_at")
    def closed(self, vacancy):
        return _short(vacancy.closed_at)


def _short(moment):
    """The time of day for today and yesterday, else the day in figures: a column is narrow."""
    said = lately(moment)
    return said if "Uhr" in said else f"{timezone.localtime(moment):%d.%m.%Y}"

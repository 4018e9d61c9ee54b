from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from roles.amounts import format_amount
from roles.models import SalaryBand
from roles.spreadsheets import SalaryBandSheet
from techminds.spreadsheets.pages import SpreadsheetPages


class DueFilter(admin.SimpleListFilter):
    title = "Prüfung"
    parameter_name = "pruefung"

    def lookups(self, request, model_admin):
        return [("faellig", "fällig")]

    def queryset(self, request, queryset):
        return queryset.due() if self.value() == "faellig" else queryset


@admin.register(SalaryBand)
class SalaryBandAdmin(SpreadsheetPages, admin.ModelAdmin):
    """The bands of all working copies in one list; each is changed on the page of its profile."""

    sheet = SalaryBandSheet
    import_permissions = (
        "roles.change_roleprofile",
        "roles.add_salaryband",
        "roles.change_salaryband",
    )
    list_display = ["profile_link", "level", "lowest", "highest", "source", "dated", "review"]
    list_display_links = None
    list_filter = [DueFilter, "level", "profile__field"]
    list_select_related = ["profile"]
    search_fields = ["profile__title", "source"]
    ordering = ["profile__title", "minimum"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Add to each band its place among the rows of its profile's page."""
        before = SalaryBand.objects.filter(
            Q(minimum__lt=OuterRef("minimum"))
            | Q(minimum=OuterRef("minimum"), maximum__lt=OuterRef("maximum")),
            profile=OuterRef("profile"),
        )
        count = before.order_by().values("profile").annotate(count=Count("pk")).values("count")
        return super().get_queryset(request).annotate(place=Coalesce(Subquery(count), 0))

    @admin.display(description="Jobprofil", ordering="profile__title")
    def profile_link(self, band):
        return format_html('<a href="{}">{}</a>', _address(band), band.profile)

    @admin.display(description="Von", ordering="minimum")
    def lowest(self, band):
        return format_amount(band.minimum)

    @admin.display(description="Bis", ordering="maximum")
    def highest(self, band):
        return format_amount(band.maximum)

    @admin.display(description="Stand", ordering="as_of")
    def dated(self, band):
        return f"{band.as_of:%d.%m.%Y}"

    @admin.display(description="Prüfen bis", ordering="review_by")
    def review(self, band):
        day = f"{band.review_by:%d.%m.%Y}"
        if band.is_due:
            return format_html('{} <span class="state state--faellig">fällig</span>', day)
        return day

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if band := self.get_object(request, object_id):
            return redirect(_address(band))
        raise Http404


def _address(band):
    """Return where the band stands on the page of its profile."""
    page = reverse("admin:roles_roleprofile_change", args=[band.profile_id])
    return f"{page}#salary_bands-{band.place}"

"""By what consultants narrow a folder down."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from contacts.consultants import consultants, name_of

MONTHS = 12  # to choose from; an address may name any other
YEARS = range(1970, 2100)  # in which a time zone moves no day out of the calendar


class Folded(admin.ListFilter):
    """A filter that stays folded up until somebody uses it: with six of them the list is what counts."""

    template = "admin/contacts/filter.html"


class ChoiceFilter(Folded, admin.ChoicesFieldListFilter):
    pass


class ConsultantFilter(Folded, admin.RelatedFieldListFilter):
    """By whoever may take care of a request, and by those who left: somebody has to take over."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = SafeString("noch niemand")

    def field_choices(self, field, request, model_admin):
        staff = field.related_model.objects.filter(is_staff=True)
        known = staff.filter(Q(pk__in=consultants().values("pk")) | Q(is_active=False))
        return [
            (user.pk, name_of(user))
            for user in known.order_by("last_name", "first_name", "username")
        ]


class MonthFilter(Folded, admin.SimpleListFilter):
    """By the month of the receipt, in Germany."""

    title = "Eingangsmonat"
    parameter_name = "monat"

    def lookups(self, request, model_admin):
        this = timezone.localdate().replace(day=1)
        months = (this - relativedelta(months=back) for back in range(MONTHS))
        return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]

    def queryset(self, request, queryset):
        month = self.value()
        if month is None:
            return queryset
        try:
            first = datetime.strptime(month, "%Y-%m")  # noqa: DTZ007 - aware below
        except ValueError as error:
            raise IncorrectLookupParameters(error) from error
        if first.year not in YEARS:
            raise IncorrectLookupParameters(f"No request came in {month}.")
        start = timezone.make_aware(first)
        end = timezone.make_aware(first + relativedelta(months=1))
        return queryset.filter(received_at__gte=start, received_at__lt=end)

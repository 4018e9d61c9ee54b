"""Days as people count them from today, in Berlin."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()

NEAR = {-1: "seit gestern", 0: "heute", 1: "morgen"}


@register.filter
def lately(moment):
    """Show when something happened: the time of day for today and yesterday, else the day."""
    local = timezone.localtime(moment)
    day = {0: "heute", 1: "gestern"}.get((timezone.localdate() - local.date()).days)
    return f"{day}, {date_format(local, 'G:i')} Uhr" if day else date_format(local, "j. F Y")


@register.inclusion_tag("admin/includes/due.html")
def due(day):
    """Show how far away the last day for something is, and say in a word when it has passed."""
    return {"day": day, "words": _away(day), "is_overdue": day < timezone.localdate()}


def _away(day):
    days = (day - timezone.localdate()).days
    return NEAR.get(days) or (f"in {days} Tagen" if days > 0 else f"seit {-days} Tagen")

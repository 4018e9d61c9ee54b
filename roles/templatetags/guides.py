from django import template
from django.utils.safestring import mark_safe

from roles import figures
from roles.amounts import format_amount, format_range
from techminds.prose import clean_prose

register = template.Library()

register.filter("amount", format_amount)


@register.filter
def prose(text, guide):
    """Show a rich text of the guide with the figures of its bands, sanitised once more."""
    return mark_safe(clean_prose(figures.fill(text, guide)))  # noqa: S308 - sanitised here


@register.filter
def pay(item):
    """Show the pay range of an edition, from the lowest level to the highest; "" without bands."""
    if item.pay_minimum is None:
        return ""
    return format_range(item.pay_minimum, item.pay_maximum)

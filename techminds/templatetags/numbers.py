"""Numbers as Germans write them."""

from django import template

from techminds import typography

register = template.Library()


@register.filter
def grouped(number):
    """Show a number such as 80.000."""
    return typography.grouped(number)

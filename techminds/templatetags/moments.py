from django import template

from techminds import moments

register = template.Library()


@register.filter
def moment(value):
    """Show a moment with its zone, such as "29. März 2027, 8:00 Uhr (MESZ)"."""
    return moments.in_words(value)

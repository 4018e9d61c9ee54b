from pathlib import PurePosixPath

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from roles import figures
from roles.amounts import format_range
from techminds.prose import clean_prose

register = template.Library()


@register.filter
def prose(text, guide):
    """Show a rich text of the guide with the figures of its bands, sanitised once more."""
    return mark_safe(clean_prose(figures.fill(text, guide)))  # noqa: S308 - sanitised here


@register.filter
def pay(guide_or_edition):
    """Show what the role pays, from the lowest level to the highest; "" without bands."""
    ends = guide_or_edition.pay
    return format_range(*ends) if ends else ""


@register.filter
def portrait_url(author):
    """Return the address of an author's portrait, which their guide keeps as a storage path."""
    return reverse("roles:portrait", args=[PurePosixPath(author.photo).stem])

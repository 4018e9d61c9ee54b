from django import template
from django.utils.safestring import mark_safe

from techminds.prose import clean_chapters
from techminds.typography import typeset

register = template.Library()


@register.filter
def chapters(text):
    """Show a page of rich text, sanitised once more."""
    return mark_safe(clean_chapters(typeset(text)))  # noqa: S308 - sanitised here

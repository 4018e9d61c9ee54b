from pathlib import PurePosixPath

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from roles import ageing, figures, structured_data
from roles.amounts import format_range
from roles.infographics import available
from roles.pay_chart import PayChart
from techminds.prose import clean_prose

register = template.Library()

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@register.filter
def prose(text, guide):
    """Show a rich text of the guide with the figures of its bands, sanitised once more."""
    return mark_safe(clean_prose(figures.fill(text, guide)))  # noqa: S308 - sanitised here


@register.filter
def anchored(parts, kind):
    """Pair each part with the anchor of its heading, such as "aufgabe-modellentwicklung".

    It follows the title, so that a link to it outlives a new order of the parts.
    """
    pairs: dict[str, object] = {}
    for part in parts:
        anchor = name = f"{kind}-{slugify(part.title.lower().translate(UMLAUTS))}"
        count = 1
        while anchor in pairs:
            count += 1
            anchor = f"{name}-{count}"
        pairs[anchor] = part
    return pairs.items()


@register.filter
def pay(guide_or_edition):
    """Show what the role pays, from the lowest level to the highest; "" without bands."""
    ends = guide_or_edition.pay
    return format_range(*ends) if ends else ""


@register.filter
def pay_chart(guide):
    """Return the picture of what the role pays; None without bands."""
    return PayChart.of(guide)


@register.filter
def infographics(guide):
    """Return the names of the infographics that there are of a guide."""
    return available(guide)


@register.filter
def notice(guide):
    """Say that the guide is due for review; "" while it is not."""
    return ageing.notice(guide)


@register.filter
def cautions(guide_or_role):
    """Say which of the salary bands are due for review, in sentences; nothing without a role."""
    return ageing.cautions(guide_or_role.salary_bands) if guide_or_role else []


@register.filter
def cautions_under_notice(guide):
    """Say the same in a place where the notice stands above it."""
    return ageing.cautions_under_notice(guide)


@register.filter
def portrait_url(author):
    """Return the address of an author's portrait, which their guide keeps as a storage path."""
    return reverse("roles:portrait", args=[PurePosixPath(author.photo).stem])


@register.filter
def json_ld(data):
    """Show data as JSON that a script element can hold."""
    return mark_safe(structured_data.as_script(data))  # noqa: S308 - escaped there

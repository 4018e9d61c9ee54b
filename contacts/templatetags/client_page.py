"""How activities and texts read for the client."""

import re

from django import template

from contacts.models import Activity

register = template.Library()

WORDS = {
    Activity.Kind.RECEIVED: "Ihre Anfrage ist eingegangen",
    Activity.Kind.REPLY: "Unsere Antwort an Sie",
    Activity.Kind.CLIENT: "Ihre Nachricht",
}
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])|^([-+]|\d+[.)])(?=\s)")


@register.filter
def for_client(activity):
    return WORDS[activity.kind]


@register.filter
def said(activity):
    """Return what was said to us or by us; the text of a receipt is about how we took it in."""
    is_receipt = activity.kind == Activity.Kind.RECEIVED
    return activity.request.message if is_receipt else activity.text


@register.filter
def markdown(text):
    """Return text that stays text in Markdown."""
    return MARKDOWN.sub(r"\\\g<0>", text)

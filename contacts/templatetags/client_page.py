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
def says(activity):
    """Whether the client should read its text; of the receipt it says how we took it in."""
    return activity.kind != Activity.Kind.RECEIVED


@register.filter
def markdown(text):
    """Return text that stays text in Markdown."""
    return MARKDOWN.sub(r"\\\g<0>", text)

"""Rich text: what an editor may format, and the sanitiser that holds every text to it."""

import re

import nh3
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from techminds.text import clean_text

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {"enableTarget": False},
    "HardBreak": True,
}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
HEADINGS = {"h2", "h3"}
# A path of our own (never "//host" or "/\host", which leave the site), a place on the page, or an
# address with one of the plain schemes.
SAFE_LINK = re.compile(r"/(?![/\\])\S*|#\S*|https?://[^/\\\s]\S*|mailto:\S+|tel:[+\d][\d ()/-]*")


def _keep_safe_links(tag, attribute, value):
    return value if SAFE_LINK.fullmatch(value) else None


def _cleaner(tags):
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        attribute_filter=_keep_safe_links,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


_PROSE, _CHAPTERS = _cleaner(TAGS), _cleaner(TAGS | HEADINGS)


def _clean(cleaner, html):
    # Twice: only the first round turns references such as "&#x338;" into characters, and taking
    # those away or composing them with a ">" could make other markup of what was sanitised.
    for _ in range(2):
        html = cleaner.clean(clean_text(html, multiline=True))
    return html.strip()


def clean_prose(html: str) -> str:
    """Return rich text with nothing in it but the formatting an editor may use.

    Cleaning twice changes nothing more. An empty paragraph, as the editor leaves it, is "".
    """
    html = _clean(_PROSE, html)
    return "" if html == "<p></p>" else html


def clean_chapters(html: str) -> str:
    """Return rich text that may have headings of its own, as a whole page of text does."""
    return _clean(_CHAPTERS, html)


class ProseFormField(ProseEditorFormField):
    def has_changed(self, initial, data):
        # A browser sends other line breaks than it was given, which is no change.
        return super().has_changed(self.sanitize(initial or ""), self.sanitize(data or ""))


class ProseField(ProseEditorField):
    """A rich text: paragraphs, lists, emphasis and links."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=clean_prose, **kwargs)

    def formfield(self, **kwargs):
        own = {"form_class": ProseFormField, "sanitize": clean_prose}
        return super().formfield(**own | kwargs)


class ChaptersField(ProseEditorField):
    """A rich text with headings, for pages that consist of it."""

    def __init__(self, *args, **kwargs):
        headings = {"Heading": {"levels": [2, 3]}}
        super().__init__(*args, extensions=EXTENSIONS | headings, sanitize=clean_chapters, **kwargs)

    def formfield(self, **kwargs):
        own = {"form_class": ProseFormField, "sanitize": clean_chapters}
        return super().formfield(**own | kwargs)

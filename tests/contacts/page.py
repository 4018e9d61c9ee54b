"""Reads from a page what a visitor meets: fields with what stands in them, and texts by id."""

from html.parser import HTMLParser

VOID = {"br", "img", "input", "link", "meta", "hr", "source"}


class Page(HTMLParser):
    """A page by its fields.

    `values` maps the name of a field to its text or chosen option, `attributes` to its attributes;
    `texts` maps the id of an element to the words inside; `words` are those of the whole page.
    """

    def __init__(self, response):
        super().__init__()
        self.values, self.attributes, self.texts = {}, {}, {}
        self._said = []
        self._open = []
        self._select = self._textarea = None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag in ("input", "select", "textarea") and name:
            self.attributes[name] = attrs
            self.values[name] = attrs.get("value", "")
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in attrs:
            self.values[self._select] = attrs["value"]
        if tag == "textarea":
            self._textarea = name
        if tag not in VOID:
            self._open.append((tag, attrs.get("id")))
            if attrs.get("id"):
                self.texts[attrs["id"]] = ""

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "textarea" and self._textarea:
            # As a browser does: the first line break after the tag is not part of the text.
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = None

    def handle_data(self, data):
        self._said.append(data)
        if self._textarea:
            self.values[self._textarea] += data
        for _, identifier in self._open:
            if identifier:
                self.texts[identifier] += data

    @property
    def words(self):
        return " ".join(" ".join(self._said).split())

    def error(self, field):
        """Return the message beside a field, "" where there is none."""
        return " ".join(self.texts.get(f"id_{field}_error", "").split())

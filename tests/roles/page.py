"""Reads a page as people and search engines do: text, headings, links; no class, no id."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """What a response shows.

    `text` is all visible text of <main> with single spaces, `title` and `description` are those of
    the head, `headings` the texts of h1 to h3, `links` the addresses, `rows` the cells of tables.
    """

    def __init__(self, response):
        super().__init__()
        self.links, self.description = [], None
        self._headings, self._rows = [], []
        self._texts = {"title": [], "main": []}
        self._open = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "meta" and values.get("name") == "description":
            self.description = values["content"]
        if tag == "a":
            self.links.append(values.get("href"))
        if tag in {"h1", "h2", "h3"}:
            self._headings.append("")
        if tag == "tr":
            self._rows.append([])
        if tag in {"td", "th"}:
            self._rows[-1].append("")
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag, texts in self._texts.items():
            if tag in self._open and not (tag == "title" and "svg" in self._open):
                texts.append(data)
        if {"h1", "h2", "h3"} & set(self._open):
            self._headings[-1] += data
        if {"td", "th"} & set(self._open):
            self._rows[-1][-1] += data

    @property
    def headings(self):
        return [_tidy(heading) for heading in self._headings]

    @property
    def rows(self):
        return [[_tidy(cell) for cell in row] for row in self._rows]

    @property
    def title(self):
        return _tidy("".join(self._texts["title"]))

    @property
    def text(self):
        return _tidy("".join(self._texts["main"]))


def _tidy(text):
    """Give each run of spaces that a browser would fold one space; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")

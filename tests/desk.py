"""Reads the desk, the first page of the back office, as people see it: panel by panel."""

import re
from html.parser import HTMLParser


class Panel:
    """A part of the desk: its heading, its rows and what stands between them, and its links."""

    def __init__(self):
        self.name = self.heading = ""
        self.rows = []
        self.links = {}


class _Desk(HTMLParser):
    PARTS = frozenset({"li", "p", "h3"})

    def __init__(self, html):
        super().__init__()
        self.panels = []
        self._open = []
        self._link = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"section", "nav"} and "main" in self._open:
            self.panels.append(Panel())
        self._open.append(tag)
        if self._is_in_panel and tag in self.PARTS:
            self.panels[-1].rows.append("")
        if self._is_in_panel and tag == "a":
            self._link = (dict(attrs)["href"], [])

    def handle_endtag(self, tag):
        if tag == "a" and self._link:
            href, words = self._link
            self.panels[-1].links[_tidy("".join(words))] = href
            self._link = None
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if not self._is_in_panel:
            return
        panel = self.panels[-1]
        if self._link:
            self._link[1].append(data)
        if "h2" in self._open:
            panel.name = panel.name or _tidy(data)
            panel.heading = _tidy(f"{panel.heading} {data}")
        elif self.PARTS & set(self._open):
            panel.rows[-1] += data

    @property
    def _is_in_panel(self):
        return bool({"section", "nav"} & set(self._open)) and "main" in self._open


def panels(response) -> dict[str, Panel]:
    """Return what the desk shows, by the heading of each panel without its count."""
    found = _Desk(response.content.decode()).panels
    for panel in found:
        panel.rows = [_tidy(row) for row in panel.rows]
    return {panel.name: panel for panel in found}


def _tidy(text):
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")

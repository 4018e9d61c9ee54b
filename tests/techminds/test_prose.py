"""Rich text: only what an editor may format gets through, by whatever way it came."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techminds.prose import clean_chapters, clean_prose


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ein <strong>Satz</strong> mit <em>Gewicht</em>,<br>umbrochen.</p>",
        "<ul><li>eins</li><li>zwei</li></ul>",
        "<ol><li>eins</li></ol>",
        '<p><a href="/jobprofile/data-engineer/">intern</a></p>',
        '<p><a href="#gehalt">Stelle</a></p>',
        '<p><a href="https://a.example/?b=1&amp;c=2#d">extern</a></p>',
        '<p><a href="http://a.example">extern</a></p>',
        '<p><a href="mailto:a@b.example">Mail</a></p>',
        '<p><a href="tel:+49 40 228595-570">Telefon</a></p>',
        "<p>80.000–120.000\u202f€ &amp; &lt;mehr&gt;</p>",
        "",
    ],
)
def test_clean_prose_keeps_what_an_editor_may_format(html):
    assert clean_prose(html) == html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p></p>", ""),
        ("  <p>x</p>\n", "<p>x</p>"),
        ("<p>Text<script>alert(1)</script></p>", "<p>Text</p>"),
        ("<style>p{}</style><p>Text</p>", "<p>Text</p>"),
        ('<p onload="alert(1)" class="x" style="y" id="z">Text</p>', "<p>Text</p>"),
        ("<h1>Titel</h1>", "Titel"),
        ("<h2>Titel</h2>", "Titel"),
        ('<img src="x" onerror="alert(1)">', ""),
        ("<svg onload=alert(1)></svg>", ""),
        ('<iframe src="//evil.example"></iframe>', ""),
        ('<form action="/x"><input name="y"></form>', ""),
        ("<!-- Kommentar --><p>Text</p>", "<p>Text</p>"),
        ("<p>offen", "<p>offen</p>"),
        ("<b>alt</b>", "alt"),
        ("<p>a\x00b\u202ec\u200bd</p>", "<p>abcd</p>"),
        ("<p>a&#x200b;&#x202e;b</p>", "<p>ab</p>"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ('<p><a href="/x" target="_blank" onclick="y">z</a></p>', '<p><a href="/x">z</a></p>'),
    ],
)
def test_clean_prose_takes_the_rest_away(html, clean):
    assert clean_prose(html) == clean


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java&#9;script:alert(1)",
        "java&#x0a;script:alert(1)",
        "java&#0;script:alert(1)",
        "java\x00script:alert(1)",
        "java\u200bscript:alert(1)",
        "&#x6a;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://a.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/&#9;/evil.example",
        "/\u200b/evil.example",
        "/&#x200b;/evil.example",
        "/&#x202e;/evil.example",
        "/&#1;/evil.example",
        "/&ZeroWidthSpace;/evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https://\\evil.example",
        "https:&#x200b;//",
        "evil.example",
        "../admin/",
        "?a=b",
        "tel:javascript",
        "",
    ],
)
def test_clean_prose_drops_links_that_lead_astray(address):
    assert clean_prose(f'<p><a href="{address}">x</a></p>') == "<p><a>x</a></p>"


def test_clean_chapters_keeps_headings():
    html = "<h2>Titel</h2><h3>Unter</h3><p>Text</p>"

    assert clean_chapters(f"<h1>Kopf</h1>{html}<script>alert(1)</script>") == f"Kopf{html}"


class Found(HTMLParser):
    """The tags and links that a browser would find."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, *attribute) for attribute in attrs]

    def handle_comment(self, data):
        self.tags.add("!--")

    def handle_decl(self, decl):
        self.tags.add("!")


ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
pieces = st.sampled_from(
    [
        *("<p>", "</p>", "<strong>", "</strong>", "<ul>", "<li>", "<br>", "<h2>", "<x>"),
        *('<a href="', "<a href='/x'>", '">', "</a>", "javascript:", "https:", "//evil"),
        *("<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<?"),
        *("<svg>", "<math>", "<mi>", "<template>", "<select>", "<table>", "<td>", "<iframe>"),
        *("<textarea>", "<title>", "</title>", "<noscript>", "<plaintext>", " onclick=alert(1) "),
        *("&lt;", "&gt;", "&amp;", "&#9;", "&#0;", "&#x338;", "&#x200b;"),
        *"<>\"'/=x \t\n\r\x00\xa0\u200b\u202e\u0334\u0338\ud800",
    ]
)
fragments = st.one_of(st.lists(pieces, max_size=14).map("".join), st.text())


@settings(max_examples=1000)
@given(fragments)
def test_clean_prose_twice_changes_nothing_more(html):
    once = clean_prose(html)

    assert clean_prose(once) == once


@settings(max_examples=1000)
@given(fragments)
def test_clean_prose_leaves_nothing_dangerous(html):
    found = Found(clean_prose(html))

    assert found.tags <= ALLOWED
    for tag, name, value in found.attributes:
        assert (tag, name) == ("a", "href")
        assert value.startswith(("/", "#", "http://", "https://", "mailto:", "tel:"))
        assert not value.startswith(("//", "/\\"))
        assert not set(value) & set("\t\n\r\x00\u200b\u202e ") or value.startswith("tel:")


@given(fragments)
def test_clean_chapters_twice_changes_nothing_more(html):
    once = clean_chapters(html)

    assert clean_chapters(once) == once
    assert Found(once).tags <= ALLOWED | {"h2", "h3"}

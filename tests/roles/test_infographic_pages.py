"""Infographics as files, on their page and in the frames of other sites."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from PIL import Image

from roles.infographics import Name, draw
from roles.models import RoleProfile
from techminds.pictures import STYLE_HASH
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page

ML = "/jobprofile/machine-learning-engineer/infografik/"
URL = "/jobprofile/data-steward/infografik/"
CSV = "/jobprofile/data-steward.csv"
NAMES = ["ueberblick", "aufgaben", "anforderungen", "gehalt", "karriere"]
ENDINGS = [".svg", ".png", "/", "/einbetten/"]
OTHERS = ["/jobprofile/data-steward.csv", "/jobprofile/data-steward/teilen.png"]
ALL = [f"{URL}gehalt{ending}" for ending in ENDINGS] + OTHERS


@pytest.fixture
def profile(db):
    """A role of two editions: 1 pays up to 90.000, 2 up to 120.000; beside it one up to 777.000."""
    published("Cloud Architect", salary_bands=[BAND | {"maximum": 777_000}])
    profile = published(salary_bands=[BAND | {"maximum": 90_000}]).profile
    profile.load(guide(salary_bands=[BAND]))
    profile.publish(note="Höheres Maximum.")
    return profile


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_the_picture_of_the_edition(ml_edition, client, name):
    response = client.get(f"{ML}{name}.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.decode() == draw(name, ml_edition.guide, ml_edition).svg


@pytest.mark.parametrize("name", NAMES)
def test_png_is_the_same_picture_in_pixels(ml_edition, client, name):
    response = client.get(f"{ML}{name}.png")

    assert response["Content-Type"] == "image/png"
    image = Image.open(BytesIO(response.content))
    picture = draw(name, ml_edition.guide, ml_edition)
    assert image.width == 1200
    assert image.height == pytest.approx(picture.height * 2.5, abs=1)


@pytest.mark.parametrize("name", NAMES)
def test_page_says_what_the_picture_says(ml_edition, ml_guide, client, name):
    page = Page(client.get(f"{ML}{name}/"))

    picture = draw(name, ml_guide, ml_edition)
    assert page.title == f"{picture.title} als Infografik | TechMinds"
    assert page.headings[0] == Name(name).label
    for points in picture.points:
        assert points.heading in page.headings
        for title, detail in points.points:
            assert f"{title} {detail}".strip() in page.text
    if name in {"ueberblick", "gehalt"}:
        for band, row in zip(ml_guide.salary_bands, page.rows[1:], strict=True):
            assert row[0] == band.label
            assert row[1].startswith(f"{band} brutto im Jahr")
            assert row[1].endswith(band.provenance)
        for basis in ml_guide.bases:
            assert basis in page.text
    else:
        assert "€" not in page.text


def test_page_shows_the_picture_with_size_and_alternative(ml_edition, client):
    html = client.get(f"{ML}gehalt/").content.decode()

    picture = draw("gehalt", ml_edition.guide, ml_edition)
    tag = " ".join(html.partition("<img")[2].partition(">")[0].split())
    assert tag == (
        f'class="infographic__picture" src="{ML}gehalt.svg?ausgabe=1" width="480" '
        f'height="{picture.height}" alt="Gehaltsspannen in der Rolle Machine Learning Engineer '
        'als Balken. Alle Angaben stehen auch als Text auf dieser Seite."'
    )


def test_page_offers_files_and_other_pictures(ml_edition, client):
    salary, tasks = Page(client.get(f"{ML}gehalt/")), Page(client.get(f"{ML}aufgaben/"))

    assert {
        f"{ML}gehalt.svg?ausgabe=1",
        f"{ML}gehalt.png?ausgabe=1",
        "/jobprofile/machine-learning-engineer.csv?ausgabe=1",
    } <= set(salary.links)
    assert not any("/machine-learning-engineer.csv" in link for link in tasks.links)
    assert [link for link in tasks.links if link.startswith(ML) and link.endswith("/")] == [
        f"{ML}{name}/" for name in NAMES if name != "aufgaben"
    ]


@pytest.mark.parametrize(("query", "number"), [("", 2), ("?ausgabe=1", 1)])
def test_page_names_files_by_role_picture_and_edition(profile, client, query, number):
    html = client.get(f"{URL}gehalt/{query}").content.decode()

    assert re.findall(r'download="([^"]*)"', html) == [
        f"data-steward-gehalt-ausgabe-{number}.{ending}" for ending in ("svg", "png", "csv")
    ]


def test_page_offers_credit_and_code_for_other_sites(profile, client):
    page = Page(client.get(f"{URL}gehalt/"))

    assert "Data Steward: Gehalt nach Level. Infografik: TechMinds, Ausgabe 2 vom" in page.text
    current, pinned = [
        text.partition("</iframe>")[0] for text in page.text.split('<iframe title="')[1:]
    ]
    assert current.startswith(
        'Data Steward: Gehalt nach Level" loading="lazy" '
        f'src="https://techminds.test{URL}gehalt/einbetten/" '
    )
    assert pinned == current.replace("/einbetten/", "/einbetten/?ausgabe=2")
    height = draw("gehalt", profile.editions.get(number=2).guide).height
    assert f"max-width:480px;aspect-ratio:480/{height + 106};border:0" in current.replace("; ", ";")


def test_page_escapes_the_code_twice(db, client):
    published("Rolle \"'><script>alert(1)</script>", slug="data-steward")

    html = client.get(f"{URL}aufgaben/").content.decode()

    assert "<script>" not in html
    code = html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert code.startswith("&lt;iframe title=&quot;Rolle „&amp;#x27;&amp;gt;&amp;lt;script")


def test_embed_page_shows_the_picture_and_its_credit(ml_edition, client):
    response = client.get(f"{ML}gehalt/einbetten/")
    html = response.content.decode()

    assert f'src="{ML}gehalt.svg?ausgabe=1"' in html
    assert '<meta name="robots" content="noindex">' in html
    page = Page(response)
    assert page.headings == ["Machine Learning Engineer: Gehalt nach Level"]
    assert page.text.endswith("Quelle: TechMinds, Jobprofil Machine Learning Engineer")
    assert page.links == ["https://techminds.test/jobprofile/machine-learning-engineer/"]
    assert "<script" not in html


def test_embed_page_opens_frames_and_nothing_else(ml_edition, client):
    usual, embed = client.get(f"{ML}gehalt/"), client.get(f"{ML}gehalt/einbetten/")

    changed = {
        name: embed.headers.get(name)
        for name in {*usual.headers, *embed.headers} - {"Content-Length", "Content-Security-Policy"}
        if usual.headers.get(name) != embed.headers.get(name)
    }
    assert changed == {
        "X-Frame-Options": None,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=300",
    }
    policy = [set(answer["Content-Security-Policy"].split("; ")) for answer in (usual, embed)]
    assert policy[0] - policy[1] == {"frame-ancestors 'none'"}
    assert policy[1] - policy[0] == {"frame-ancestors *"}


@pytest.mark.parametrize(
    ("query", "cache_control"),
    [("", "public, no-cache"), ("?ausgabe=1", "public, max-age=300")],
)
@pytest.mark.parametrize("address", [f"{URL}gehalt.svg", f"{URL}gehalt.png", *OTHERS])
def test_file_is_kept_without_asking_only_where_it_is_pinned(
    profile, client, address, query, cache_control
):
    first = client.get(address + query)

    again = client.get(address + query, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert [first["Cache-Control"], again["Cache-Control"]] == [cache_control] * 2


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_file_may_be_shown_by_others_and_framed_by_none(ml_edition, client, ending):
    response = client.get(f"{ML}gehalt{ending}")

    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Frame-Options"] == "DENY"
    policy = response["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'none'" in policy
    (style,) = [line for line in policy if line.startswith("style-src")]
    assert style == {".svg": f"style-src 'self' {STYLE_HASH}", ".png": "style-src 'self'"}[ending]


@pytest.mark.parametrize("address", [f"{URL}gehalt.svg", f"{URL}gehalt.png", *OTHERS])
def test_file_is_not_sent_twice(profile, client, address):
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})
    other = client.get(f"{address}?ausgabe=1", headers={"if-none-match": first["ETag"]})

    assert not first["ETag"].startswith("W/")
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]


def test_pinned_file_stays_as_it_was(profile, client):
    words = [
        ElementTree.fromstring(client.get(f"{URL}gehalt.svg{query}").content)
        .find("{http://www.w3.org/2000/svg}desc")
        .text
        for query in ("", "?ausgabe=2", "?ausgabe=1")
    ]

    assert words[0] == words[1]
    assert words[0].startswith("Senior: 80.000–120.000\u202f€ im Jahr.")
    assert words[2].startswith("Senior: 80.000–90.000\u202f€ im Jahr.")
    assert "Ausgabe 1, Stand" in words[2]


@pytest.mark.parametrize("address", ALL)
def test_edition_of_another_role_is_never_shown(profile, client, address):
    others = address.replace("data-steward", "cloud-architect")
    assert client.get(f"{others}?ausgabe=1").status_code == 200

    response = client.get(f"{address}?ausgabe=1")

    assert response.status_code == 200
    assert response.content != client.get(address).content
    assert response.content != client.get(f"{others}?ausgabe=1").content
    if response["Content-Type"] != "image/png":
        text = response.content.decode()
        assert [word for word in ("777", "Cloud", "cloud") if word in text] == []
        assert "Data Steward" in text


@pytest.mark.parametrize("address", ALL)
def test_edition_that_only_another_role_has_is_not_found(profile, client, address):
    other = RoleProfile.objects.get(slug="cloud-architect")
    for maximum in (778_000, 779_000):
        other.load(guide("Cloud Architect", salary_bands=[BAND | {"maximum": maximum}]))
        other.publish()
    others = address.replace("data-steward", "cloud-architect")
    assert client.get(f"{others}?ausgabe=3").status_code == 200

    assert client.get(f"{address}?ausgabe=3").status_code == 404


def test_pinned_page_leads_to_pinned_files(profile, client):
    response = client.get(f"{URL}gehalt/?ausgabe=1")
    page, html = Page(response), response.content.decode()

    assert "80.000–90.000\u202f€" in page.text
    assert "120.000" not in html
    assert "Ausgabe 1, Stand" in page.text
    assert f'src="{URL}gehalt.svg?ausgabe=1"' in html
    assert {f"{URL}gehalt.png?ausgabe=1", f"{CSV}?ausgabe=1", f"{URL}gehalt/"} <= set(page.links)
    assert '<meta name="robots" content="noindex">' in html
    assert (
        f"{URL}gehalt.svg?ausgabe=1"
        in client.get(f"{URL}gehalt/einbetten/?ausgabe=1").content.decode()
    )


@pytest.mark.parametrize(
    "number",
    ["3", "0", "01", "-1", "", "x", "1.0", "²", "١", "1%0A", "9" * 30, "9" * 5000, "01x", "%201"],
)
@pytest.mark.parametrize("address", ALL)
def test_unknown_edition_is_not_found(profile, client, address, number):
    assert client.get(f"{address}?ausgabe={number}").status_code == 404


@pytest.mark.parametrize("address", ALL)
def test_scheduled_edition_is_never_shown(profile, client, address):
    before = client.get(address).content
    profile.load(guide(salary_bands=[BAND | {"maximum": 200_000}]))
    profile.publish(at=timezone.now() + timedelta(days=1))

    assert client.get(f"{address}?ausgabe=3").status_code == 404
    assert client.get(address).content == before


@pytest.mark.parametrize("address", ALL)
def test_edition_that_was_overtaken_is_never_shown(profile, client, address):
    profile.load(guide(salary_bands=[BAND | {"maximum": 200_000}]))
    profile.publish(at=timezone.now() + timedelta(days=1))
    profile.load(guide(salary_bands=[BAND]))
    profile.publish()

    assert client.get(f"{address}?ausgabe=3").status_code == 404
    assert client.get(f"{address}?ausgabe=4").status_code == 200


@pytest.mark.parametrize("query", ["", "?ausgabe=1", "?ausgabe=9"])
@pytest.mark.parametrize("address", ALL)
def test_withdrawn_guide_takes_its_pictures_along(profile, client, address, query):
    assert client.get(address).status_code == 200
    profile.withdraw()

    response = client.get(address + query)

    assert response.status_code == 410
    assert "€" not in response.content.decode()


@pytest.mark.parametrize("address", ALL)
def test_old_address_leads_to_the_same_page_of_today(profile, client, address):
    profile.load(guide(slug="data-pflege", salary_bands=[BAND]))
    profile.publish()

    response = client.get(f"{address}?ausgabe=1&x=%C3%A4")

    moved = address.replace("data-steward", "data-pflege")
    assert (response.status_code, response.url) == (301, f"{moved}?ausgabe=1&x=%C3%A4")
    assert response["Cache-Control"] == "public, max-age=300"
    assert client.get(response.url).status_code == 200


def test_pinned_page_of_another_address_stays_at_todays(profile, client):
    profile.load(guide(slug="data-pflege", salary_bands=[BAND]))
    profile.publish()

    page = Page(client.get("/jobprofile/data-pflege/infografik/gehalt/?ausgabe=1"))

    assert "/jobprofile/data-pflege/infografik/gehalt.png?ausgabe=1" in page.links
    assert not any("data-steward" in link for link in page.links)


@pytest.mark.parametrize("ending", ENDINGS)
def test_picture_that_the_guide_has_nothing_for_is_not_found(db, client, ending):
    published()

    assert client.get(f"{URL}ueberblick{ending}").status_code == 200
    for name in ("gehalt", "nichts", "UEBERBLICK"):
        assert client.get(f"{URL}{name}{ending}").status_code == 404


@pytest.mark.parametrize("address", ALL)
def test_picture_of_nothing_is_not_found(db, client, address):
    load(guide(salary_bands=[BAND]))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ALL)
def test_pictures_are_only_read(profile, client, address):
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (f"{URL}gehalt.svg", 1),
        (f"{URL}gehalt.png", 1),
        (f"{URL}gehalt/einbetten/", 1),
        (CSV, 1),
        (f"{URL}gehalt/", 2),
    ],  # the offices in the foot of the page
)
def test_pictures_take_few_queries(profile, client, django_assert_num_queries, address, queries):
    for query in ("", "?ausgabe=2"):
        with django_assert_num_queries(queries):
            assert client.get(address + query).status_code == 200
    with django_assert_num_queries(queries + 1):
        assert client.get(f"{address}?ausgabe=1").status_code == 200


def rows(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_csv_holds_the_bands_of_the_edition(ml_edition, ml_guide, client):
    response = client.get("/jobprofile/machine-learning-engineer.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="machine-learning-engineer-gehalt-ausgabe-1.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbfslug,title,level,minimum,maximum,")
    moment = timezone.localtime(ml_edition.published_at).isoformat(timespec="seconds")
    slug, title = "machine-learning-engineer", "Machine Learning Engineer"
    assert rows(response) == [
        [
            "slug",
            "title",
            "level",
            "minimum",
            "maximum",
            "currency",
            "period",
            "region",
            "basis",
            "source",
            "as_of",
            "edition",
            "published_at",
        ]
    ] + [
        [
            slug,
            title,
            level,
            minimum,
            maximum,
            "EUR",
            "year",
            "DE",
            ml_guide.salary_bands[0].basis,
            "TechMinds",
            "2026-11-24",
            "1",
            moment,
        ]
        for level, minimum, maximum in (
            ("entry", "50000", "60000"),
            ("mid", "60000", "80000"),
            ("senior", "80000", "120000"),
        )
    ]


def test_csv_without_bands_is_its_header(db, client):
    published()

    assert len(rows(client.get(CSV))) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_defuses_what_looks_like_a_formula(db, client, start):
    text = f"{start}HYPERLINK(A1)"
    published(text, slug="data-steward", salary_bands=[BAND | {"basis": text, "source": text}])

    (row,) = rows(client.get(CSV))[1:]

    assert [row[1], row[8], row[9]] == [f"'{text}"] * 3


def test_csv_quotes_commas(db, client):
    basis = "Eins, „zwei“; drei"
    published(salary_bands=[BAND | {"basis": basis}])

    assert rows(client.get(CSV))[1][8] == basis

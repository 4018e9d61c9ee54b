"""The pictures beside shared links: of the site's pages, and of guides with their figures."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from roles.infographics import social_image
from techminds.social_image import PAGES, draw, draw_page
from tests.factories import BAND, guide, published

TEXT = "{http://www.w3.org/2000/svg}text"
BANDS = [
    BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
    BAND | {"level": "mid", "minimum": 60_000, "maximum": 80_000},
    BAND,
]


def words(svg):
    return [part.text for part in ElementTree.fromstring(svg).iter(TEXT)]


def rectangles(svg):
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")
    return [
        (bar.get("class"), *(float(bar.get(name, 0)) for name in ("x", "y", "width", "height")))
        for bar in found
    ]


def bars(svg):
    """Return class, left edge, upper edge and width of what stands right of the brand, in order."""
    return [bar[:4] for bar in rectangles(svg)[6:]]


@pytest.mark.parametrize("name", PAGES)
def test_social_image_of_a_page_is_a_big_png(client, name):
    response = client.get(f"/teilen/{name}.png")

    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert len(response.content) < 100_000


def test_social_image_of_a_page_is_not_sent_twice(client):
    etag = client.get("/teilen/start.png")["ETag"]

    response = client.get("/teilen/start.png", headers={"if-none-match": etag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert client.get("/teilen/gehalt.png")["ETag"] != etag


def test_social_image_of_nothing_is_not_found(db, client):
    for name in ("nichts", "START", "start.png"):
        assert client.get(f"/teilen/{name}.png").status_code == 404
    assert client.post("/teilen/start.png").status_code == 405


def test_social_image_of_a_guide_shows_title_pay_and_bands():
    svg = social_image(guide(salary_bands=BANDS))

    assert words(svg) == [
        "Jobprofil",
        "Data Steward",
        "TechMinds",
        "50.000–120.000\u202f€ brutto im Jahr",
    ]
    assert bars(svg) == [
        ("text", 700, 536, 60),
        ("text", 760, 498, 120),
        ("accent", 880, 460, 240),
    ]


def test_social_image_of_a_guide_without_bands_shows_its_teaser():
    svg = social_image(guide())

    assert words(svg) == [
        "Jobprofil",
        "Data Steward",
        "TechMinds",
        "Was man als Data Steward macht.",
    ]
    assert bars(svg) == []


def test_social_image_of_a_page_has_the_bands_of_the_logo():
    svg = draw_page("gehalt")

    assert words(svg) == [
        "Gehalt",
        "Was Tech-Rollen",
        "verdienen",
        "TechMinds",
        "Spannen nach Rolle und Level, mit Quelle und Stand",
    ]
    assert rectangles(svg)[:2] == [("ground", 0, 0, 1200, 630), ("accent", 0, 0, 1200, 14)]
    assert [bar[0] for bar in rectangles(svg)[2:6]] == [
        "brand",
        "on-brand",
        "on-brand",
        "brand-accent",
    ]
    assert bars(svg) == [
        ("text", 700, 536, 189),
        ("text", 784, 498, 210),
        ("accent", 868, 460, 252),
    ]


@pytest.mark.parametrize("title", ["X", "Wort für Wort " * 8])
def test_social_image_shortens_a_long_line_to_two(title):
    lines = words(draw("Jobprofil", title, "Ein Satz. " * 30))

    line = lines[lines.index("TechMinds") + 1 :]
    assert line == [" ".join(["Ein Satz."] * 6), " ".join(["Ein Satz."] * 5) + " Ein Sat…"]


def test_social_image_keeps_a_bar_for_a_single_amount():
    svg = social_image(guide(salary_bands=[BAND | {"minimum": 90_000, "maximum": 90_000}]))

    assert bars(svg) == [("accent", 700, 536, 22)]


@pytest.mark.parametrize(
    "title", ["W" * 120, "Wort für Wort " * 8, "<script>alert(1)</script>", "👩‍💻" * 20, "X"]
)
def test_social_image_holds_any_title(title):
    svg = draw("Jobprofil", title, "Ein Satz. " * 30)

    drawn = list(ElementTree.fromstring(svg).iter(TEXT))
    assert 4 <= len(drawn) <= 7
    assert max(float(line.get("y")) for line in drawn) < 630 - 50
    brand = next(float(line.get("y")) for line in drawn if line.text == "TechMinds")
    others = [float(line.get("y")) for line in drawn if line.text != "TechMinds"]
    assert max(others) < brand - 40


def test_social_image_of_a_guide_follows_its_edition(db, client):
    url = "/jobprofile/data-steward/teilen.png"
    profile = published().profile
    first = client.get(url)
    profile.load(guide("Datenpflege", slug="data-steward"))

    assert client.get(url)["ETag"] == first["ETag"]  # changed in the working copy only
    profile.publish()

    assert client.get(url)["ETag"] != first["ETag"]
    assert client.get(f"{url}?ausgabe=1").content == first.content

"""Files made on request: each version under its own tag, each picture drawn once."""

import pytest
import resvg_py
from django.core.cache import caches

from techminds import drawn_files
from techminds.drawn_files import file_response, png_response, svg_response
from techminds.pictures import Picture

URL = "/teilen/start.png"


def picture(title="Titel"):
    return Picture(400).svg(80, title, "")


def tag_of_png(rf, svg, width):
    return png_response(rf.get("/"), svg, width)["ETag"]


@pytest.fixture
def no_pictures():
    caches["pictures"].clear()


def test_file_has_a_tag_of_32_signs(rf):
    response = file_response(rf.get("/"), "Inhalt", lambda: "Inhalt", "text/plain")

    # printf Inhalt | sha256sum
    assert response["ETag"] == '"3cc46559245da3786b212f5f2abde8e4"'
    assert response.content == b"Inhalt"


def test_file_that_is_known_is_not_made(rf):
    request = rf.get("/", headers={"if-none-match": svg_response(rf.get("/"), "<svg/>")["ETag"]})

    response = file_response(request, "<svg/>", lambda: pytest.fail("made"), "image/svg+xml")

    assert (response.status_code, response.content) == (304, b"")


def test_files_of_other_content_have_other_tags(rf):
    svg = picture()
    tags = [
        svg_response(rf.get("/"), svg)["ETag"],
        tag_of_png(rf, svg, 400),
        tag_of_png(rf, svg, 800),
        tag_of_png(rf, picture("Anders"), 400),
    ]

    assert len(set(tags)) == 4
    assert tag_of_png(rf, svg, 400) == tags[1]


def test_png_of_another_renderer_has_another_tag(rf, monkeypatch):
    before = tag_of_png(rf, picture(), 400)
    monkeypatch.setattr(drawn_files, "DRAWN_BY", "another version")

    assert tag_of_png(rf, picture(), 400) != before


def test_png_is_drawn_once(client, no_pictures, monkeypatch):
    drawn = client.get(URL).content
    monkeypatch.delattr(resvg_py, "svg_to_bytes")

    assert client.get(URL).content == drawn
    caches["pictures"].clear()
    with pytest.raises(AttributeError, match="svg_to_bytes"):
        client.get(URL)


def test_png_is_kept_for_30_days(client, no_pictures, monkeypatch, time_machine):
    time_machine.move_to("2026-11-01T12:00:00Z", tick=False)
    drawn = client.get(URL).content
    monkeypatch.delattr(resvg_py, "svg_to_bytes")

    time_machine.move_to("2026-12-01T11:59:59Z", tick=False)
    assert client.get(URL).content == drawn
    time_machine.move_to("2026-12-01T12:00:01Z", tick=False)
    with pytest.raises(AttributeError, match="svg_to_bytes"):
        client.get(URL)

"""Pictures in a guide: an editor uploads one, readers see it with the notices of a guide grown old."""

import json
import re
import unicodedata
from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.desk import open_profile, sign_in
from tests.browser.test_accessibility import violations
from tests.browser.test_back_office_accessibility import violations as barriers
from tests.browser.test_first_visit import MOVED
from tests.factories import BAND, guide, load, published

URL = "/jobprofile/data-steward/"
PICTURE, PORTRAIT = "illustrations/0a1b-1600x900.webp", "authors/0a1b-480x480.webp"
CAPTION = "Daten prüft man zu zweit."
PAST, FUTURE = date(2026, 3, 31), date(2099, 1, 1)


def picture(form, size):
    buffer = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, form)
    return buffer.getvalue()


@pytest.fixture
def old_guide(django_db_serialized_rollback, live_server):
    """The address of a guide with pictures, whose day of review has passed, as have those of figures."""
    default_storage.save(PICTURE, ContentFile(picture("WEBP", (1600, 900))))
    default_storage.save(PORTRAIT, ContentFile(picture("WEBP", (480, 480))))
    words = {"alternative_text": "Zwei Menschen", "caption": CAPTION, "credit": "Max Beispiel"}
    bands = [BAND | {"review_by": PAST}, BAND | {"level": "entry", "maximum": 90_000}]
    author = {"photo": PORTRAIT, "photo_credit": "Fotostudio Sehr-Langer-Name-Beispielhausen"}
    published(
        illustrations=[words | {"picture": PICTURE}],
        review_by=PAST,
        salary_bands=bands,
        author=guide().author.model_dump() | author,
    )
    yield live_server.url + URL
    for name in (PICTURE, PORTRAIT):
        default_storage.delete(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_old_guide_with_pictures_has_no_barrier(page, old_guide, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    page.goto(old_guide)

    expect(page.get_by_role("figure", name=CAPTION)).to_be_visible()
    expect(page.get_by_text("Dieses Jobprofil sollte bis zum 31. März 2026")).to_be_visible()
    expect(page.get_by_text("Die Gehaltsspanne für Senior sollte bis")).to_have_count(2)
    expect(page.get_by_text("Foto: Fotostudio Sehr-Langer-Name-Beispielhausen")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_old_guide_with_pictures_fits_and_stays_where_it_is(page, old_guide, width):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(MOVED)

    page.goto(old_guide)
    image = page.get_by_role("img", name="Zwei Menschen")
    before = image.bounding_box()
    image.scroll_into_view_if_needed()
    page.wait_for_function(
        "image => image.complete && image.naturalWidth", arg=image.element_handle()
    )

    after = image.bounding_box()
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert after["width"] / after["height"] == pytest.approx(16 / 9, rel=0.01)
    assert page.evaluate("window.moved") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert complaints == []  # nor does the policy mind the data in the page
    data = page.locator("script[type='application/ld+json']").text_content()
    assert [node["@type"] for node in json.loads(data)["@graph"]] == [
        "Article",
        "BreadcrumbList",
        "Occupation",
    ]


def test_printed_guide_has_its_pictures_and_notices(page, old_guide):
    page.goto(old_guide)

    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages

    text = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in pages))
    text = " ".join(text.split())
    for said in (CAPTION, "Bild: Max Beispiel", "Dieses Jobprofil sollte bis zum 31. März 2026"):
        assert said in text
    assert (1600, 900) in [image.image.size for sheet in pages for image in sheet.images]


def test_editor_adds_a_picture(context, page, editor_client, live_server, db):
    profile = load(guide())
    desk = open_profile(sign_in(context, editor_client, live_server.url), live_server.url, profile)
    group = desk.locator("#illustrations-group")
    group.get_by_role("button", name="Bild hinzufügen").click()
    group.get_by_label("Bildunterschrift:").first.fill(CAPTION)
    group.get_by_label("Alternativtext:").first.fill("Zwei Menschen")
    group.get_by_label("Bildnachweis:").first.fill("Max Beispiel")
    file = group.get_by_label("Bild:", exact=True).first
    file.set_input_files({"name": "brief.png", "mimeType": "image/png", "buffer": b"kein Bild"})
    desk.get_by_role("button", name="Speichern", exact=True).click()

    expect(file).to_have_accessible_description(
        re.compile("Die hochgeladene Datei ist kein Bild oder ist defekt")
    )
    expect(group.get_by_label("Bildunterschrift:").first).to_have_value(CAPTION)
    assert barriers(desk) == []

    content = picture("JPEG", (2000, 1500))
    file.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content})
    desk.get_by_role("button", name="Speichern und veröffentlichen").click()
    desk.get_by_role("button", name="Jetzt veröffentlichen").click()

    expect(desk.locator(".messagelist")).to_contain_text("Ausgabe 1")
    page.goto(live_server.url + URL)
    image = page.get_by_role("img", name="Zwei Menschen")
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth === 1600", arg=image.element_handle())
    default_storage.delete(profile.illustrations.get().picture.name)

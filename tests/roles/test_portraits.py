"""Portraits of authors: turned, scaled, saved anew; nothing of an upload is served as it came."""

import random
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from roles.models import Author
from tests.factories import guide, load, published
from tests.roles.back_office import filled_in
from tests.roles.page import Page

ORIENTATION, SOFTWARE = 0x0112, 0x0131


def picture(form="PNG", size=(900, 600), **options):
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, form, **options)
    return buffer.getvalue()


def noise(side):
    return Image.frombytes("RGB", (side, side), random.Random(1).randbytes(3 * side * side))


@pytest.fixture
def upload(db, editor_client):
    """Upload a file as the portrait of an author and return the answer and the author."""
    author = load(guide()).author
    page = reverse("admin:roles_author_change", args=[author.pk])

    def upload(content, name="portrait.png"):
        data = filled_in(editor_client.get(page))
        response = editor_client.post(page, data | {"photo": SimpleUploadedFile(name, content)})
        return response, Author.objects.get(pk=author.pk)

    yield upload
    Author.objects.get(pk=author.pk).photo.delete()


def stored(author):
    with author.photo.open() as file:
        return Image.open(BytesIO(file.read()))


def errors_of(response):
    return list(response.context["adminform"].form.errors.get("photo", []))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_portrait_is_scaled_and_saved_anew(upload, client, form):
    response, author = upload(picture(form), "../../Erika Muster <b>.php.png")

    assert response.status_code == 302
    assert author.photo.name.startswith("authors/")
    image = stored(author)
    assert (image.format, image.size) == ("WEBP", (480, 320))
    address = reverse("roles:portrait", args=[author.photo.name[8:-5]])
    served = client.get(address)
    assert served.status_code == 200
    assert b"".join(served.streaming_content)[8:12] == b"WEBP"


def test_portrait_is_turned_upright_and_loses_what_the_camera_noted(upload):
    exif = Image.Exif()
    exif[ORIENTATION], exif[SOFTWARE] = 6, "Secret Camera"

    _, author = upload(picture("JPEG", (900, 600), exif=exif), "x.jpg")

    image = stored(author)
    assert image.size == (320, 480)
    assert dict(image.getexif()) == {}


def test_portrait_gets_into_the_next_edition(upload):
    _, author = upload(picture())

    edition = author.profiles.get().publish()

    assert edition.guide.author.photo == author.photo.name


def test_portrait_with_something_hidden_behind_it_loses_that(upload):
    _, author = upload(picture() + b"<script>alert(1)</script>")

    with author.photo.open() as file:
        assert b"<script" not in file.read()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leer.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "bild.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "bild.png"),
        (b"<html><script>alert(1)</script>", "bild.jpg"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "kaputt.png"),
        (picture("JPEG")[:1500], "halb.jpg"),
        (picture("PNG", (3000, 3000))[:2000], "halb.png"),
        (picture("GIF"), "bild.gif"),
        (picture("GIF"), "bild.png"),
        (picture(), "bild.php"),
    ],
    ids=[
        "empty",
        "svg",
        "svg-as-png",
        "html",
        "broken",
        "half-jpeg",
        "half-png",
        "gif",
        "gif-as-png",
        "php",
    ],
)
def test_portrait_refuses_what_is_no_picture(upload, content, name):
    response, author = upload(content, name)

    assert response.status_code == 200
    assert len(errors_of(response)) == 1
    assert author.photo.name == ""


def test_portrait_refuses_more_than_five_megabytes(upload):
    buffer = BytesIO()
    noise(1400).save(buffer, "BMP")

    response, _ = upload(buffer.getvalue(), "gross.bmp")

    assert errors_of(response) == ["Das Bild ist größer als 5 MB."]


def test_portrait_refuses_a_small_file_with_a_huge_picture(upload):
    response, _ = upload(picture("PNG", (9000, 9000)))

    assert errors_of(response) == ["Das Bild hat mehr als 50 Millionen Bildpunkte."]


def test_editor_names_who_took_the_portrait(db, editor_client):
    author = load(guide()).author
    page = reverse("admin:roles_author_change", args=[author.pk])

    editor_client.post(
        page, filled_in(editor_client.get(page)) | {"photo_credit": " Studio\x00  Alster "}
    )

    assert Author.objects.get(pk=author.pk).photo_credit == "Studio Alster"
    assert author.profiles.get().publish().guide.author.photo_credit == "Studio Alster"


def test_back_office_shows_the_portrait_that_is_stored(upload, editor_client):
    _, author = upload(picture())

    html = editor_client.get(
        reverse("admin:roles_author_change", args=[author.pk])
    ).content.decode()

    assert f'src="{reverse("roles:portrait", args=[author.photo.name[8:-5]])}"' in html
    assert 'href="/authors/' not in html


def test_editor_takes_a_portrait_away(upload, editor_client):
    _, author = upload(picture())
    page = reverse("admin:roles_author_change", args=[author.pk])
    stored_as = author.photo.name

    editor_client.post(page, filled_in(editor_client.get(page)) | {"photo-clear": "on"})

    assert Author.objects.get(pk=author.pk).photo.name == ""
    assert default_storage.exists(stored_as)  # editions show it
    default_storage.delete(stored_as)


@pytest.mark.parametrize(
    ("photo", "credit", "count"),
    [
        ("authors/0a.webp", "Studio Alster", 1),
        ("authors/0a.webp", "", 0),
        ("", "Studio Alster", 0),
    ],
)
def test_guide_page_names_who_took_the_portrait(db, client, photo, credit, count):
    published(author=guide().author.model_dump() | {"photo": photo, "photo_credit": credit})

    text = Page(client.get("/jobprofile/data-steward/")).text

    assert text.count("Foto: Studio Alster") == text.count("Foto:") == count

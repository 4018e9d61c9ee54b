"""Pictures in a guide: saved anew on upload, in the document by name, never changed or lost."""

import re
from contextlib import suppress
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pydantic import ValidationError

from roles import guide_file
from roles.comparison import compare
from roles.guide import Guide
from roles.models import Edition, RoleProfile
from roles.pictures import PictureField
from tests.factories import guide, load, published
from tests.roles.back_office import opened, url
from tests.roles.page import Page

URL = "/jobprofile/data-steward/"
PICTURE = "illustrations/0a1b2c3d4e5f6071-1600x900.webp"
OTHER = "illustrations/1b2c3d4e5f607182-300x400.webp"
ORIENTATION, SOFTWARE = 0x0112, 0x0131
TYPED = {
    "alternative_text": "Zwei Menschen vor einem Bildschirm",
    "caption": "Daten prüft man zu zweit.",
    "credit": "Erika Muster",
}


def illustration(picture=PICTURE, **values):
    return {"picture": picture} | TYPED | values


def picture(form="PNG", size=(900, 600), color="red", mode="RGB", **options):
    buffer = BytesIO()
    Image.new(mode, size, color).save(buffer, form, **options)
    return buffer.getvalue()


@pytest.fixture
def files():
    """Files of that name in the storage; what tests put there goes with them."""
    for name in (PICTURE, OTHER):
        default_storage.save(name, ContentFile(b"RIFF"))
    yield
    for name in stored_files():
        default_storage.delete(f"illustrations/{name}")


def stored_files():
    exists = default_storage.exists("illustrations")
    return sorted(default_storage.listdir("illustrations")[1]) if exists else []


@pytest.fixture
def profile(db, files):
    return load(guide())


def sent(client, profile, content, name="bild.png", row=0, **values):
    """Save the profile's page with a picture in a row of it; return the answer."""
    data = opened(client, profile)
    data["illustrations-TOTAL_FORMS"] = str(max(int(data["illustrations-TOTAL_FORMS"]), row + 1))
    fields = TYPED | {"picture": SimpleUploadedFile(name, content)}
    data |= {f"illustrations-{row}-{field}": value for field, value in fields.items()}
    data.setdefault(f"illustrations-{row}-position", "0")
    return client.post(url(profile), data | values)


def only(profile):
    return RoleProfile.objects.get(pk=profile.pk).illustrations.get()


def image_of(row):
    with row.picture.open() as file:
        return Image.open(BytesIO(file.read()))


def errors_of(response):
    """Return what the page says beside the file fields of its pictures."""
    (rows,) = (
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == "illustrations"
    )
    return [message for errors in rows.errors for message in errors.get("picture", [])]


# Uploading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "MPO"])
def test_picture_is_scaled_and_saved_anew(profile, editor_client, form):
    second = {"save_all": True, "append_images": [Image.new("RGB", (9, 9))]}  # as phones add one
    content = picture(form, (2400, 1500), **second if form == "MPO" else {})

    response = sent(editor_client, profile, content, "../../b <i>.php.png")

    assert response.status_code == 302
    row = only(profile)
    assert re.fullmatch(r"illustrations/[0-9a-f]{16}-1600x1000\.webp", row.picture.name)
    assert {name: getattr(row, name) for name in TYPED} == TYPED
    image = image_of(row)
    assert (image.format, image.size) == ("WEBP", (1600, 1000))


def test_small_picture_keeps_its_size(profile, editor_client):
    sent(editor_client, profile, picture(size=(300, 400)))

    assert image_of(only(profile)).size == (300, 400)
    assert only(profile).picture.name.endswith("-300x400.webp")


def test_picture_is_turned_upright_and_loses_what_the_camera_noted(profile, editor_client):
    exif = Image.Exif()
    exif[ORIENTATION], exif[SOFTWARE] = 6, "Secret Camera"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    sent(editor_client, profile, picture("JPEG", exif=exif, icc_profile=srgb, comment=b"geheim"))

    image = image_of(only(profile))
    assert image.size == (600, 900)
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
    assert image.getpixel((300, 450)) == pytest.approx((254, 0, 0), abs=3)


def test_picture_is_shown_in_the_colours_that_its_profile_means(profile, editor_client):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tables, rest = srgb[:400], srgb[400:]
    swapped = tables.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")

    sent(editor_client, profile, picture(color="red", icc_profile=swapped + rest))

    assert image_of(only(profile)).getpixel((450, 300)) == pytest.approx((0, 255, 0), abs=5)


def test_picture_with_a_broken_colour_profile_is_taken_without_it(profile, editor_client):
    sent(editor_client, profile, picture(icc_profile=b"no profile"))

    with only(profile).picture.open() as file:
        assert b"no profile" not in file.read()
    assert image_of(only(profile)).size == (900, 600)


@pytest.mark.parametrize("mode", ["1", "P"])
def test_picture_of_few_colours_gets_half_tones(profile, editor_client, mode):
    stripes = Image.new("L", (3200, 200))
    stripes.putdata([255 * (column % 2) for column in range(3200)] * 200)
    buffer = BytesIO()
    stripes.convert(mode).save(buffer, "PNG")

    sent(editor_client, profile, buffer.getvalue())

    red, green, blue = image_of(only(profile)).getpixel((800, 50))
    assert red == green == blue == pytest.approx(127, abs=9)


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGBA", {"color": (0, 0, 0, 0)}),
        ("LA", {"color": (0, 0)}),
        ("P", {"transparency": 0, "color": 0}),
    ],
)
def test_picture_that_is_see_through_stands_on_white(profile, editor_client, mode, options):
    sent(editor_client, profile, picture(mode=mode, **options))

    assert image_of(only(profile)).getpixel((450, 300)) == (255, 255, 255)


def test_picture_with_something_hidden_behind_it_loses_that(profile, editor_client):
    sent(editor_client, profile, picture() + b"<script>alert(1)</script>")

    with only(profile).picture.open() as file:
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
        (picture("WEBP", (3000, 3000), lossless=True)[:90], "halb.webp"),
        (picture("GIF"), "bild.gif"),
        (picture("GIF"), "bild.png"),
        (picture(), "bild.php"),
        (picture("PNG", (9000, 9000)), "bombe.png"),
    ],
    ids=[
        "empty",
        "svg",
        "svg-as-png",
        "html",
        "broken",
        "half-jpeg",
        "half-png",
        "half-webp",
        "gif",
        "gif-as-png",
        "php",
        "bomb",
    ],
)
def test_what_is_no_picture_is_refused_and_the_rest_kept(profile, editor_client, content, name):
    before = stored_files()

    response = sent(editor_client, profile, content, name, title="Data Stewardess")

    assert response.status_code == 200
    assert len(errors_of(response)) == 1
    assert stored_files() == before
    assert not profile.illustrations.exists()
    html = response.content.decode()
    assert 'value="Data Stewardess"' in html
    for typed in TYPED.values():
        assert typed in html
    assert RoleProfile.objects.get().title == "Data Steward"


def test_picture_of_more_than_five_megabytes_is_refused_in_german(profile, editor_client):
    response = sent(editor_client, profile, picture("BMP", (1400, 1400)), "gross.bmp")

    assert errors_of(response) == ["Das Bild ist größer als 5 MB."]


@settings(max_examples=60)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]),
    st.integers(0, 400),
    st.integers(0, 40),
    st.binary(max_size=8),
)
def test_damaged_picture_is_taken_or_refused(form, start, length, patch):
    content = picture(form, (40, 30))
    damaged = content[:start] + patch + content[start + length :]

    with suppress(DjangoValidationError):
        PictureField(side=20).clean(SimpleUploadedFile("bild.png", damaged))


def test_row_without_a_picture_asks_for_one(profile, editor_client):
    response = sent(editor_client, profile, b"", **{"illustrations-0-picture": ""})

    assert errors_of(response) == ["Dieses Feld ist zwingend erforderlich."]


def test_pictures_stand_in_the_order_of_the_editor(profile, editor_client):
    profile.load(guide(illustrations=[illustration(), illustration(OTHER)]))

    editor_client.post(
        url(profile), opened(editor_client, profile) | {"illustrations-0-position": "9"}
    )

    assert [row.picture for row in Guide.of(profile).illustrations] == [OTHER, PICTURE]


def test_new_picture_stands_behind_the_others(profile, editor_client):
    profile.load(guide(illustrations=[illustration()]))

    sent(editor_client, profile, picture(size=(30, 30)), row=1)

    assert [row.size for row in Guide.of(profile).illustrations] == [(1600, 900), (30, 30)]


def test_page_of_the_back_office_shows_what_is_stored(profile, editor_client):
    profile.load(guide(illustrations=[illustration()]))

    html = editor_client.get(url(profile)).content.decode()

    assert 'src="/bilder/0a1b2c3d4e5f6071-1600x900.webp"' in html
    assert 'href="/illustrations/' not in html


def test_consultant_sees_the_picture_and_cannot_change_it(profile, consultant_client):
    profile.load(guide(illustrations=[illustration()]))

    html = consultant_client.get(url(profile)).content.decode()

    assert 'src="/bilder/0a1b2c3d4e5f6071-1600x900.webp"' in html
    assert TYPED["caption"] in html
    assert 'type="file"' not in html
    assert consultant_client.post(url(profile), {}).status_code == 403


# A file stays as it is ------------------------------------------------------------------------


def test_new_picture_leaves_the_old_file_to_the_editions(profile, editor_client):
    sent(editor_client, profile, picture(size=(300, 200)))
    old = only(profile).picture.name
    profile.publish()

    sent(editor_client, profile, picture(size=(400, 200)))

    assert only(profile).picture.name != old
    assert default_storage.exists(old)
    assert Edition.objects.get().guide.illustrations[0].picture == old


def test_row_that_is_deleted_leaves_its_file(profile, editor_client):
    profile.load(guide(illustrations=[illustration()]))

    editor_client.post(
        url(profile), opened(editor_client, profile) | {"illustrations-0-DELETE": "on"}
    )

    assert not profile.illustrations.exists()
    assert default_storage.exists(PICTURE)


def test_page_that_is_saved_without_a_new_file_keeps_the_picture(profile, editor_client):
    profile.load(guide(illustrations=[illustration()]))

    editor_client.post(
        url(profile),
        opened(editor_client, profile) | {"illustrations-0-caption": "Eine andere Zeile."},
    )

    assert only(profile).picture.name == PICTURE
    assert only(profile).caption == "Eine andere Zeile."


# The document ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("0a-1600x900", (1600, 900)),
        ("0a-1x1", (1, 1)),
        ("0a", None),
        ("1600x900", None),
        ("0a-0x900", None),
        ("0a-1600x", None),
        ("0a-100000x1", None),
        ("0a-1600x900_x7Yq", None),
    ],
)
def test_picture_knows_its_size_by_its_name(name, size):
    (found,) = guide(illustrations=[illustration(f"illustrations/{name}.webp")]).illustrations

    assert found.size == size


@pytest.mark.parametrize(
    "values",
    [
        {"picture": ""},
        {"picture": "authors/0a.webp"},
        {"picture": "illustrations/../settings.webp"},
        {"picture": "illustrations/a/b.webp"},
        {"picture": "illustrations/a.b.webp"},
        {"picture": "illustrations/a.png"},
        {"picture": "illustrations/a.webp\n"},
        {"picture": f"illustrations/{'a' * 100}.webp"},
        {"alternative_text": "x" * 301},
        {"caption": None},
        {"credit": "x" * 201},
        {"width": 1600},
    ],
)
def test_guide_refuses_a_picture(values):
    with pytest.raises(ValidationError):
        guide(illustrations=[illustration(**values)])


def test_guide_shows_each_picture_once():
    with pytest.raises(ValidationError, match="Jedes Bild darf nur einmal vorkommen"):
        guide(illustrations=[illustration(), illustration(caption="Noch einmal.")])


def test_older_documents_have_no_pictures():
    document = guide().model_dump(mode="json")
    del document["illustrations"]

    assert Guide.model_validate(document).illustrations == ()


def told(before, after):
    changes = compare(guide(illustrations=before), guide(illustrations=after))
    return [str(change) for change in changes]


def test_comparison_tells_of_pictures():
    first, second = illustration(), illustration(OTHER, caption="")

    assert told([], [first]) == ["Bild 1 neu: Daten prüft man zu zweit."]
    assert told([first, second], [first]) == [
        "Bild 2 entfallen: Zwei Menschen vor einem Bildschirm"
    ]
    assert told([first, second], [second, first]) == ["Bilder: Reihenfolge verschoben"]
    assert told([first], [illustration(credit="Max", caption="", alternative_text="Zwei")]) == [
        "Bild 1, Alternativtext: Zwei Menschen vor einem Bildschirm → Zwei",
        "Bild 1, Bildunterschrift: Daten prüft man zu zweit. → leer",
        "Bild 1, Bildnachweis: Erika Muster → Max",
    ]


def test_restoring_an_edition_brings_its_pictures_back(profile):
    profile.load(guide(illustrations=[illustration(), illustration(OTHER, caption="Zwei.")]))
    edition = profile.publish()
    rows = list(profile.illustrations.values_list("pk", flat=True))
    profile.load(guide(illustrations=[illustration(OTHER)]))

    edition.restore()

    assert Guide.of(profile).illustrations == edition.guide.illustrations
    assert (
        profile.illustrations.first().pk == rows[0]
    )  # written in place, for who has the page open


def test_picture_of_an_edition_is_restored_where_its_file_is_gone(profile):
    profile.load(guide(illustrations=[illustration()]))
    edition = profile.publish()
    profile.load(guide())
    default_storage.delete(PICTURE)

    edition.restore()

    assert only(profile).picture.name == PICTURE


def test_exported_guide_takes_its_pictures_along_by_name(profile):
    profile.load(guide(illustrations=[illustration()]))
    edition = profile.publish()
    output = StringIO()
    call_command("export_guide", "data-steward", stdout=output)

    assert f"illustrations:\n  - picture: {PICTURE}\n" in output.getvalue()
    assert guide_file.parse(output.getvalue()) == edition.guide


# The page -------------------------------------------------------------------------------------


def figures_of(response):
    html = response.content.decode()
    found = re.findall(r'<figure class="illustration">(.*?)</figure>', html, re.DOTALL)
    return [re.sub(r"\s+", " ", figure).strip() for figure in found]


def test_guide_page_shows_a_picture_with_its_words_and_its_place(db, files, client):
    published(illustrations=[illustration()])

    assert figures_of(client.get(URL)) == [
        '<img class="illustration__picture" src="/bilder/0a1b2c3d4e5f6071-1600x900.webp" '
        'alt="Zwei Menschen vor einem Bildschirm" width="1600" height="900" loading="lazy" '
        'decoding="async"> <figcaption class="illustration__caption"> Daten prüft man zu zweit. '
        '<span class="illustration__credit">Bild: Erika Muster</span> </figcaption>'
    ]


def test_guide_page_shows_pictures_in_order_behind_the_introduction(db, files, client):
    published(illustrations=[illustration(), illustration(OTHER, caption="Zwei.")])

    text = Page(client.get(URL)).text

    assert (
        "Einleitung. Daten prüft man zu zweit. Bild: Erika Muster Zwei. Bild: Erika Muster "
        "Aufgaben als Data Steward"
    ) in text


def test_guide_page_without_pictures_has_no_figure(db, client):
    published()

    assert figures_of(client.get(URL)) == []


def test_preview_shows_a_picture_that_still_lacks_everything(profile, editor_client):
    profile.load(
        guide(illustrations=[illustration("illustrations/0a.webp", **dict.fromkeys(TYPED, ""))])
    )

    assert figures_of(editor_client.get(url(profile, "preview"))) == [
        '<img class="illustration__picture" src="/bilder/0a.webp" alt="" loading="lazy" '
        'decoding="async">'
    ]


def test_guide_page_escapes_the_words_of_a_picture(db, files, client):
    attack = "\"'><svg onload=alert(1)>"
    published(illustrations=[illustration(**dict.fromkeys(TYPED, attack))])

    assert "<svg onload" not in client.get(URL).content.decode()


def test_guide_page_with_pictures_takes_three_queries(db, files, client, django_assert_num_queries):
    published("Data Owner")
    published(illustrations=[illustration(), illustration(OTHER)], related=["data-owner"])

    with django_assert_num_queries(3):
        client.get(URL)


# Serving --------------------------------------------------------------------------------------


def test_picture_is_served_as_an_image_for_good(db, files, client):
    response = client.get("/bilder/0a1b2c3d4e5f6071-1600x900.webp")

    assert b"".join(response.streaming_content) == b"RIFF"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize(
    "name",
    [
        "niemand.webp",
        f"{'a' * 81}.webp",
        f"{'a' * 5000}.webp",
        "..%2f..%2fsettings.webp",
        "../authors/0a.webp",
        "0a1b2c3d4e5f6071-1600x900.png",
        "0a1b2c3d4e5f6071-1600x900.webp/",
        ".webp",
    ],
)
def test_picture_of_no_such_name_is_not_found(db, files, client, name):
    response = client.get(f"/bilder/{name}")

    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_picture_takes_no_post(db, files, client):
    assert client.post("/bilder/0a1b2c3d4e5f6071-1600x900.webp").status_code == 405


def test_pictures_are_in_the_way_of_no_guide(db, files, client):
    published("Bilder")

    assert Page(client.get("/jobprofile/bilder/")).headings[0] == "Bilder"
    assert client.get("/bilder/").status_code == 404

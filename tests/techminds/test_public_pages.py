"""What holds for every public page, whatever is on it."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.views.defaults import server_error

from roles.models import RoleProfile
from techminds.models import LegalPage
from tests.factories import BAND, published
from tests.roles.page import Page

PAGES = {
    "/": 200,
    "/jobprofile/": 200,
    "/jobprofile/?faehigkeit=python&gehalt=viel": 200,
    "/jobprofile/machine-learning-engineer/": 200,
    "/jobprofile/machine-learning-engineer/ausgaben/": 200,
    "/jobprofile/machine-learning-engineer/infografik/gehalt/": 200,
    "/jobprofile/alte-adresse/": 301,
    "/jobprofile/zurueckgezogen/": 410,
    "/jobprofile/gibt-es-nicht/": 404,
    "/gehalt/": 200,
    "/gehalt/?rolle=machine-learning-engineer&level=mid&betrag=95.000": 200,
    "/gehalt/?rolle=gibt-es-nicht&betrag=viel": 200,
    "/standorte/": 200,
    "/impressum/": 200,
    "/datenschutz/": 200,
    "/barrierefreiheit/": 200,
    "/gibt-es-nicht/": 404,
    "/%00/": 400,
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


SHOWN = [address for address, status in PAGES.items() if status != 301]


@pytest.fixture
def site(db):
    """The real content, a guide that has moved and one that was withdrawn."""
    call_command("load_content", stdout=StringIO())
    moved = published("Umgezogen", slug="alte-adresse")
    RoleProfile.objects.filter(pk=moved.profile_id).update(slug="neue-adresse")
    moved.profile.publish()
    published("Zurückgezogen", slug="zurueckgezogen").profile.withdraw()


# One site for all addresses: building it takes longer than asking for every page.


def test_public_pages_can_be_held_by_any_cache(site, client):
    for address, status in PAGES.items():
        response = client.get(address)

        assert response.status_code == status, address
        assert not response.cookies, address
        assert "Set-Cookie" not in response.headers, address
        assert "cookie" not in response.headers.get("Vary", "").lower(), address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address


def test_public_pages_are_the_same_for_somebody_logged_in(site, client, editor_client):
    for address in PAGES:
        strangers, editors = client.get(address), editor_client.get(address)

        assert editors.content == strangers.content, address
        assert not editors.cookies, address
        assert "cookie" not in editors.headers.get("Vary", "").lower(), address


def test_public_pages_have_the_strict_headers(site, client):
    for address in PAGES:
        headers = client.get(address).headers

        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY, address
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, address


def test_public_pages_are_whole_without_inline_code(site, client):
    for address in SHOWN:
        html = client.get(address).content.decode()
        page = Page(client.get(address))

        assert html.startswith('<!DOCTYPE html>\n<html lang="de">'), address
        assert "TechMinds" in page.title, address
        assert len(re.findall("<h1[ >]", html)) == len(re.findall("<main[ >]", html)) == 1, address
        assert all(page.headings), address
        scripts = re.findall(r"<script[^>]*>[^<]*</script>", html)
        assert len(scripts) == html.count("<script"), address
        for script in scripts:
            assert re.fullmatch(
                r'<script ((type="module"|defer) src="/[^"]+">|type="application/ld\+json">\{[^<>]+\})</script>',
                script,
            ), address
        assert not re.search(r'<style| style=["\']| on[a-z]+=|javascript:', html), address


def test_public_pages_fetch_nothing_from_elsewhere(site, client):
    for address in SHOWN:
        html = client.get(address).content.decode()

        # "canonical" only says what the page is called.
        fetched = re.findall(
            r'<(?:link rel="(?!canonical)|img|script|iframe)\b[^>]*?(?:href|src)="([^"]+)"', html
        )
        assert fetched, address
        assert [url for url in fetched if not re.match(r"/(?!/)|data:", url)] == [], address


def test_public_pages_are_set_in_german_type(site, client):
    wrong = {
        "a space that may break before € or %": r"\d[ \u00a0][€%]",
        "a hyphen in a range of pay": r"\d-\d+\.000",
        "a space that may break in an abbreviation": r"\b[zdiu]\. ?[a-zA-Z]\.",
        "straight quotes": r"[\"']",
        "three dots": r"\.\.\.",
        "a dash that is a hyphen": r"\w - \w",
    }
    for address in SHOWN:
        text = Page(client.get(address)).text
        text = re.sub("<iframe.*?</iframe>", "", text)  # code to copy

        found = {fault: re.findall(f".?.?{mark}.?.?", text) for fault, mark in wrong.items()}

        assert not any(found.values()), (address, found)


def test_own_links_lead_somewhere(site, client):
    links = {link.partition("#")[0] for page in SHOWN for link in Page(client.get(page)).links}
    own = sorted(link for link in links if link.startswith("/"))

    broken = [link for link in own if client.get(link).status_code not in {200, 302}]

    assert len(own) > 10
    assert broken == []


@pytest.mark.parametrize("address", ["/", "/impressum/", "/standorte/", "/healthz", "/readyz"])
def test_public_page_only_reads(db, client, address):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address).status_code == 405


def test_public_pages_answer_head(site, client):
    for address, status in PAGES.items():
        response = client.head(address)

        assert (response.status_code, response.content) == (status, b""), address


def test_home_shows_the_newest_guides(db, client):
    for number in range(7):
        published(f"Rolle {number}")

    page = Page(client.get("/"))

    shown = [heading for heading in page.headings if heading.startswith("Rolle")]
    assert shown == [f"Rolle {number}" for number in (6, 5, 4, 3, 2, 1)]


def test_home_shows_the_bands_of_the_best_paid_role(db, client):
    published("Data Owner", salary_bands=[BAND | {"maximum": 90_000}])
    published("Data Steward", salary_bands=[BAND])
    published("Ohne Zahlen")
    published("Zurückgezogen", salary_bands=[BAND | {"maximum": 200_000}]).profile.withdraw()

    text = Page(client.get("/")).text

    assert "Data Steward brutto im Jahr, Vollzeit" in text
    assert text.count("Senior: 80.000–120.000\u202f€ im Jahr.") == 1


def test_home_shows_nothing_that_is_not_public(db, client):
    published("Zurückgezogen").profile.withdraw()
    published("Sichtbar")
    RoleProfile.objects.update(teaser="Arbeitsfassung.")

    html = client.get("/").content.decode()

    assert "Sichtbar" in html
    for word in ("Zurückgezogen", "Arbeitsfassung."):
        assert word not in html


def test_home_of_an_empty_site_says_so(db, client):
    assert "Noch ist kein Jobprofil veröffentlicht." in Page(client.get("/")).text


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_three_queries(db, client, django_assert_num_queries, count):
    for number in range(count):
        published(f"Rolle {number}", salary_bands=[BAND])

    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.parametrize("slug", LegalPage.Slug.values)
def test_legal_page_shows_the_text_of_the_database(db, client, slug):
    assert client.get(f"/{slug}/").status_code == 404
    page = LegalPage.objects.create(slug=slug, text="<h2>Kapitel</h2><p>Ein Satz.</p>")

    response = client.get(page.get_absolute_url())

    assert Page(response).headings[:2] == [page.get_slug_display(), "Kapitel"]
    assert "Ein Satz." in Page(response).text


def test_legal_page_is_sanitised_once_more(db, client):
    LegalPage.objects.bulk_create(
        [LegalPage(slug="impressum", text="<p onclick='x()'>A<script>alert(1)</script></p>")]
    )

    html = client.get("/impressum/").content.decode()

    assert "<p>A</p>" in html
    assert "<script" not in html


def test_legal_page_is_edited_in_the_back_office(db, editor_client, consultant_client, client):
    page = LegalPage.objects.create(slug="impressum", text="<p>Alt.</p>")
    address = f"/admin/techminds/legalpage/{page.pk}/change/"
    text = '<h2>Neu</h2><p onclick="x()">Text<script>alert(1)</script></p>'

    assert consultant_client.post(address, {"text": "<p>Fremd.</p>"}).status_code == 403
    assert editor_client.post(address, {"text": text}).status_code == 302

    page.refresh_from_db()
    assert page.text == "<h2>Neu</h2><p>Text</p>"
    assert "Neu" in Page(client.get("/impressum/")).headings
    assert editor_client.get("/admin/techminds/legalpage/add/").status_code == 403
    assert editor_client.post(f"/admin/techminds/legalpage/{page.pk}/delete/").status_code == 403


def test_manifest_names_icons_that_are_there(db, client):
    response = client.get("/site.webmanifest")

    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == ("TechMinds", "de", "/")
    assert [icon["type"] for icon in manifest["icons"]] == ["image/svg+xml", "image/png"]
    for icon in manifest["icons"]:
        found = client.get(icon["src"])
        assert found.status_code == 200
        found.close()


def test_error_pages_are_not_for_sharing(db, client):
    html = client.get("/gibt-es-nicht/").content.decode()

    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    assert "og:" not in html


def test_missing_page_is_friendly(db, client):
    response = client.get("/gibt-es-nicht/")

    assert response.status_code == 404
    assert Page(response).headings == ["Diese Seite gibt es nicht"]
    assert {"/", "/jobprofile/", "/vakanz-anfragen/"} <= set(Page(response).links)


def test_error_page_is_friendly(db, client):
    response = server_error(client.get("/").wsgi_request)

    assert response.status_code == 500
    assert Page(response).headings == ["Das hätte nicht passieren dürfen"]
    assert "csrfmiddlewaretoken" not in response.content.decode().lower()

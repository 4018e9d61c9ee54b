"""Control characters in an address or cookie: refused politely, on every page, never an error of ours."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from tests.factories import published
from tests.roles.page import Page

PAGES = [
    "/",
    "/jobprofile/",
    "/jobprofile/data-steward/",
    "/gehalt/",
    "/standorte/",
    "/impressum/",
    "/vakanz-anfragen/",
    "/admin/login/",
    "/healthz",
]
CONTROLS = ["%00", "%01", "%08", "%0B", "%0D", "%1B", "%7F", "%C2%85"]
UNSEEN = ["%E2%80%AE", "%E2%80%8B", "%E2%81%A9", "%EF%BB%BF"]


@pytest.mark.parametrize("start", PAGES)
def test_control_character_in_the_query_is_refused(db, client, start):
    for control in CONTROLS:
        assert client.get(f"{start}?q=a{control}b").status_code == 400, control
        assert client.get(f"{start}?a{control}b").status_code == 400, control


def test_control_character_in_the_path_is_refused(db, client):
    for control in CONTROLS:
        assert client.get(f"/jobprofile/a{control}b/").status_code == 400, control
        assert client.get(f"/{control}").status_code == 400, control


@pytest.mark.parametrize("start", [page for page in PAGES if page != "/impressum/"])
def test_unseen_sign_in_the_query_is_no_reason_to_refuse_and_not_repeated(db, client, start):
    published()
    for sign in UNSEEN:
        response = client.get(f"{start}?q=a{sign}b")
        assert response.status_code == 200, sign
        assert unquote(sign) not in response.content.decode()


def test_unseen_sign_in_the_path_is_not_found(db, client):
    for sign in UNSEEN:
        assert client.get(f"/jobprofile/a{sign}b/").status_code == 404, sign
        assert client.get(f"/{sign}").status_code == 404, sign


def test_refusal_says_what_to_do(db, client):
    response = client.get("/jobprofile/?faehigkeit=%00")

    assert Page(response).headings == ["Diese Anfrage können wir nicht lesen"]
    assert "/" in Page(response).links


@pytest.mark.parametrize(
    "query",
    ["q=%FF%FE", "q=%ED%A0%80", "%", "%zz", "q=%u0000", "&&&", "=", "q[]=1", "q=a+b%20c%09d%0Ae"],
)
@pytest.mark.parametrize("start", ["/", "/jobprofile/", "/gehalt/", "/vakanz-anfragen/"])
def test_odd_query_is_no_error_of_ours(db, client, start, query):
    assert client.get(f"{start}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/jobprofile/%FF/",
        "/jobprofile/..%2F..%2Fetc/",
        "/jobprofile/ü/",
        "/jobprofile/👩‍💻/",
        "/%2e%2e/",
        f"/jobprofile/{'a' * 5000}/",
        "/jobprofile/a.b/",
        "/%5C%5Cevil.example/",
    ],
)
def test_odd_path_is_not_found(db, client, path):
    assert client.get(path).status_code == 404


FILTERS = [
    "q={}",
    "o={}",
    "p={}",
    "e={}",
    "_popup={}",
    "_to_field={}",
    "_changelist_filters={}",
    "field={}",
    "field__exact={}",
    "author__id__exact={}",
    "profile__id__exact={}",
    "title__contains={}",
    "document__contains={}",
]
VALUES = ["%00", "a%00b", "%FF", "abc", "9" * 30, "-1", "%27%22%3E%3Csvg%3E", "%C2%85", "null"]


@pytest.mark.parametrize("model", ["roleprofile", "edition", "skill", "author"])
def test_filters_of_the_back_office_take_anything(db, administrator_client, model):
    published()
    page = reverse(f"admin:roles_{model}_changelist")

    for query in (template.format(value) for template in FILTERS for value in VALUES):
        response = administrator_client.get(f"{page}?{query}")

        assert response.status_code in {200, 302, 400}, query


@pytest.mark.parametrize("model", ["roleprofile", "edition", "skill", "author"])
def test_objects_of_the_back_office_are_found_or_not(db, administrator_client, model):
    for pk in ("%00", "1%00", "abc", "9" * 30, "-1", "_3A", "%FF", "_00"):
        for page in ("change", "delete", "history"):
            response = administrator_client.get(f"/admin/roles/{model}/{pk}/{page}/")

            assert response.status_code in {302, 400, 403, 404}, (pk, page)


def test_autocomplete_takes_anything(db, editor_client):
    address = reverse("admin:autocomplete")
    field = "app_label=roles&model_name=requirement&field_name=skills"

    assert editor_client.get(f"{address}?{field}&term=%00").status_code == 400
    assert editor_client.get(f"{address}?{field}&term=a&page=9999").status_code == 404
    assert editor_client.get(f"{address}?{field}&term=%27%FF").status_code == 200
    assert editor_client.get(f"{address}?app_label=auth&model_name=user").status_code == 403


@pytest.mark.parametrize("cookie", ["session", "csrf", "messages"])
@pytest.mark.parametrize(
    "value", ['"\\000aaaaaaaaaaaaaaa"', '"\\000"', '"\\377\\376aaaaaaaa"', "=;,"]
)
def test_odd_cookie_is_no_error_of_ours(db, client, cookie, value):
    for page in ("/", "/admin/", "/admin/login/", "/vakanz-anfragen/"):
        response = client.get(page, headers={"cookie": f"{cookie}={value}"})

        assert response.status_code in {200, 302, 400}


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "\u202e", "x" * 10_000, "'", "👩‍💻"])
def test_login_takes_anything(db, client, name):
    response = client.post("/admin/login/", {"username": name, "password": name})

    assert response.status_code == 200
    assert "session" not in client.cookies


def test_unknown_host_is_refused(db, client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400

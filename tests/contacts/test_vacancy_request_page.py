"""The pages around the form: loading it, the receipt, a failing CSRF check, caching."""

from urllib.parse import urlencode

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from contacts.forms.vacancy_request import seconds_since
from contacts.models import VacancyRequest
from tests.contacts.page import Page
from tests.factories import published, received, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
RECEIPT = "/vakanz-anfragen/danke/"
NO_STORE = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.fixture
def strict_client():
    """A client that is held to the CSRF check, as a browser is."""
    return Client(enforce_csrf_checks=True)


# The form --------------------------------------------------------------------------------------


def test_form_page_is_never_stored_and_sets_only_the_csrf_cookie(client):
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert response["Cache-Control"] == NO_STORE
    assert list(response.cookies) == ["csrf"]


def test_form_page_has_a_fresh_token_each_time(client):
    tokens = {Page(client.get(ADDRESS)).values["token"] for _ in range(3)}

    assert len(tokens) == 3
    assert all(seconds_since(token) is not None for token in tokens)


@pytest.mark.parametrize("guides", [1, 3])
def test_form_page_costs_two_queries_however_many_guides(client, guides, django_assert_num_queries):
    for number in range(guides):
        published(f"Data Steward {number}")

    with django_assert_num_queries(2):  # guides to choose from, offices in the footer
        client.get(ADDRESS)


def test_other_public_pages_set_no_cookie(client):
    call_command("load_content", verbosity=0)
    receipt = received().receipt_url

    for address in (
        "/",
        "/jobprofile/",
        "/jobprofile/machine-learning-engineer/",
        "/gehalt/?rolle=machine-learning-engineer&betrag=70.000",
        "/standorte/",
        "/impressum/",
        "/datenschutz/",
        "/barrierefreiheit/",
        "/gibt-es-nicht/",
        "/healthz",
        "/readyz",
        receipt,
    ):
        response = client.get(address)
        assert (address, list(response.cookies)) == (address, [])
        assert (address, response.get("Vary", "")) in (
            (address, ""),
            (address, "Accept-Encoding"),
        )


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_form_page_takes_get_head_and_post_only(client, method):
    assert getattr(client, method)(ADDRESS).status_code == 405
    assert getattr(client, method)(RECEIPT).status_code == 405


# A link from a guide -----------------------------------------------------------------------------


def test_link_from_a_guide_fills_in_role_and_level(client):
    published("Cloud Admin")
    edition = published("Data Steward")

    page = Page(client.get(ADDRESS, {"rolle": "data-steward", "level": "senior"}))

    assert (page.values["edition"], page.values["level"]) == (str(edition.pk), "senior")


@pytest.mark.parametrize(
    ("query", "budget"),
    [
        ({"von": "80000", "bis": "120000"}, ("80.000", "120.000")),
        ({"von": "80.000,00 €", "bis": "95k"}, ("80.000", "95.000")),
        ({"von": "80000"}, ("80.000", "")),
        ({"bis": "120000"}, ("", "120.000")),
        ({"von": "80000", "bis": "80000"}, ("80.000", "80.000")),
        ({"von": "120000", "bis": "80000"}, ("", "")),
        ({"von": "viel", "bis": "120000"}, ("", "120.000")),
        ({"von": "80,000", "bis": "45"}, ("", "")),
        ({"von": "-80000", "bis": "1e5"}, ("", "")),
        ({"von": "9" * 10_000, "bis": "<script>alert(1)</script>"}, ("", "")),
        ({"von": ["80000", "90000"]}, ("90.000", "")),
        ({"von": "", "bis": ""}, ("", "")),
    ],
)
def test_link_from_the_salary_check_fills_in_the_budget(client, query, budget):
    response = client.get(ADDRESS, query)

    page = Page(response)
    assert response.status_code == 200
    assert (page.values["budget_minimum"], page.values["budget_maximum"]) == budget
    assert "alert(1)" not in response.content.decode()
    assert page.error("budget_minimum") == page.error("budget_maximum") == ""


def test_budget_of_a_link_is_received_as_it_was_shown(client):
    published()
    link = {"rolle": "data-steward", "level": "senior", "von": "80000", "bis": "120000"}
    page = Page(client.get(ADDRESS, link))

    response = client.post(ADDRESS, page.values | typed(role_title=""))

    assert response.status_code == 302
    stored = VacancyRequest.objects.get()
    assert (stored.level, stored.budget_minimum, stored.budget_maximum) == (
        "senior",
        80_000,
        120_000,
    )


@pytest.mark.parametrize("query", ["von=%00", "bis=8%000000"])
def test_budget_with_unprintable_signs_is_no_address_of_ours(client, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 400


def test_link_fills_in_the_newest_edition(client):
    old = published()
    new = old.profile.publish(note="Neu.")

    page = Page(client.get(ADDRESS, {"rolle": "data-steward"}))

    assert page.values["edition"] == str(new.pk)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "gibt-es-nicht",
        "Data-Steward",
        "x" * 10_000,
        "data-steward'; --",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "🚀",
        "\ufffd",
        "1",
        "None",
        "../../etc/passwd",
    ],
)
@pytest.mark.parametrize("parameter", ["rolle", "level", "edition", "company", "rolle[]"])
def test_link_that_says_what_we_do_not_have_is_ignored(client, parameter, value):
    published()

    response = client.get(ADDRESS, {parameter: value})

    page = Page(response)
    assert response.status_code == 200
    assert (page.values["edition"], page.values["level"], page.values["company"]) == ("", "", "")
    assert "alert(1)" not in response.content.decode()


def test_link_to_a_withdrawn_guide_is_ignored(client):
    published().profile.withdraw()

    assert Page(client.get(ADDRESS, {"rolle": "data-steward"})).values["edition"] == ""


@pytest.mark.parametrize("query", ["rolle=%00", "level=%1b", "x=%C2%85"])
def test_link_with_unprintable_signs_is_no_address_of_ours(client, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["rolle=%E2%80%AEdata", "von=%E2%80%AE80000", "ueber=%EF%BB%BF"])
def test_unseen_signs_of_a_copied_link_are_no_reason_to_refuse(client, query):
    response = client.get(f"{ADDRESS}?{query}")

    assert response.status_code == 200
    assert not set("\u202e\ufeff") & set(response.content.decode())


def test_link_with_a_broken_encoding_is_ignored(client):
    assert client.get(f"{ADDRESS}?rolle=%ff%fe&level=%c3").status_code == 200


# The receipt -----------------------------------------------------------------------------------


def test_receipt_shows_reference_promise_and_role(client):
    stored = received(role_title="<b>Data Steward</b>")

    response = client.get(stored.receipt_url)

    content = response.content.decode()
    assert response.status_code == 200
    assert stored.reference in content
    assert f'<time datetime="{stored.reply_due_on:%Y-%m-%d}">' in content
    assert escape("<b>Data Steward</b>") in content
    assert "<b>Data Steward" not in content
    for private in ("Anna Muster", "anna@nordlicht.example", "Nordlicht GmbH"):
        assert private not in content


def test_receipt_is_never_stored_nor_found_by_search_engines(client):
    response = client.get(received().receipt_url)

    assert response["Cache-Control"] == NO_STORE
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_receipt_costs_four_queries(client, django_assert_num_queries):
    url = received(edition=published().pk, role_title="").receipt_url

    with django_assert_num_queries(4):  # request, codes of its edition, its mail, offices
        client.get(url)


def test_receipt_address_holds_nothing_that_was_typed(client):
    stored = received()

    url = stored.receipt_url

    assert url.startswith(f"{RECEIPT}?anfrage=")
    for private in ("Anna", "Muster", "nordlicht", "Nordlicht", "Steward"):
        assert private not in url


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "x" * 10_000,
        "🚀",
        "a:b:c",
        ":::",
        "\ufffd:\ufffd:\ufffd",
    ],
)
def test_receipt_with_a_made_up_token_leads_to_the_form(client, token):
    received()

    response = client.get(RECEIPT, {"anfrage": token})

    assert (response.status_code, response["Location"]) == (302, ADDRESS)


def test_receipt_cannot_be_forged(client):
    mine, other = received(), received(message="another", name="Geheim")
    token = mine.receipt_url.partition("=")[2]
    signature = token.partition(":")[2]
    forged = [
        other.access_key,
        f"{other.access_key}:{signature}",
        signing.Signer().sign(other.access_key),
        signing.Signer(salt="another").sign(other.access_key),
        signing.Signer(key="another", salt="contacts.vacancy_request").sign(other.access_key),
        token[:-1] + ("A" if token[-1] != "A" else "B"),
    ]

    responses = [client.get(RECEIPT, {"anfrage": token}) for token in forged]

    assert [response.status_code for response in responses] == [302] * 6
    assert {response["Location"] for response in responses} == {ADDRESS}


def test_receipt_of_an_erased_request_leads_to_the_form(client):
    stored = received()
    url = stored.receipt_url
    stored.delete()

    assert client.get(url)["Location"] == ADDRESS


def test_receipt_without_token_leads_to_the_form(client):
    response = client.get(RECEIPT)

    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert response["Cache-Control"] == NO_STORE


# The CSRF check ----------------------------------------------------------------------------------


def test_form_is_sent_from_the_page_that_was_loaded(strict_client):
    page = Page(strict_client.get(ADDRESS))

    response = strict_client.post(ADDRESS, page.values | typed(token=page.values["token"]))

    assert response.status_code == 302
    assert VacancyRequest.objects.count() == 1


def test_form_without_csrf_token_comes_back_with_everything_typed(strict_client):
    edition = published()
    sent = typed(edition=str(edition.pk), message="Viel\nText & <b>mehr</b>", budget_minimum="80k")

    response = strict_client.post(ADDRESS, sent)

    page = Page(response)
    assert response.status_code == 403
    assert "Noch nicht gesendet" in response.content.decode()
    assert {name: page.values[name] for name in sent} == sent
    assert VacancyRequest.objects.count() == 0

    again = strict_client.post(ADDRESS, page.values)

    assert again.status_code == 302
    assert VacancyRequest.objects.get().message == "Viel\nText & <b>mehr</b>"


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "\xf0\x9f\x92\xa5", "ü", "a;b", '"'])
def test_form_with_a_broken_csrf_cookie_comes_back(strict_client, cookie):
    strict_client.cookies["csrf"] = cookie

    response = strict_client.post(ADDRESS, typed(csrfmiddlewaretoken="\ufffd"))

    assert response.status_code == 403
    assert Page(response).values["company"] == "Nordlicht GmbH"


def test_form_that_fails_the_csrf_check_and_is_hostile_comes_back(strict_client):
    response = strict_client.post(
        ADDRESS, dict.fromkeys(typed(), "\0\u202e<script>alert(1)</script>")
    )

    assert response.status_code == 403
    assert "<script>alert" not in response.content.decode()
    assert response["Cache-Control"] == NO_STORE


def test_other_pages_explain_a_failed_csrf_check(strict_client, settings):
    response = strict_client.post("/admin/login/", {"username": "x", "password": "y"})

    assert response.status_code == 403
    page = response.content.decode()
    assert "<title>Bitte noch einmal" in page
    assert (settings.CONTACT_PHONE in page, f"mailto:{settings.CONTACT_EMAIL}" in page) == (
        True,
        True,
    )


# Too much ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        urlencode(typed(message="x" * 2_000_000)),
        urlencode({f"field{number}": "x" for number in range(2000)}),
    ],
    ids=["large", "many"],
)
def test_form_with_too_much_in_it_is_refused_early(strict_client, body):
    strict_client.get(ADDRESS)

    response = strict_client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert VacancyRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"company=\xff\xfe", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"company=\xff\xfe", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"\x00\x01", "application/octet-stream"),
        (b"", ""),
    ],
)
def test_form_in_another_format_is_refused_politely(client, body, content_type):
    response = client.generic("POST", ADDRESS, body, content_type=content_type)

    assert response.status_code in (400, 422)
    assert VacancyRequest.objects.count() == 0


# What it asks ------------------------------------------------------------------------------------


def test_form_asks_for_the_vacancy_and_never_for_what_anybody_earned(client):
    """The whole of its fields: one that is added has to be thought of (Directive (EU) 2023/970, Art. 5(2))."""
    page = Page(client.get(ADDRESS))

    own = {name for name in page.values if not name.startswith("skills-") and name[:6] != "tasks-"}
    assert own == {
        *("csrfmiddlewaretoken", "token", "origin", "trap"),
        *("edition", "role_title", "level", "headcount", "location", "workplace", "start_on"),
        *("budget_minimum", "budget_maximum", "pay_basis", "message", "attachments"),
        *("company", "name", "email", "phone"),
    }

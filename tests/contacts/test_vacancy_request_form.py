"""What a client may type into each field, and what becomes of it."""

from datetime import date, timedelta
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from contacts.forms import VacancyRequestForm
from contacts.models import VacancyRequest
from tests.contacts.page import Page
from tests.factories import guide, load, published, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
TEXTS = ["company", "name", "role_title", "location", "message"]
CHOICES = ["edition", "level", "workplace"]
OTHERS = ["email", "phone", "start_on", "headcount", "budget_minimum", "budget_maximum"]
FIELDS = [*TEXTS, *CHOICES, *OTHERS]

UNREADABLE = (
    "Diesen Betrag können wir nicht eindeutig lesen. "
    "Bitte schreiben Sie ihn in ganzen Euro, zum Beispiel 80.000."
)
ONE_AMOUNT = "Bitte nennen Sie hier nur einen Betrag, keine Spanne."
BAD_EMAIL = "Bitte prüfen Sie die E-Mail-Adresse; sie sieht zum Beispiel so aus: name@firma.de."
BAD_DATE = "Bitte schreiben Sie das Datum so: 01.04.2027, oder so: April 2027."
BAD_NUMBER = "Bitte nennen Sie die Anzahl als ganze Zahl von 1 bis 99."


def too_long(limit, length=10_000):
    return f"Bitte kürzen Sie den Text auf höchstens {limit} Zeichen; es sind {length}."


def refuse(client, **values):
    """Send the form, expect it back and return it as a visitor sees it."""
    response = client.post(ADDRESS, typed(**values))

    assert response.status_code == 422
    assert VacancyRequest.objects.count() == 0
    return Page(response)


def accept(client, **values):
    """Send the form, expect the receipt and return what is stored."""
    response = client.post(ADDRESS, typed(**values))

    stored = VacancyRequest.objects.get()
    assert response.status_code == 302
    token = response["Location"].partition("=")[2]
    assert VacancyRequest.objects.with_access(token).get() == stored
    return stored


# What is needed ------------------------------------------------------------------------------


def test_form_needs_company_name_email_and_a_role(client):
    response = client.post(ADDRESS)

    page = Page(response)
    assert response.status_code == 422
    assert {name: page.error(name) for name in FIELDS if page.error(name)} == {
        "company": "Bitte nennen Sie Ihr Unternehmen.",
        "name": "Bitte nennen Sie Ihren Namen.",
        "email": "Bitte nennen Sie Ihre E-Mail-Adresse.",
        "edition": "Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel.",
    }


def test_form_is_content_with_what_is_needed(client):
    stored = accept(client)

    assert {
        field.name: getattr(stored, field.name)
        for field in VacancyRequest._meta.fields
        if field.name in VacancyRequestForm.Meta.fields
    } == {
        "company": "Nordlicht GmbH",
        "name": "Anna Muster",
        "email": "anna@nordlicht.example",
        "phone": "",
        "edition": None,
        "role_title": "Data Steward",
        "level": "",
        "tasks": [],
        "skills": [],
        "headcount": None,
        "location": "",
        "workplace": "",
        "start_on": None,
        "budget_minimum": None,
        "budget_maximum": None,
        "pay_basis": "",
        "message": "",
    }
    assert (stored.status, stored.market_position) == ("new", "")


def test_form_takes_a_guide_instead_of_a_title(client):
    edition = published()

    stored = accept(client, edition=edition.pk, role_title="")

    assert (stored.edition, stored.role_title, stored.role) == (edition, "", "Data Steward")


def test_form_stores_everything_as_typed(client):
    edition = published()

    stored = accept(
        client,
        phone="+49 (0) 40 / 12 34-56",
        edition=edition.pk,
        role_title="Data Steward (m/w/d)",
        level="senior",
        headcount="2",
        location="Hamburg",
        workplace="hybrid",
        start_on="01.04.2027",
        budget_minimum="80.000",
        budget_maximum="95.000,00 €",
        message="Guten Tag,\r\n\r\nwir suchen zwei Menschen.",
    )

    assert (stored.phone, stored.edition) == ("+49 40 123456", edition)
    assert (stored.role_title, stored.role) == ("Data Steward (m/w/d)", "Data Steward (m/w/d)")
    assert (stored.level, stored.headcount, stored.location) == ("senior", 2, "Hamburg")
    assert (stored.workplace, stored.start_on) == ("hybrid", date(2027, 4, 1))
    assert (stored.budget_minimum, stored.budget_maximum) == (80_000, 95_000)
    assert stored.message == "Guten Tag,\n\nwir suchen zwei Menschen."


@pytest.mark.parametrize("field", ["company", "name", "email"])
@pytest.mark.parametrize("nothing", ["", "   ", "\t\r\n", "\0", "\u200b\u202e\ufeff"])
def test_needed_field_with_nothing_to_see_in_it_is_refused(client, field, nothing):
    page = refuse(client, **{field: nothing})

    assert page.error(field).startswith("Bitte nennen Sie Ihr")


@pytest.mark.parametrize("nothing", ["", "   ", "\0", "\u200b\u202e\ufeff"])
def test_role_title_with_nothing_to_see_in_it_names_no_role(client, nothing):
    page = refuse(client, role_title=nothing)

    assert page.error("edition") == (
        "Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel."
    )


# Hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("Nord\0licht", "Nordlicht"),
        ("\x1b[31mNordlicht\x07", "[31mNordlicht"),
        ("\u202eNordlicht\u202c", "Nordlicht"),
        ("\u2067Nord\u2069licht", "Nordlicht"),
        ("Nord\u200blicht\ufeff", "Nordlicht"),
        ("Nordlicht 🚀👩‍💻", "Nordlicht 🚀👩‍💻"),
        ("شركة الشمال", "شركة الشمال"),
        ("Mu\u0308ller", "Müller"),
        ("  Nordlicht  ", "Nordlicht"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{7*7}}{% now 'Y' %}", "{{7*7}}{% now 'Y' %}"),
        ("'\"><svg onload=alert(1)>", "'\"><svg onload=alert(1)>"),
        ("'; DROP TABLE x; --", "'; DROP TABLE x; --"),
    ],
)
def test_text_is_stored_clean(client, field, sent, stored):
    request = accept(client, **{field: sent})

    assert getattr(request, field) == stored


@pytest.mark.parametrize("field", [name for name in TEXTS if name != "message"])
def test_line_breaks_in_a_line_become_spaces(client, field):
    request = accept(client, **{field: "Anna\r\nBcc: x@y.de\u2028Ende"})

    assert getattr(request, field) == "Anna Bcc: x@y.de Ende"


@pytest.mark.parametrize("field", TEXTS)
def test_lone_surrogate_is_no_reason_to_fail(client, field):
    body = urlencode(typed(**{field: ""})) + f"&{field}=Nord" + quote_from_bytes(b"\xed\xa0\x80")

    response = client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert getattr(VacancyRequest.objects.get(), field) == "Nord\ufffd\ufffd\ufffd"


@pytest.mark.parametrize("field", TEXTS)
def test_lone_surrogate_in_a_text_is_dropped(field):
    form = VacancyRequestForm(typed(**{field: "Nord\ud800licht"}))

    assert form.is_valid()
    assert form.cleaned_data[field] == "Nordlicht"


@pytest.mark.parametrize("field", [*CHOICES, *OTHERS])
@pytest.mark.parametrize(
    "hostile",
    [
        "\0",
        "1\0",
        "\u202e80.000",
        "\u200b",
        "🚀",
        "-1",
        "1e9",
        "NaN",
        "٣",
        "9" * 30,
        "9" * 10_000,
        "<script>",
        "{{7*7}}",
        "[]",
        "None",
        "\ufffd",
    ],
)
def test_hostile_value_is_answered_politely(client, field, hostile):
    response = client.post(ADDRESS, typed(**{field: hostile}))

    assert response.status_code in (302, 422)
    if response.status_code == 422:
        page = Page(response)
        assert page.error(field) != ""
        assert page.attributes[field]["aria-invalid"] == "true"


@pytest.mark.parametrize("token", ["", "\0", "\u202e", "🚀", "x" * 10_000, "\ufffd"])
def test_hostile_token_loses_no_request(client, token):
    accept(client, token=token)


@pytest.mark.parametrize("field", FIELDS)
def test_field_sent_twice_is_no_reason_to_fail(client, field):
    body = urlencode(typed() | {field: "x"}) + f"&{field}=y"

    response = client.post(ADDRESS, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (302, 422)


@pytest.mark.parametrize("field", FIELDS)
def test_file_instead_of_text_is_no_reason_to_fail(client, field, tmp_path):
    path = tmp_path / "../../etc.svg".replace("/", "_")
    path.write_text("<svg onload='alert(1)'/>")
    values = {name: value for name, value in typed().items() if name != field}

    with path.open("rb") as file:
        response = client.post(ADDRESS, values | {field: file})

    assert response.status_code in (302, 422)


# Messages beside the field, and nothing lost ---------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("company", "x" * 10_000, too_long(120)),
        ("name", "x" * 10_000, too_long(120)),
        ("role_title", "x" * 121, too_long(120, 121)),
        ("phone", "1" * 41, "Bitte nennen Sie nur eine Telefonnummer, mit höchstens 40 Zeichen."),
        ("location", "x" * 10_000, too_long(120)),
        ("message", "x" * 10_000, too_long(5000)),
        ("email", "x" * 10_000, too_long(254)),
        ("email", "anna", BAD_EMAIL),
        ("email", "anna@", BAD_EMAIL),
        ("email", "@nordlicht.example", BAD_EMAIL),
        ("email", "anna@nordlicht", BAD_EMAIL),
        ("email", "anna muster@nordlicht.example", BAD_EMAIL),
        ("email", "anna@nordlicht.example, x@y.de", BAD_EMAIL),
        ("email", "Anna <anna@nordlicht.example>", BAD_EMAIL),
        ("email", "anna@[127.0.0.1]", BAD_EMAIL),
        ("email", "änna@nordlicht.example", BAD_EMAIL),
        ("start_on", "31.02.2027", BAD_DATE),
        ("start_on", "morgen", BAD_DATE),
        ("start_on", "04/01/2027", BAD_DATE),
        ("start_on", "01.04.99999", BAD_DATE),
        ("start_on", "31. April 2027", BAD_DATE),
        ("start_on", "Mondtag 2027", BAD_DATE),
        ("start_on", "13/2027", BAD_DATE),
        ("start_on", "²/2027", BAD_DATE),
        ("headcount", "zwei", BAD_NUMBER),
        ("headcount", "2,5", BAD_NUMBER),
        ("headcount", "9" * 10_000, BAD_NUMBER),
        ("headcount", "0", BAD_NUMBER),
        ("headcount", "100", BAD_NUMBER),
        ("budget_minimum", "x" * 41, "Bitte nennen Sie nur einen Betrag, zum Beispiel 80.000."),
        ("budget_minimum", "viel", UNREADABLE),
        ("budget_minimum", "80,000", UNREADABLE),
        ("budget_minimum", "80.000,50", UNREADABLE),
        ("budget_minimum", "-80.000", UNREADABLE),
        ("budget_maximum", "80.00", UNREADABLE),
        ("budget_maximum", "120-150k", ONE_AMOUNT),
        ("budget_maximum", "80.000 bis 95.000", ONE_AMOUNT),
    ],
)
def test_mistake_is_named_beside_the_field_and_the_text_kept(client, field, value, message):
    page = refuse(client, **{field: value})

    assert page.error(field) == message
    assert page.values[field] == value
    assert page.attributes[field]["aria-invalid"] == "true"
    assert f"id_{field}_error" in page.attributes[field]["aria-describedby"].split()


@pytest.mark.parametrize("value", ["45", "4.500", "5.000.000"])
def test_budget_that_is_no_salary_of_a_year_is_asked_about(client, value):
    page = refuse(client, budget_minimum=value)

    assert page.values["budget_minimum"] == value
    assert "\u202f€" in page.texts["id_budget_minimum_error"]


@pytest.mark.parametrize("field", CHOICES)
@pytest.mark.parametrize("value", ["", "x", "4711", "senior\0", "Senior", "on-site"])
def test_choice_that_is_not_offered_is_refused(client, field, value):
    page = refuse(client, name="", **{field: value})

    assert (page.error(field) != "") is (value != "")
    assert page.values[field] == ""


def test_nothing_typed_is_lost_by_a_mistake_elsewhere(client):
    edition = published()
    sent = typed(
        email="anna@",
        phone="+49 40 1",
        edition=str(edition.pk),
        level="senior",
        headcount="2",
        location="Altes Land",
        workplace="remote",
        start_on="1.4.2027",
        budget_minimum="80k",
        budget_maximum="95 Tsd. €",
        message="Erste Zeile <b>\n\n  eingerückt & „zitiert“",
    )

    page = refuse(client, **sent)

    assert {name: page.values[name] for name in sent} == sent


def test_summary_links_to_each_mistake(client):
    response = client.post(ADDRESS, typed(email="anna@", budget_minimum="80,000"))

    content = response.content.decode()
    assert f'<a href="#id_email">E-Mail: {BAD_EMAIL}</a>' in content
    assert f'<a href="#id_budget_minimum">Von: {UNREADABLE}</a>' in content


def test_markup_in_a_mistaken_form_is_shown_as_text(client):
    evil = "'\"><svg onload=alert(1)></textarea>{{7*7}}"

    response = client.post(ADDRESS, typed(email="", **dict.fromkeys(TEXTS, evil)))

    page = Page(response)
    assert "<svg onload" not in response.content.decode()
    assert [page.values[name] for name in TEXTS] == [evil] * 5


# E-mail, dates, numbers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("anna@nordlicht.example", "anna@nordlicht.example"),
        ("  anna@nordlicht.example\r\n", "anna@nordlicht.example"),
        ("Anna.M+tm@Nordlicht.EXAMPLE", "Anna.M+tm@nordlicht.example"),
        ("an\u200bna@nordlicht.example", "anna@nordlicht.example"),
        ("\u202eanna@nordlicht.example", "anna@nordlicht.example"),
        ("anna@müller.example", "anna@müller.example"),
        ("o'neil@nordlicht.example", "o'neil@nordlicht.example"),
    ],
)
def test_email_is_stored_as_a_server_takes_it(client, sent, stored):
    assert accept(client, email=sent).email == stored


@pytest.mark.parametrize(
    "sent",
    [
        *("01.04.2027", "1.4.2027", "1.4.27", "2027-04-01", " 01.04.2027 "),
        *(
            "1. April 2027",
            "1.April 2027",
            "April 2027",
            "Apr. 2027",
            "apr 2027",
            "04/2027",
            "4.2027",
        ),
    ],
)
def test_date_is_read_the_german_way(client, sent):
    assert accept(client, start_on=sent).start_on == date(2027, 4, 1)


@pytest.mark.parametrize("sent", ["ab sofort", "Sofort", "ASAP", "so bald wie möglich"])
def test_at_once_is_today(client, sent):
    assert accept(client, start_on=sent).start_on == timezone.localdate()


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(client, month):
    day = date(2027, month, 1)

    assert accept(client, start_on=date_format(day, "j. F Y")).start_on == day


def test_browser_cuts_nothing_that_is_pasted(client):
    text = "x" * 5_001

    page = client.post(ADDRESS, typed(message=text))

    assert "maxlength" not in page.text
    assert text in page.text


@pytest.mark.parametrize(("sent", "stored"), [("1", 1), ("99", 99), (" 2 ", 2), ("", None)])
def test_headcount_is_a_whole_number(client, sent, stored):
    assert accept(client, headcount=sent).headcount == stored


# Budget ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["budget_minimum", "budget_maximum"])
@pytest.mark.parametrize(
    "sent",
    [
        "80.000",
        "80.000,00 €",
        "80.000,- EUR",
        "80 000",
        "80\u202f000\u00a0€",
        "80'000",
        "80000",
        "80k",
        "80 Tsd. €",
        "€ 80.000 brutto",
        "80\u200b.000",
    ],
)
def test_budget_is_read_the_german_way(client, field, sent):
    assert getattr(accept(client, **{field: sent}), field) == 80_000


def test_budget_minimum_above_maximum_is_refused_and_both_kept(client):
    page = refuse(client, budget_minimum="95.000", budget_maximum="80k")

    assert page.error("budget_minimum") == (
        "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge."
    )
    assert (page.values["budget_minimum"], page.values["budget_maximum"]) == ("95.000", "80k")


def test_budget_minimum_may_equal_maximum(client):
    stored = accept(client, budget_minimum="80.000", budget_maximum="80k")

    assert (stored.budget_minimum, stored.budget_maximum) == (80_000, 80_000)


# Guides to choose from -------------------------------------------------------------------------


def test_form_offers_current_guides_by_title(client):
    steward, admin = published("Data Steward"), published("Cloud Admin")
    load(guide("Noch ein Entwurf"))
    published("Kommt erst morgen", at=timezone.now() + timedelta(days=1))
    published("Zurückgezogen").profile.withdraw()

    form = client.get(ADDRESS).context["form"]

    assert list(form.fields["edition"].choices) == [
        ("", "Keines davon"),
        (admin.pk, "Cloud Admin"),
        (steward.pk, "Data Steward"),
    ]


def test_form_accepts_the_edition_that_the_page_showed(client):
    shown = published()
    newer = shown.profile.publish(note="Neu.")

    stored = accept(client, edition=shown.pk, role_title="")

    assert stored.edition == shown != newer


def test_form_with_a_mistake_keeps_the_edition_that_the_page_showed(client):
    shown = published()
    shown.profile.publish(note="Neu.")

    response = client.post(ADDRESS, typed(edition=shown.pk, role_title="", email=""))

    assert Page(response).values["edition"] == str(shown.pk)
    assert list(response.context["form"].fields["edition"].choices) == [
        ("", "Keines davon"),
        (shown.pk, "Data Steward"),
    ]


def test_form_with_a_mistake_keeps_a_guide_that_was_withdrawn_meanwhile(client):
    shown = published()
    shown.profile.withdraw()

    page = refuse(client, edition=shown.pk, role_title="", email="")

    assert page.values["edition"] == str(shown.pk)
    assert page.error("edition") == ""


def test_form_refuses_an_edition_that_nobody_was_shown(client):
    scheduled = published(at=timezone.now() + timedelta(days=1))

    page = refuse(client, edition=scheduled.pk)

    assert page.error("edition") != ""

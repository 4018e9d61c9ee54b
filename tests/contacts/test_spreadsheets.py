"""Vacancy requests as a spreadsheet: taken along, decided in rows, brought from a fair."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django_q.models import OrmQ
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts import privacy
from contacts.forms import VacancyRequestForm
from contacts.models import Activity, Email, VacancyRequest
from contacts.spreadsheets import VacancyRequestSheet
from techminds.spreadsheets.files import CSV, XLSX, read
from tests.factories import BAND, published, received, typed
from tests.roles.strategies import WITH_DATABASE, lines, rolled_back
from tests.tables import accept, compare, csv_file, export, outcome, refusal, rows_of, xlsx

pytestmark = pytest.mark.django_db

LIST = "/admin/contacts/vacancyrequest/"
HEADINGS = [
    "Referenz",
    "Status",
    "Grund",
    "Zuständig",
    "Wiedervorlage",
    "Eingang",
    "Antwort versprochen bis",
    "Beantwortet",
    "Unternehmen",
    "Name",
    "E-Mail",
    "Telefon",
    "Jobprofil",
    "Ausgabe",
    "Stellentitel",
    "Level",
    "Anzahl der Stellen",
    "Arbeitsort",
    "Arbeitsweise",
    "Beginn",
    "Budget von",
    "Budget bis",
    "Budget am Markt",
    "Nachricht",
]
NEW = ["Unternehmen", "Name", "E-Mail", "Stellentitel"]
ANNA = ["Nordlicht GmbH", "Anna Muster", "anna@nordlicht.example", "Data Steward"]


@pytest.fixture
def edition():
    return published(salary_bands=[BAND])


@pytest.fixture
def vacancy(edition, consultant):
    """A request with something in every column."""
    vacancy = received(
        phone="+49 40 228595570",
        edition=edition.pk,
        role_title="=Steward",
        level="senior",
        headcount="2",
        location="Hamburg",
        workplace="hybrid",
        start_on="01.04.2027",
        budget_minimum="80k",
        budget_maximum="95k",
        pay_basis="Haustarif",
        message="Wir suchen\n- dringend.",
    )
    vacancy.decide(
        by=consultant, status="qualified", consultant=consultant, follow_up_on=date(2026, 12, 1)
    )
    VacancyRequest.objects.update(
        received_at=datetime(2026, 11, 2, 23, 30, 59, tzinfo=UTC),
        answered_at=datetime(2026, 11, 4, 8, 5, tzinfo=UTC),
        reply_due_on=date(2026, 11, 5),
    )
    return VacancyRequest.objects.get()


# Rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "export/", "import/", "process_import/"])
def test_editors_reach_no_requests(editor_client, vacancy, address):
    for response in (
        editor_client.get(LIST + address),
        editor_client.post(LIST + address, {"format": "csv"}),
    ):
        assert response.status_code in (403, 405)
        assert "Nordlicht" not in response.content.decode()


def test_editors_cannot_import_requests(editor_client, vacancy):
    data = xlsx(["Referenz", "Status"], [vacancy.reference, "Abgesagt"])

    assert compare(editor_client, LIST, data).status_code == 403


@pytest.mark.parametrize("client_name", ["consultant_client", "administrator_client"])
def test_consultants_and_administrators_import_and_export(request, client_name, vacancy):
    client = request.getfixturevalue(client_name)

    content = client.get(LIST).content.decode()

    for address in ("export/", "import/"):
        assert f'href="{LIST}{address}' in content
        assert client.get(LIST + address).status_code == 200


# Export ------------------------------------------------------------------------------------------


def test_csv_has_a_row_a_request(consultant_client, vacancy):
    response = export(consultant_client, LIST, "csv")

    assert rows_of(response.content) == [
        HEADINGS,
        [
            vacancy.reference,
            "Qualifiziert",
            "",
            "beratung",
            "01.12.2026",
            "03.11.2026 00:30",
            "05.11.2026",
            "04.11.2026 09:05",
            "Nordlicht GmbH",
            "Anna Muster",
            "anna@nordlicht.example",
            "'+49 40 228595570",
            "Data Steward",
            "1",
            "'=Steward",
            "Senior",
            "2",
            "Hamburg",
            "teils vor Ort, teils remote",
            "01.04.2027",
            "80000",
            "95000",
            "in der Spanne",
            "Wir suchen\n- dringend.",
        ],
    ]
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="vakanzanfragen-')


def test_workbook_has_days_and_moments_as_such(consultant_client, vacancy):
    cells = dict(zip(HEADINGS, rows_of(export(consultant_client, LIST).content)[1], strict=True))

    assert cells["Wiedervorlage"] == datetime.fromisoformat("2026-12-01")
    assert cells["Eingang"] == datetime.fromisoformat("2026-11-03T00:30")
    assert (cells["Anzahl der Stellen"], cells["Budget von"]) == (2, 80_000)


def test_export_says_nothing_that_is_ours_alone(consultant_client, vacancy):
    content = export(consultant_client, LIST, "csv").content.decode()

    for secret in (vacancy.submission_key, vacancy.access_key, vacancy.access_token):
        assert secret not in content


def test_export_has_the_rows_of_the_filtered_list(consultant_client, vacancy):
    received(message="another")

    assert len(rows_of(export(consultant_client, LIST, query="?status__exact=new").content)) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_export_costs_the_same_however_many_rows(
    consultant_client, consultant, edition, rows, django_assert_num_queries
):
    for number in range(rows):
        vacancy = received(message=f"form {number}", edition=edition.pk, role_title="")
        vacancy.assign(consultant, by=consultant)

    # session, user, rights by user and by group, consultants to filter by, how many, rows
    with django_assert_num_queries(7):
        export(consultant_client, LIST)


def test_export_of_more_than_a_file_holds_asks_for_less(consultant_client, vacancy, monkeypatch):
    received(message="another")
    monkeypatch.setattr("techminds.spreadsheets.pages.MOST_ROWS", 1)

    for response in (consultant_client.get(f"{LIST}export/"), export(consultant_client, LIST)):
        page = response.content.decode()
        assert "mehr als 1 Zeilen" in page
        assert "Datei herunterladen" not in page
    assert export(consultant_client, LIST, query="?status__exact=new")["Content-Disposition"]


# Deciding in rows --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_that_comes_back_changes_nothing(consultant_client, vacancy, kind):
    received(message="another")
    data = export(consultant_client, LIST, kind).content

    response = compare(consultant_client, LIST, data)

    assert outcome(response) == [(2, "unverändert", []), (3, "unverändert", [])]


def test_consultant_decides_in_rows(consultant_client, consultant, administrator, vacancy):
    other = received(message="another")
    data = xlsx(
        ["Referenz", "Status", "Grund", "Zuständig", "Wiedervorlage"],
        [vacancy.reference.lower(), "abgesagt", "Kein  Budget", "ADMIN", None],
        [other.reference, "Neu", None, None, "24.12.2026"],
    )
    compared = compare(consultant_client, LIST, data)

    assert outcome(compared) == [
        (
            2,
            "geändert",
            [
                "Status: Qualifiziert → Abgesagt",
                "Grund neu: Kein Budget",
                "Zuständig: beratung → admin",
                "Wiedervorlage entfallen: 01.12.2026",
            ],
        ),
        (3, "geändert", ["Wiedervorlage neu: 24.12.2026"]),
    ]
    before = Activity.objects.count()
    response = accept(consultant_client, LIST, compared)

    assert response.url == LIST
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.consultant, vacancy.follow_up_on) == (
        "declined",
        administrator,
        None,
    )
    assert vacancy.closed_at is not None
    assert [
        (activity.kind, activity.text, activity.by) for activity in Activity.objects.all()[before:]
    ] == [
        ("status", "Abgesagt: Kein Budget", consultant),
        ("consultant", "admin", consultant),
        ("follow_up", "–", consultant),
        ("follow_up", "24.12.2026", consultant),
    ]
    assert {
        (entry.object_repr, entry.get_change_message(), entry.user)
        for entry in LogEntry.objects.all()
    } == {
        (vacancy.reference, "Aus Tabelle übernommen", consultant),
        (other.reference, "Aus Tabelle übernommen", consultant),
    }


def test_comparing_alone_decides_nothing(consultant_client, vacancy):
    before = Activity.objects.count()

    compare(
        consultant_client, LIST, xlsx(["Referenz", "Status"], [vacancy.reference, "Suche läuft"])
    )

    vacancy.refresh_from_db()
    assert vacancy.status == "qualified"
    assert Activity.objects.count() == before


def test_decision_that_somebody_else_changed_meanwhile_is_asked_anew(
    consultant_client, administrator, vacancy
):
    data = xlsx(["Referenz", "Status", "Grund"], [vacancy.reference, "Abgesagt", "Kein Budget"])
    compared = compare(consultant_client, LIST, data)
    vacancy.move_to("mandate", by=administrator)

    response = accept(consultant_client, LIST, compared)

    assert outcome(response) == [
        (2, "geändert", ["Status: Suche läuft → Abgesagt", "Grund neu: Kein Budget"])
    ]
    vacancy.refresh_from_db()
    assert vacancy.status == "mandate"


@pytest.mark.parametrize(
    ("before", "cells", "heading", "message"),
    [
        ("qualified", ["Abgesagt", None], "Grund", "Bitte nennen Sie einen Grund für „Abgesagt“."),
        ("qualified", ["Neu", None], "Status", "Von „Qualifiziert“ geht es nicht zu „Neu“."),
        (
            "declined",
            ["Suche läuft", "Doch noch"],
            "Status",
            "Von „Abgesagt“ geht es nicht zu „Suche läuft“.",
        ),
        (
            "declined",
            ["Abgesagt", "Anders"],
            "Grund",
            "Ein Grund gehört zu einem neuen Status; hier bleibt es bei „Abgesagt“.",
        ),
        (
            "declined",
            ["Abgesagt", None],
            "Grund",
            "Ein Grund gehört zu einem neuen Status; hier bleibt es bei „Abgesagt“.",
        ),
        (
            "qualified",
            ["Abgesagt", "x" * 301],
            "Grund",
            "Bitte kürzen Sie den Text auf höchstens 300 Zeichen; es sind 301.",
        ),
    ],
)
def test_status_that_may_not_follow_or_lacks_its_reason_is_a_fault(
    consultant_client, administrator, vacancy, before, cells, heading, message
):
    if before != vacancy.status:
        vacancy.move_to(before, by=administrator, reason="Kein Budget")
    data = xlsx(["Referenz", "Status", "Grund"], [vacancy.reference, *cells])

    assert outcome(compare(consultant_client, LIST, data)) == [(2, "Fehler", [(heading, message)])]


UNCLEAR = (
    "Zur Ausschreibung ist noch etwas offen. Bitte nennen Sie einen Grund, warum es trotzdem „Suche "
    "läuft“ heißen soll, oder ergänzen Sie, was fehlt."
)


def test_search_needs_a_reason_in_a_row_too(consultant_client):
    vacancy = received()
    data = xlsx(["Referenz", "Status"], [vacancy.reference, "Suche läuft"])

    assert outcome(compare(consultant_client, LIST, data)) == [(2, "Fehler", [("Grund", UNCLEAR)])]


def test_request_that_is_opened_again_leaves_its_reason_behind(
    consultant_client, administrator, vacancy
):
    vacancy.move_to("declined", by=administrator, reason="Kein Budget")
    data = xlsx(
        ["Referenz", "Status", "Grund"], [vacancy.reference, "In Bearbeitung", "Kein Budget"]
    )

    compared = compare(consultant_client, LIST, data)
    accept(consultant_client, LIST, compared)

    assert outcome(compared) == [
        (
            2,
            "geändert",
            ["Status: Abgesagt → In Bearbeitung", "Grund entfallen: Kein Budget"],
        )
    ]
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.status_reason) == ("in_progress", "")


def test_erased_request_takes_no_decision(consultant_client, administrator, vacancy):
    privacy.erase(vacancy, by=administrator)
    vacancy.refresh_from_db()
    unchanged = export(consultant_client, LIST, query="?ordner=alle").content
    data = xlsx(["Referenz", "Zuständig"], [vacancy.reference, "admin"])

    assert outcome(compare(consultant_client, LIST, unchanged)) == [(2, "unverändert", [])]
    assert outcome(compare(consultant_client, LIST, data)) == [
        (
            2,
            "Fehler",
            [
                (
                    "",
                    "Die Daten dieser Anfrage sind gelöscht; sie lässt sich nicht mehr ändern. Bitte "
                    "löschen Sie die Zeile.",
                )
            ],
        )
    ]


SAID = "Das hat der Kunde gesagt, hier lässt es sich nicht ändern; es steht auf „{}“. "
OURS = "Das vergibt das System, hier lässt es sich nicht ändern; es steht auf „{}“. "
RESTORE = "Bitte stellen Sie den Wert wieder her, oder löschen Sie die Spalte."


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("Unternehmen", "Südlicht GmbH", SAID.format("Nordlicht GmbH")),
        ("Telefon", "+49 40 2", SAID.format("+49 40 228595570")),
        ("Nachricht", None, SAID.format("Wir suchen\n- dringend.")),
        ("Level", "Einsteiger", SAID.format("Senior")),
        ("Beginn", "01.05.2027", SAID.format("01.04.2027")),
        ("Budget bis", 100_000, SAID.format("95.000")),
        ("Jobprofil", "Data Engineer", SAID.format("Data Steward")),
        ("Ausgabe", 2, OURS.format("1")),
        ("Eingang", "04.11.2026 00:30", OURS.format("03.11.2026 00:30")),
        ("Antwort versprochen bis", "31.12.2026", OURS.format("05.11.2026")),
        ("Beantwortet", None, OURS.format("04.11.2026 09:05")),
        ("Budget am Markt", "zu niedrig", OURS.format("in der Spanne")),
    ],
)
def test_what_a_client_said_is_never_changed(consultant_client, vacancy, heading, cell, message):
    data = xlsx(["Referenz", "Status", heading], [vacancy.reference, "Suche läuft", cell])

    response = compare(consultant_client, LIST, data)

    assert outcome(response) == [(2, "Fehler", [(heading, message + RESTORE)])]
    assert response.context["acceptance"] is None


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        (
            "Status",
            "Erledigt",
            "„Erledigt“ gibt es hier nicht. Möglich: Neu, In Bearbeitung, Qualifiziert, Suche "
            "läuft, Abgesagt, Zurückgezogen.",
        ),
        (
            "Status",
            None,
            "Hier fehlt etwas. Möglich: Neu, In Bearbeitung, Qualifiziert, Suche läuft, "
            "Abgesagt, Zurückgezogen.",
        ),
        ("Zuständig", "redaktion", "„redaktion“ gibt es hier nicht. Möglich: beratung."),
        ("Wiedervorlage", "bald", "Bitte schreiben Sie das Datum so: 31.12.2026."),
    ],
)
def test_decision_with_a_fault_says_what_to_do(
    consultant_client, editor, vacancy, heading, cell, message
):
    data = xlsx(["Referenz", heading], [vacancy.reference, cell])

    assert outcome(compare(consultant_client, LIST, data)) == [(2, "Fehler", [(heading, message)])]


def test_unknown_reference_is_a_fault(consultant_client, vacancy):
    data = xlsx(["Referenz", "Status"], ["TM-AAAA-AAAA", "Suche läuft"])

    assert outcome(compare(consultant_client, LIST, data)) == [
        (
            2,
            "Fehler",
            [
                (
                    "Referenz",
                    "Eine Anfrage „TM-AAAA-AAAA“ gibt es nicht. "
                    "Bei einer neuen Anfrage lassen Sie die Zelle leer.",
                )
            ],
        )
    ]


def test_same_reference_twice_is_a_fault(consultant_client, vacancy):
    data = xlsx(
        ["Referenz", "Status"], [vacancy.reference, "Suche läuft"], [vacancy.reference, "Neu"]
    )

    assert outcome(compare(consultant_client, LIST, data))[1] == (
        3,
        "Fehler",
        [("", "Dasselbe steht schon in Zeile 2. Bitte löschen Sie eine.")],
    )


# New requests ------------------------------------------------------------------------------------


def test_row_without_reference_is_a_new_request(consultant_client, consultant, edition):
    data = csv_file(
        [
            *NEW[:3],
            "Jobprofil",
            "Level",
            "Arbeitsweise",
            "Anzahl der Stellen",
            "Beginn",
            "Budget von",
            "Budget bis",
            "Zuständig",
            "Status",
        ],
        [
            *ANNA[:3],
            "data steward",
            "senior",
            "Remote",
            "2",
            "01.04.2027",
            "80 Tsd.",
            "95.000 €",
            "beratung",
            "In Bearbeitung",
        ],
    )
    compared = compare(consultant_client, LIST, data)

    assert outcome(compared) == [
        (
            2,
            "neu",
            [
                "Status neu: In Bearbeitung",
                "Zuständig neu: beratung",
                "Unternehmen neu: Nordlicht GmbH",
                "Name neu: Anna Muster",
                "E-Mail neu: anna@nordlicht.example",
                "Jobprofil neu: Data Steward",
                "Level neu: Senior",
                "Anzahl der Stellen neu: 2",
                "Arbeitsweise neu: remote",
                "Beginn neu: 01.04.2027",
                "Budget von neu: 80.000",
                "Budget bis neu: 95.000",
            ],
        )
    ]
    assert "Zeile 2: <strong>Nordlicht GmbH</strong>" in " ".join(compared.content.decode().split())
    assert not VacancyRequest.objects.exists()
    accept(consultant_client, LIST, compared)

    vacancy = VacancyRequest.objects.get()
    assert vacancy.reference.startswith("TM-")
    assert (vacancy.edition, vacancy.market_position) == (edition, "within")
    assert (vacancy.status, vacancy.consultant) == ("in_progress", consultant)
    assert [(one.kind, one.text, one.by) for one in vacancy.activities.all()] == [
        ("received", "Aus Tabelle übernommen", consultant),
        ("status", "In Bearbeitung", consultant),
        ("consultant", "beratung", consultant),
    ]
    (entry,) = LogEntry.objects.all()
    assert (entry.is_addition(), entry.object_repr) == (True, vacancy.reference)


def test_new_request_of_a_table_may_be_closed_with_a_reason(consultant_client, consultant):
    data = xlsx([*NEW, "Status", "Grund"], [*ANNA, "Abgesagt", "Nur auf der Messe gefragt"])

    accept(consultant_client, LIST, compare(consultant_client, LIST, data))

    vacancy = VacancyRequest.objects.get()
    assert (vacancy.status, vacancy.status_reason) == ("declined", "Nur auf der Messe gefragt")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["Abgesagt", None], "Bitte nennen Sie einen Grund für „Abgesagt“."),
        (["Suche läuft", None], UNCLEAR),
        ([None, "So"], "Ein Grund gehört zu einem neuen Status; hier bleibt es bei „Neu“."),
    ],
)
def test_new_request_of_a_table_needs_its_reason(consultant_client, cells, message):
    data = xlsx([*NEW, "Status", "Grund"], [*ANNA, *cells])

    assert outcome(compare(consultant_client, LIST, data)) == [(2, "Fehler", [("Grund", message)])]


def test_nobody_gets_a_mail_about_a_new_request_of_a_table(consultant_client):
    accept(consultant_client, LIST, compare(consultant_client, LIST, xlsx(NEW, ANNA)))

    assert VacancyRequest.objects.count() == 1
    assert not Email.objects.exists()
    assert not OrmQ.objects.exists()


def test_request_from_the_website_still_owes_its_mails():
    received()

    assert sorted(Email.objects.values_list("kind", flat=True)) == ["confirmation", "notice"]
    assert OrmQ.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "heading", "message"),
    [
        ({"Unternehmen": ""}, "Unternehmen", "Bitte nennen Sie Ihr Unternehmen."),
        (
            {"E-Mail": "anna@"},
            "E-Mail",
            "Bitte prüfen Sie die E-Mail-Adresse; sie sieht zum Beispiel so aus: name@firma.de.",
        ),
        (
            {"Stellentitel": ""},
            "Jobprofil",
            "Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel.",
        ),
        (
            {"Jobprofil": "Pilot"},
            "Jobprofil",
            "„Pilot“ ist kein Jobprofil auf der Website. Bitte schreiben Sie es in die Spalte "
            "„Stellentitel“.",
        ),
        (
            {"Level": "Profi"},
            "Level",
            "„Profi“ gibt es hier nicht. Möglich: Einsteiger, Mid-Level, Senior.",
        ),
        (
            {"Budget von": "90k", "Budget bis": "80k"},
            "Budget von",
            "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge.",
        ),
        (
            {"Eingang": "01.11.2026"},
            "Eingang",
            "Das vergibt das System. Bitte lassen Sie die Zelle leer.",
        ),
        (
            {"Wiedervorlage": "bald"},
            "Wiedervorlage",
            "Bitte schreiben Sie das Datum so: 31.12.2026.",
        ),
    ],
)
def test_new_request_is_checked_like_one_from_the_website(
    consultant_client, edition, values, heading, message
):
    cells = dict(zip(NEW, ANNA, strict=True)) | values
    data = xlsx(list(cells), list(cells.values()))

    assert outcome(compare(consultant_client, LIST, data)) == [(2, "Fehler", [(heading, message)])]


def test_table_that_comes_twice_makes_no_request_twice(consultant_client):
    data = xlsx(NEW, ANNA)
    accept(consultant_client, LIST, compare(consultant_client, LIST, data))
    vacancy = VacancyRequest.objects.get()
    VacancyRequest.objects.update(received_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert outcome(compare(consultant_client, LIST, data)) == [
        (
            2,
            "Fehler",
            [
                (
                    "",
                    f"Diese Anfrage steht schon als {vacancy.reference}. Bitte löschen Sie die Zeile.",
                )
            ],
        )
    ]


def test_request_twice_in_a_table_is_a_fault(consultant_client):
    response = compare(consultant_client, LIST, xlsx(NEW, ANNA, ANNA))

    assert outcome(response)[1] == (
        3,
        "Fehler",
        [("", "Diese Anfrage steht schon in Zeile 2. Bitte löschen Sie die Zeile.")],
    )


def test_request_that_just_came_through_the_website_is_not_doubled(consultant_client):
    vacancy = received()

    assert outcome(compare(consultant_client, LIST, xlsx(NEW, ANNA))) == [
        (
            2,
            "Fehler",
            [("", f"Dieselbe Anfrage ist eben erst als {vacancy.reference} eingegangen.")],
        )
    ]


def test_double_click_takes_a_table_over_once(consultant_client):
    compared = compare(consultant_client, LIST, xlsx(NEW, ANNA))
    accept(consultant_client, LIST, compared)

    response = accept(consultant_client, LIST, compared)

    assert response.status_code == 200
    assert outcome(response)[0][1] == "Fehler"
    assert VacancyRequest.objects.count() == 1


def test_rows_of_requests_are_counted(consultant_client):
    data = csv_file(NEW, *[ANNA] * 501)

    assert refusal(compare(consultant_client, LIST, data)) == [
        "Die Tabelle hat mehr als 500 Zeilen. Bitte teilen Sie sie auf."
    ]


@settings(WITH_DATABASE, max_examples=15)
@given(st.data())
@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_any_export_that_comes_back_changes_nothing(consultant, kind, data):
    signs = st.sampled_from(["", "'", "=", "'=", "+", "-", "@"])
    texts = st.tuples(signs, lines(min_size=1, max_size=30)).map("".join)
    with rolled_back():
        for number in range(2):
            words = typed(
                company=data.draw(texts),
                name=data.draw(texts),
                role_title=data.draw(texts),
                location=data.draw(texts),
                phone=f"{data.draw(texts)}1",
                message=f"{number}\n{data.draw(texts)}",
            )
            form = VacancyRequestForm(words)
            assert form.is_valid(), form.errors
            form.receive()
        sheet = VacancyRequestSheet()
        exported = sheet.export(VacancyRequest.objects.all())
        table = read(kind.write("Probe", exported.headers, list(exported)), sheet.headings)

        assert str(sheet.compare(table, by=consultant)) == "2 unverändert"

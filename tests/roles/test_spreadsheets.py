"""Salary bands and skills as spreadsheets: exported as they are, compared first, taken over whole."""

from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.models import Edition, RoleProfile, SalaryBand, Skill
from roles.spreadsheets import SalaryBandSheet, SkillSheet
from techminds.spreadsheets import forms
from techminds.spreadsheets.files import CSV, XLSX, read
from tests.factories import BAND, guide, load, published
from tests.roles.strategies import WITH_DATABASE, dates, lines, rolled_back
from tests.tables import (
    accept,
    compare,
    csv_file,
    export,
    outcome,
    refusal,
    rows_of,
    xlsx,
)

pytestmark = pytest.mark.django_db

BANDS, SKILLS = "/admin/roles/salaryband/", "/admin/roles/skill/"
HEADINGS = [
    "Jobprofil",
    "Level",
    "Von",
    "Bis",
    "Währung",
    "Zeitraum",
    "Gebiet",
    "Grundlage",
    "Quelle",
    "Stand",
    "Prüfen bis",
]
ENTRY = BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000}


@pytest.fixture
def profile():
    """A published profile with a band for Einsteiger and one for Senior."""
    return published(salary_bands=[ENTRY, BAND]).profile


def row(**values):
    """Return a row of the band for Senior as the export has it, in the order of HEADINGS."""
    there = {
        "Jobprofil": "data-steward",
        "Level": "Senior",
        "Von": 80_000,
        "Bis": 120_000,
        "Währung": "Euro",
        "Zeitraum": "im Jahr",
        "Gebiet": "Deutschland",
        "Grundlage": "Erfundene Zahl für einen Test.",
        "Quelle": "Test",
        "Stand": "01.01.2026",
        "Prüfen bis": "01.01.2099",
    }
    return list(
        (there | {name.replace("_", " "): value for name, value in values.items()}).values()
    )


def senior(profile):
    return profile.salary_bands.get(level="senior")


# The list of bands -------------------------------------------------------------------------------


def test_list_shows_the_bands_of_all_profiles(editor_client, profile):
    other = load(guide("Tester", salary_bands=[BAND | {"source": "Umfrage"}]))

    response = editor_client.get(BANDS)

    assert [str(band) for band in response.context["cl"].result_list] == [
        str(band) for one in (profile, other) for band in one.salary_bands.all()
    ]
    content = response.content.decode()
    for text in (
        "Data Steward",
        "Einsteiger",
        "50.000\u202f€",
        "Umfrage",
        "01.01.2026",
        "01.01.2099",
    ):
        assert text in content
    assert "Gehaltsspanne hinzufügen" not in content


@pytest.mark.parametrize("entry", [(50_000, 60_000), (80_000, 90_000)])
def test_row_leads_to_the_band_on_the_page_of_its_profile(editor_client, profile, entry):
    minimum, maximum = entry
    profile.salary_bands.filter(level="entry").update(minimum=minimum, maximum=maximum)

    content = editor_client.get(f"{BANDS}?q=Steward&level__exact=senior").content.decode()

    page = f"/admin/roles/roleprofile/{profile.pk}/change/"
    assert f'<a href="{page}#salary_bands-1">Data Steward</a>' in content
    assert 'id="salary_bands-1"' in editor_client.get(page).content.decode()


def test_page_of_a_band_is_that_of_its_profile(editor_client, profile):
    response = editor_client.get(f"{BANDS}{senior(profile).pk}/change/")

    assert response.status_code == 302
    assert response.url == f"/admin/roles/roleprofile/{profile.pk}/change/#salary_bands-1"
    for pk in ("0", "x"):
        assert editor_client.get(f"{BANDS}{pk}/change/").status_code == 404


@pytest.mark.parametrize("form", ["add/", "{pk}/delete/"])
def test_bands_are_neither_added_nor_deleted_in_the_list(administrator_client, profile, form):
    address = BANDS + form.format(pk=senior(profile).pk)

    assert administrator_client.post(address, {"post": "yes"}).status_code == 403
    assert profile.salary_bands.count() == 2


@time_machine.travel("2026-06-02 12:00 +0200")
def test_bands_that_are_due_are_marked_and_found(editor_client, profile):
    profile.salary_bands.filter(level="senior").update(review_by=date(2026, 6, 1))
    profile.salary_bands.filter(level="entry").update(review_by=date(2026, 6, 2))

    due = editor_client.get(f"{BANDS}?pruefung=faellig")

    assert list(due.context["cl"].result_list) == [senior(profile)]
    assert editor_client.get(BANDS).content.decode().count(">fällig</span>") == 1
    assert len(editor_client.get(f"{BANDS}?pruefung=x").context["cl"].result_list) == 2


@pytest.mark.parametrize(("query", "found"), [("steward", 2), ("Umfrage", 1), ("Tester", 0)])
def test_bands_are_searched_by_profile_and_source(editor_client, profile, query, found):
    profile.salary_bands.filter(level="senior").update(source="Umfrage")

    response = editor_client.get(BANDS, {"q": query})

    assert response.context["cl"].result_count == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_many_rows(editor_client, rows, django_assert_num_queries):
    for number in range(rows):
        load(guide(f"Rolle {number}", salary_bands=[BAND]))

    # session, user, rights by user and by group, two counts, rows
    with django_assert_num_queries(7):
        editor_client.get(BANDS)


# Rights ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("list_page", [BANDS, SKILLS])
def test_consultants_export_and_never_import(consultant_client, profile, list_page):
    content = consultant_client.get(list_page).content.decode()

    assert "import/" not in content
    assert f"{list_page}export/" in content
    assert consultant_client.get(f"{list_page}export/").status_code == 200
    assert export(consultant_client, list_page).status_code == 200
    assert consultant_client.get(f"{list_page}import/").status_code == 403
    assert compare(consultant_client, list_page, xlsx(HEADINGS, row())).status_code == 403
    assert consultant_client.post(f"{list_page}process_import/", {}).status_code == 403


@pytest.mark.parametrize("list_page", [BANDS, SKILLS])
def test_who_may_see_neither_list_gets_no_file(django_user_model, client, profile, list_page):
    client.force_login(
        django_user_model.objects.create_user("buero", is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    for address in ("export/", "import/"):
        assert client.get(list_page + address).status_code == 403
        assert client.post(list_page + address, {"format": "csv"}).status_code == 403
    assert client.get(f"{BANDS}{senior(profile).pk}/change/").status_code == 403


@pytest.mark.parametrize("list_page", [BANDS, SKILLS])
@pytest.mark.parametrize("address", ["export/", "import/", "process_import/"])
def test_visitor_is_asked_to_sign_in(client, list_page, address):
    response = client.post(list_page + address, {"format": "csv"})

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize(
    "right", ["roles.change_roleprofile", "roles.add_salaryband", "roles.change_salaryband"]
)
def test_import_of_bands_needs_the_rights_of_the_profiles_page(editor, editor_client, right):
    label, codename = right.split(".")
    permission = Permission.objects.get(content_type__app_label=label, codename=codename)
    editor.groups.get().permissions.remove(permission)

    assert editor_client.get(f"{BANDS}import/").status_code == 403


def test_import_is_confirmed_by_post_only(editor_client):
    assert editor_client.get(f"{BANDS}process_import/").status_code == 405


# Export ------------------------------------------------------------------------------------------


def test_workbook_has_a_row_a_band(editor_client, profile):
    response = export(editor_client, BANDS)

    entry, *others = rows_of(response.content)[1:]
    assert rows_of(response.content)[0] == HEADINGS
    assert entry[:4] == ["data-steward", "Einsteiger", 50_000, 60_000]
    assert [str(cell) for cell in others[0]] == [
        *map(str, row()[:9]),
        "2026-01-01 00:00:00",
        "2099-01-01 00:00:00",
    ]


def test_csv_has_a_row_a_band(editor_client, profile):
    response = export(editor_client, BANDS, "csv")

    assert rows_of(response.content)[::2] == [HEADINGS, [str(cell) for cell in row()]]


@pytest.mark.parametrize(
    ("list_page", "kind", "name", "content_type"),
    [
        (BANDS, "csv", "gehaltsspannen-2026-03-01.csv", "text/csv; charset=utf-8"),
        (
            SKILLS,
            "xlsx",
            "faehigkeiten-2026-03-01.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_file_says_what_it_is_and_of_when(editor_client, list_page, kind, name, content_type):
    with time_machine.travel("2026-03-01 00:30 +0100", tick=False):
        response = export(editor_client, list_page, kind)

    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert "no-store" in response["Cache-Control"]


def test_export_has_the_rows_of_the_filtered_list(editor_client, profile):
    load(guide("Tester", salary_bands=[BAND]))
    query = "?q=steward&level__exact=senior"

    page = editor_client.get(f"{BANDS}export/{query}")

    assert "Die Datei bekommt eine Zeile" in page.content.decode()
    assert 'action="' not in page.content.decode().partition('<form method="post" novalidate')[2]
    assert len(rows_of(export(editor_client, BANDS, query=query).content)) == 2
    assert len(rows_of(export(editor_client, BANDS).content)) == 4


def test_list_takes_its_filter_along_to_the_export(editor_client, profile):
    content = editor_client.get(f"{BANDS}?level__exact=senior").content.decode()

    assert f'href="{BANDS}export/?level__exact=senior"' in content


@pytest.mark.parametrize("query", ["?x=1", "?level__x=1", "?profile__field__exact=%ff", "?p=x"])
def test_odd_filter_is_no_reason_to_fail(editor_client, profile, query):
    for response in (
        editor_client.get(f"{BANDS}export/{query}"),
        export(editor_client, BANDS, query=query),
    ):
        assert response.status_code in (200, 302)


@pytest.mark.parametrize("kind", ["", "ods", "0"])
def test_export_knows_two_formats(editor_client, kind):
    response = export(editor_client, BANDS, kind)

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"format"}


@pytest.mark.parametrize("rows", [1, 3])
def test_export_costs_the_same_however_many_rows(editor_client, rows, django_assert_num_queries):
    for number in range(rows):
        load(guide(f"Rolle {number}", salary_bands=[BAND]))

    # session, user, rights by user and by group, how many, rows
    with django_assert_num_queries(6):
        export(editor_client, BANDS)


# What a table would change -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_that_comes_back_changes_nothing(editor_client, ml_profile, kind):
    ml_profile.salary_bands.update(source="=1+1", basis="'@SUM(A1)\n'")
    data = export(editor_client, BANDS, kind).content

    response = compare(editor_client, BANDS, data)

    assert outcome(response) == [(number, "unverändert", []) for number in (2, 3, 4)]
    content = response.content.decode()
    assert "3 unverändert." in content
    assert "Unverändert: Zeilen 2–4." in content
    assert "Es gibt nichts zu übernehmen" in content
    assert response.context["acceptance"] is None


def test_comparison_says_of_each_row_what_it_would_do(editor_client, profile):
    data = xlsx(
        HEADINGS,
        row(),
        row(Level="mid", Von="60 Tsd. €", Bis="80.000,00", Stand=date(2026, 2, 1)),
        row(Level="Einsteiger", Von=50_000.0, Bis=62_000, Quelle="'=WEBSERVICE(A1)"),
    )

    response = compare(editor_client, BANDS, data)

    assert outcome(response) == [
        (2, "unverändert", []),
        (
            3,
            "neu",
            [
                "Von neu: 60.000",
                "Bis neu: 80.000",
                "Währung neu: Euro",
                "Zeitraum neu: im Jahr",
                "Gebiet neu: Deutschland",
                "Grundlage neu: Erfundene Zahl für einen Test.",
                "Quelle neu: Test",
                "Stand neu: 01.02.2026",
                "Prüfen bis neu: 01.01.2099",
            ],
        ),
        (4, "geändert", ["Bis: 60.000 → 62.000", "Quelle: Test → =WEBSERVICE(A1)"]),
    ]
    content = response.content.decode()
    assert "1 neu, 1 geändert, 1 unverändert." in content
    assert "<del>60.000</del>" in content
    assert "<ins>62.000</ins>" in content
    assert SalaryBand.objects.count() == 2
    assert profile.salary_bands.get(level="entry").maximum == 60_000


def test_long_text_is_compared_word_by_word(editor_client, profile):
    before = "Schätzung aus Gesprächen mit Kunden, ohne Stichprobe und ohne Gewähr, im Sommer."
    profile.salary_bands.update(basis=before)
    data = xlsx(HEADINGS, row(Grundlage=before.replace("Sommer", "Herbst")))

    content = compare(editor_client, BANDS, data).content.decode()

    assert "ohne Gewähr, im <del>Sommer</del><ins>Herbst</ins>." in content


def test_columns_that_are_not_there_stay_as_they_are(editor_client, profile):
    data = csv_file(["Bis", "Level", "Jobprofil"], ["130.000", "senior", "Data-Steward"])

    response = compare(editor_client, BANDS, data)

    assert outcome(response) == [(2, "geändert", ["Bis: 120.000 → 130.000"])]


def test_value_that_nobody_touched_needs_no_mending(editor_client, profile):
    profile.salary_bands.update(minimum=9, as_of=date(2090, 1, 1))
    data = xlsx(HEADINGS, row(Von=9, Stand="01.01.2090", Bis=130_000))

    assert outcome(compare(editor_client, BANDS, data)) == [
        (2, "geändert", ["Bis: 120.000 → 130.000"])
    ]


FAULTS = [
    ({"Jobprofil": "pilot"}, "Jobprofil", "Ein Jobprofil mit der Adresse „pilot“ gibt es nicht."),
    ({"Jobprofil": ""}, "Jobprofil", "Bitte nennen Sie die Adresse des Jobprofils."),
    (
        {"Level": "Profi"},
        "Level",
        "„Profi“ gibt es hier nicht. Möglich: Einsteiger, Mid-Level, Senior.",
    ),
    ({"Level": ""}, "Level", "Hier fehlt etwas. Möglich: Einsteiger, Mid-Level, Senior."),
    ({"Von": "120.001"}, "Von", "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge."),
    ({"Bis": 70_000}, "Bis", "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge."),
    ({"Von": ""}, "Von", "Bitte nennen Sie einen Betrag."),
    (
        {"Von": 80_000.5},
        "Von",
        "Diesen Betrag können wir nicht eindeutig lesen. "
        "Bitte schreiben Sie ihn in ganzen Euro, zum Beispiel 80.000.",
    ),
    (
        {"Bis": 130},
        "Bis",
        "Meinen Sie 130.000\u202f€? Bitte schreiben Sie den Betrag aus, zum Beispiel 80.000.",
    ),
    ({"Währung": "Dollar"}, "Währung", "„Dollar“ gibt es hier nicht. Möglich: Euro."),
    ({"Quelle": ""}, "Quelle", "Bitte nennen Sie die Quelle."),
    (
        {"Quelle": "x" * 201},
        "Quelle",
        "Bitte kürzen Sie den Text auf höchstens 200 Zeichen; es sind 201.",
    ),
    (
        {"Grundlage": ""},
        "Grundlage",
        "Bitte sagen Sie, was die Zahl ist: Art der Erhebung, Umfang.",
    ),
    (
        {"Stand": "02.01.2099"},
        "Stand",
        "Der Stand liegt in der Zukunft. Bitte nennen Sie den Tag, von dem die Zahl ist.",
    ),
    ({"Stand": "Mai 2026"}, "Stand", "Bitte schreiben Sie das Datum so: 31.12.2026."),
    ({"Prüfen_bis": "31.12.1999"}, "Prüfen bis", "Bitte prüfen Sie das Jahr."),
]


@pytest.mark.parametrize(("values", "heading", "message"), FAULTS)
def test_row_with_a_fault_says_where_and_what_to_do(
    editor_client, profile, values, heading, message
):
    data = xlsx(HEADINGS, row(Bis=130_000, Level="entry"), [], row(**values))

    response = compare(editor_client, BANDS, data)

    assert outcome(response)[1] == (4, "Fehler", [(heading, message)])
    content = response.content.decode()
    assert "Zeile 4: " in content
    assert f"<strong>Spalte „{heading}“:</strong>" in content
    assert "1 fehlerhaft, 1 geändert." in content
    assert "Es wurde nichts gespeichert." in content
    assert response.context["acceptance"] is None


def test_row_with_several_faults_names_each(editor_client, profile):
    data = xlsx(HEADINGS, row(Level="mid", Von="viel", Quelle=None, Stand=None))

    (found,) = outcome(compare(editor_client, BANDS, data))

    assert [heading for heading, _ in found[2]] == ["Von", "Quelle", "Stand"]


def test_new_band_needs_every_figure(editor_client, profile):
    data = xlsx(HEADINGS[:4], ["data-steward", "Mid-Level", 60_000, 80_000])

    (found,) = outcome(compare(editor_client, BANDS, data))

    assert found == (
        2,
        "Fehler",
        [
            ("Grundlage", "Bitte sagen Sie, was die Zahl ist: Art der Erhebung, Umfang."),
            ("Quelle", "Bitte nennen Sie die Quelle."),
            ("Stand", "Bitte nennen Sie den Tag, von dem die Zahl ist."),
            ("Prüfen bis", "Bitte nennen Sie den Tag, bis zu dem jemand die Zahl prüft."),
        ],
    )


def test_same_band_twice_is_a_fault(editor_client, profile):
    data = xlsx(HEADINGS, row(), row(Level="entry"), row(Level="senior", Bis=130_000))

    assert outcome(compare(editor_client, BANDS, data))[2] == (
        4,
        "Fehler",
        [("", "Dasselbe steht schon in Zeile 2. Bitte löschen Sie eine.")],
    )


class Overtaken(SalaryBandSheet):
    """Somebody saves the same band between our looking for it and saving it."""

    def before_save_instance(self, instance, row, **kwargs):
        SalaryBand.objects.create(profile=instance.profile, **BAND | {"level": instance.level})


def test_database_has_the_last_word(profile, editor):
    sheet = Overtaken()
    table = read(xlsx(HEADINGS, row(), row(Level="mid")), sheet.headings)

    result = sheet.compare(table, by=editor)

    assert [(one.number, one.label) for one in result.rows] == [(2, "unverändert"), (3, "Fehler")]
    assert [(fault.heading, fault.message) for fault in result.rows[1].faults] == [
        ("", "Diese Zeile ließ sich nicht speichern. Bitte prüfen Sie ihre Werte.")
    ]


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"%PDF-1.7 \x00",
            "Diese Datei können wir nicht lesen. Bitte speichern Sie sie als XLSX oder CSV.",
        ),
        (b"", "Die Datei ist leer."),
        (xlsx(HEADINGS), "Unter den Überschriften steht nichts."),
        (
            xlsx(["Jobprofil", "Level", "Betrag"], ["a", "b", "c"]),
            "Die Spalte „Betrag“ kennen wir nicht.",
        ),
        (xlsx(["Jobprofil", "Von"], ["a", 1]), "Die Spalte „Level“ fehlt."),
        (
            b"Jobprofil;Level\n" + b"a;b\n" * 5001,
            "Die Tabelle hat mehr als 5.000 Zeilen. Bitte teilen Sie sie auf.",
        ),
        (b"a" * (2 * 1024 * 1024 + 1), "Die Datei ist größer als 2 MB. Bitte teilen Sie sie auf."),
    ],
)
def test_file_that_cannot_be_compared_says_why(editor_client, profile, data, message):
    response = compare(editor_client, BANDS, data)

    assert refusal(response) == [message]
    assert response.context["outcome"] is None


def test_no_file_at_all_is_asked_for(editor_client):
    assert refusal(editor_client.post(f"{BANDS}import/")) == ["Bitte wählen Sie eine Datei."]


def test_table_that_fits_into_no_request_is_refused(editor_client, profile, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = forms.ROOM + 200

    response = compare(editor_client, BANDS, xlsx(HEADINGS, row(Bis=130_000)))

    assert refusal(response) == ["Die Datei enthält zu viel Text. Bitte teilen Sie sie auf."]


def test_page_explains_every_column(editor_client):
    content = editor_client.get(f"{BANDS}import/").content.decode()

    for heading in HEADINGS:
        assert f'<th scope="row">{heading}</th>' in content
    assert "Gelöscht wird nichts" in content


# Taking over -------------------------------------------------------------------------------------


def test_accepted_table_changes_the_working_copy_and_nothing_live(editor_client, editor, profile):
    before = Edition.objects.get()
    data = xlsx(HEADINGS, row(Bis=130_000), row(Level="mid", Von=60_000, Bis=80_000))

    response = accept(editor_client, BANDS, compare(editor_client, BANDS, data))

    assert response.status_code == 302
    assert response.url == BANDS
    bands = {band.level: (band.minimum, band.maximum) for band in profile.salary_bands.all()}
    assert bands == {
        "entry": (50_000, 60_000),
        "mid": (60_000, 80_000),
        "senior": (80_000, 130_000),
    }
    assert Edition.objects.get().document == before.document
    (message,) = editor_client.get(BANDS).context["messages"]
    assert str(message) == (
        "Aus der Tabelle übernommen: 1 neu, 1 geändert. "
        "Auf der Website ändert sich erst mit „Veröffentlichen“ etwas."
    )


def test_taking_over_counts_as_one_change_of_each_profile_it_touches(
    editor_client, editor, profile
):
    other = load(guide("Tester", salary_bands=[BAND]))
    versions = {one.slug: one.version for one in RoleProfile.objects.all()}
    data = xlsx(
        HEADINGS,
        row(Bis=130_000),
        row(Level="entry", Von=50_000, Bis=61_000),
        row(Jobprofil="tester"),
    )

    accept(editor_client, BANDS, compare(editor_client, BANDS, data))

    profile.refresh_from_db()
    other.refresh_from_db()
    assert (profile.version, other.version) == (versions["data-steward"] + 1, versions["tester"])
    assert (profile.updated_by, profile.last_act) == (
        editor,
        "Gehaltsspannen aus Tabelle übernommen",
    )
    assert list(RoleProfile.objects.changed()) == [profile]
    (entry,) = LogEntry.objects.all()
    assert (entry.user, entry.get_edited_object()) == (editor, profile)
    assert entry.get_change_message() == "Gehaltsspannen aus Tabelle übernommen"


def test_comparing_alone_counts_as_no_change(editor_client, profile):
    version = RoleProfile.objects.get().version

    compare(editor_client, BANDS, xlsx(HEADINGS, row(Bis=130_000)))

    assert RoleProfile.objects.get().version == version
    assert senior(profile).maximum == 120_000
    assert not LogEntry.objects.exists()


def test_one_row_that_turned_bad_keeps_all_others_back(editor_client, profile):
    other = load(guide("Tester", salary_bands=[BAND]))
    data = xlsx(HEADINGS, row(Bis=130_000), row(Jobprofil="tester", Bis=140_000))
    compared = compare(editor_client, BANDS, data)
    other.delete()

    response = accept(editor_client, BANDS, compared)

    assert response.status_code == 200
    assert outcome(response)[1] == (
        3,
        "Fehler",
        [("Jobprofil", "Ein Jobprofil mit der Adresse „tester“ gibt es nicht.")],
    )
    assert senior(profile).maximum == 120_000
    assert not LogEntry.objects.exists()


def test_comparison_that_does_not_hold_any_more_is_shown_anew(editor_client, profile):
    data = xlsx(HEADINGS, row(Bis=130_000), row(Level="entry", Von=50_000, Bis=60_000))
    compared = compare(editor_client, BANDS, data)
    profile.salary_bands.filter(level="entry").update(maximum=70_000)

    response = accept(editor_client, BANDS, compared)

    assert "Seit dem Vergleich hat sich etwas geändert" in response.content.decode()
    assert outcome(response) == [
        (2, "geändert", ["Bis: 120.000 → 130.000"]),
        (3, "geändert", ["Bis: 70.000 → 60.000"]),
    ]
    assert senior(profile).maximum == 120_000

    accept(editor_client, BANDS, response)
    assert senior(profile).maximum == 130_000
    assert profile.salary_bands.get(level="entry").maximum == 60_000


def test_somebody_with_the_profile_open_is_told(editor_client, profile):
    profile.refresh_from_db()
    seen = profile.version

    accept(editor_client, BANDS, compare(editor_client, BANDS, xlsx(HEADINGS, row(Bis=130_000))))

    with pytest.raises(Exception, match="redaktion hat dieses Profil am"):
        profile.lock(seen)


@pytest.mark.parametrize("change", ["table", "user", "list", "time"])
def test_only_the_person_who_compared_accepts_and_within_an_hour(
    editor_client, administrator_client, profile, change
):
    compared = compare(editor_client, BANDS, xlsx(HEADINGS, row(Bis=130_000)))
    token = compared.context["acceptance"].initial["table"]

    if change == "table":
        response = accept(editor_client, BANDS, compared, table=f"x{token}")
    elif change == "user":
        response = accept(administrator_client, BANDS, compared)
    elif change == "list":
        response = accept(editor_client, SKILLS, compared)
    else:
        with time_machine.travel(signing.time.time() + forms.HOLDS + 5):
            response = accept(editor_client, BANDS, compared)

    assert response.status_code == 302
    assert response.url.endswith("/import/")
    assert senior(profile).maximum == 120_000


def test_nothing_sent_is_accepted(editor_client, profile):
    response = editor_client.post(f"{BANDS}process_import/", follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Dieser Vergleich ist älter als eine Stunde oder nicht von Ihnen. "
        "Bitte wählen Sie die Datei noch einmal."
    ]


@settings(WITH_DATABASE, max_examples=30)
@given(st.data())
@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_any_export_that_comes_back_changes_nothing(ml_profile, editor, kind, data):
    texts = st.one_of(
        lines(min_size=1),
        st.tuples(st.sampled_from(["'", "''", "=", "'=", "+", "-", "@", "＝"]), lines()).map(
            "".join
        ),
        st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
            min_size=1,
            max_size=60,
        ),
    )
    amounts = st.tuples(st.integers(1, 10_000_000), st.integers(1, 10_000_000)).map(sorted)
    with rolled_back():
        for band in ml_profile.salary_bands.all():
            band.minimum, band.maximum = data.draw(amounts)
            band.basis, band.source = data.draw(texts), data.draw(texts)
            band.as_of, band.review_by = data.draw(dates()), data.draw(dates())
            band.save()
        sheet = SalaryBandSheet()
        exported = sheet.export(SalaryBand.objects.select_related("profile"))
        table = read(kind.write("Probe", exported.headers, list(exported)), sheet.headings)

        assert str(sheet.compare(table, by=editor)) == "3 unverändert"


# Skills ------------------------------------------------------------------------------------------

SKILL_HEADINGS = ["Adresse", "Name", "Art", "Beschreibung", "ESCO-Adresse"]
ESCO = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"


@pytest.fixture
def python():
    """A skill that a published guide names."""
    skills = [{"slug": "python", "name": "Python", "kind": "language"}]
    requirement = {
        "title": "Code",
        "text": "<p>Ein Satz.</p>",
        "importance": "must",
        "skills": skills,
    }
    published(requirements=[requirement])
    return Skill.objects.get()


def test_skills_are_exported(editor_client, python):
    Skill.objects.create(
        slug="sql", name="SQL", kind="database", description="=Abfragen\nin Tabellen", esco_uri=ESCO
    )

    assert rows_of(export(editor_client, SKILLS, "csv").content) == [
        SKILL_HEADINGS,
        ["python", "Python", "Programmiersprache", "", ""],
        ["sql", "SQL", "Datenbank", "'=Abfragen\nin Tabellen", ESCO],
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_export_of_skills_costs_the_same_however_many(
    editor_client, rows, django_assert_num_queries
):
    for number in range(rows):
        Skill.objects.create(slug=f"s-{number}", name=f"S {number}", kind="tool")

    # session, user, rights by user and by group, how many, rows
    with django_assert_num_queries(6):
        export(editor_client, SKILLS)


def test_skills_are_renamed_and_added(editor_client, editor, python):
    data = xlsx(
        SKILL_HEADINGS,
        ["python", "Python 3", "language", "Eine Sprache.", ESCO],
        ["rust", "Rust", "Programmiersprache", None, None],
    )
    compared = compare(editor_client, SKILLS, data)

    assert outcome(compared) == [
        (
            2,
            "geändert",
            [
                "Name: Python → Python 3",
                "Beschreibung neu: Eine Sprache.",
                f"ESCO-Adresse neu: {ESCO}",
            ],
        ),
        (3, "neu", ["Name neu: Rust", "Art neu: Programmiersprache"]),
    ]
    response = accept(editor_client, SKILLS, compared)

    assert response.url == SKILLS
    assert list(Skill.objects.values_list("slug", "name", "kind", "description", "esco_uri")) == [
        ("python", "Python 3", "language", "Eine Sprache.", ESCO),
        ("rust", "Rust", "language", "", ""),
    ]
    assert [
        (entry.object_repr, entry.is_addition(), entry.get_change_message(), entry.user)
        for entry in LogEntry.objects.order_by("object_repr")
    ] == [
        ("Python 3", False, "Aus Tabelle übernommen", editor),
        ("Rust", True, "Aus Tabelle übernommen", editor),
    ]


def test_optional_texts_of_a_skill_can_be_emptied(editor_client, python):
    Skill.objects.update(description="Eine Sprache.", esco_uri=ESCO)
    data = xlsx(SKILL_HEADINGS, ["python", "Python", "Programmiersprache", "", ""])

    accept(editor_client, SKILLS, compare(editor_client, SKILLS, data))

    assert Skill.objects.values_list("description", "esco_uri").get() == ("", "")


@pytest.mark.parametrize(
    ("column", "value", "is_said"),
    [("Name", "Python 3", True), ("Art", "Werkzeug", True), ("Beschreibung", "Neu.", False)],
)
def test_guides_that_name_a_changed_skill_count_as_changed(
    editor_client, python, column, value, is_said
):
    silent = load(guide("Tester"))
    silent.publish()
    data = xlsx(["Adresse", column], ["python", value])

    accept(editor_client, SKILLS, compare(editor_client, SKILLS, data))

    changed = RoleProfile.objects.changed().values_list("slug", flat=True)
    assert list(changed) == (["data-steward"] if is_said else [])


def test_new_address_is_a_new_skill_and_no_other_name(editor_client, python):
    data = xlsx(SKILL_HEADINGS, ["python-3", "Python", "Programmiersprache", "", ""])

    assert outcome(compare(editor_client, SKILLS, data)) == [
        (
            2,
            "Fehler",
            [
                (
                    "Name",
                    "So heißt schon die Fähigkeit mit der Adresse „python“. Eine Adresse lässt sich "
                    "hier nicht ändern; sie sagt, welche Fähigkeit gemeint ist.",
                )
            ],
        )
    ]


@pytest.mark.parametrize(
    ("cells", "heading", "message"),
    [
        (
            ["C++", "C++", "language", "", ""],
            "Adresse",
            "Nur Kleinbuchstaben, Ziffern und einzelne Bindestriche dazwischen.",
        ),
        (["", "Rust", "language", "", ""], "Adresse", "Bitte nennen Sie die Adresse."),
        (["rust", "", "language", "", ""], "Name", "Bitte nennen Sie die Fähigkeit."),
        (
            ["rust", "Rust", "", "", ""],
            "Art",
            "Hier fehlt etwas. Möglich: Programmiersprache, Framework oder Bibliothek, Datenbank, "
            "Cloud-Plattform, Big-Data-Technologie, Werkzeug, Methode, Soziale Fähigkeit.",
        ),
        (
            ["rust", "Rust", "language", "", "javascript:alert(1)"],
            "ESCO-Adresse",
            "Das ist keine ESCO-Adresse. Sie beginnt mit http://data.europa.eu/esco/.",
        ),
    ],
)
def test_skill_with_a_fault_says_where_and_what_to_do(
    editor_client, python, cells, heading, message
):
    response = compare(editor_client, SKILLS, xlsx(SKILL_HEADINGS, cells))

    assert outcome(response) == [(2, "Fehler", [(heading, message)])]


def test_two_new_skills_of_one_name_are_a_fault(editor_client, python):
    data = xlsx(
        SKILL_HEADINGS, ["rust", "Rust", "language", "", ""], ["rost", "Rust", "language", "", ""]
    )

    assert outcome(compare(editor_client, SKILLS, data))[1][1] == "Fehler"


@settings(WITH_DATABASE, max_examples=20)
@given(st.data())
@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_any_export_of_skills_that_comes_back_changes_nothing(db, editor, kind, data):
    names = st.lists(lines(min_size=1), min_size=1, max_size=4, unique=True)
    signs = st.sampled_from(["", "=", "'", "+", "\u00a0-"])
    with rolled_back():
        for number, name in enumerate(data.draw(names)):
            Skill.objects.create(
                slug=f"s-{number}",
                name=name,
                kind="tool",
                description=data.draw(signs) + data.draw(lines()) + "\n" + data.draw(lines()),
            )
        sheet = SkillSheet()
        exported = sheet.export(Skill.objects.all())
        table = read(kind.write("Probe", exported.headers, list(exported)), sheet.headings)

        assert str(sheet.compare(table, by=editor)) == f"{len(exported)} unverändert"


def test_form_that_renames_a_skill_notes_what_guides_say_by_then(editor_client, python):
    editor_client.post(
        f"{SKILLS}{python.pk}/change/",
        {"name": "Python 3", "kind": "language", "description": "", "esco_uri": ""},
    )

    assert [profile.slug for profile in RoleProfile.objects.changed()] == ["data-steward"]

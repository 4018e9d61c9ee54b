"""Each finding of the pre-flight leads to the field in which an editor mends it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from roles import preflight
from roles.admin.findings import placed
from roles.guide import Guide
from roles.preflight import Finding
from roles.preflight.finding import error
from tests.factories import BAND, guide, load
from tests.roles.back_office import filled_in

PART = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}
PICTURE = {
    "picture": "illustrations/a.webp",
    "alternative_text": "Ein Plan.",
    "caption": "Am Morgen.",
    "credit": "",
}


def found(profile):
    """Return place and address of each finding, the address without that of the profile's page."""
    page = reverse("admin:roles_roleprofile_change", args=[profile.pk])
    findings = placed(preflight.check_document(Guide.of(profile)), profile)
    return [(finding.place, finding.address.removeprefix(page)) for finding in findings]


@pytest.mark.parametrize(
    ("values", "place", "anchor"),
    [
        ({"teaser": ""}, "Anriss", "#id_teaser"),
        ({"introduction": ""}, "Einleitung", "#id_introduction"),
        (
            {"salary_introduction": "<p>[Gehalt Senior]</p>"},
            "Einleitung zum Gehalt",
            "#id_salary_introduction",
        ),
        ({"title": "Programmierer"}, "Titel", "#id_title"),
        ({"other_titles": ["Programmierer"]}, "Andere Bezeichnungen", "#id_other_titles"),
        ({"review_by": date(2020, 1, 1)}, "Prüfen bis", "#id_review_by"),
        ({"tasks": []}, "Aufgaben", "#tasks-group"),
        (
            {"tasks": [PART, PART | {"title": "Leer", "text": ""}]},
            "Aufgabe 2, Text",
            "#id_tasks-1-text",
        ),
        ({"key_facts": [PART, PART]}, "Key Fact 2, Überschrift", "#id_key_facts-1-title"),
        ({"illustrations": [PICTURE]}, "Bild 1, Bildnachweis", "#id_illustrations-0-credit"),
        (
            {"salary_bands": [BAND | {"source": ""}]},
            "Gehaltsspanne Senior, Quelle",
            "#id_salary_bands-0-source",
        ),
    ],
)
def test_finding_leads_to_its_field(db, values, place, anchor):
    profile = load(guide(slug="role", **values))

    assert found(profile) == [(place, anchor)]


def test_finding_of_a_band_leads_to_its_row_although_the_form_has_another_order(db, editor_client):
    # The document has its bands by level, the form by amount.
    entry = BAND | {"level": "entry", "minimum": 90_000, "maximum": 100_000, "source": ""}
    mid = BAND | {"level": "mid", "minimum": 85_000, "maximum": 110_000}
    profile = load(guide(salary_bands=[entry, mid, BAND]))

    (place, anchor), *_ = found(profile)
    response = editor_client.get(reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    row = re.fullmatch(r"#id_(salary_bands-\d)-source", anchor)[1]
    assert place == "Gehaltsspanne Einsteiger, Quelle"
    assert filled_in(response)[f"{row}-level"] == "entry"
    assert row == "salary_bands-2"


def test_finding_about_the_author_leads_to_their_page(db):
    author = guide().author.model_dump() | {"photo": "authors/a.webp", "biography": "Ohne Absatz."}
    profile = load(guide(author=author))
    page = reverse("admin:roles_author_change", args=[profile.author_id])

    assert found(profile) == [
        ("Erika Muster, Bildnachweis", f"{page}#id_photo_credit"),
        ("Erika Muster, Kurzporträt", f"{page}#id_biography"),
    ]


def test_finding_without_a_field_leads_nowhere(db):
    profile = load(guide())

    (finding,) = placed([Finding("", "Das ist kein Guide.", is_error=True)], profile)

    assert (finding.message, finding.is_error) == ("Das ist kein Guide.", True)
    assert (finding.place, finding.address) == ("", "")


def test_every_field_that_a_finding_can_name_is_on_the_page(db, editor_client):
    profile = load(
        guide(
            "Programmierer",
            other_titles=["Programmierer"],
            teaser="",
            introduction="",
            key_facts=[PART, PART],
            illustrations=[PICTURE | {"alternative_text": ""}],
            tasks=[],
            requirements=[PART | {"text": "", "importance": "must", "skills": []}],
            salary_introduction="<p>[Gehalt Chef]</p>",
            salary_bands=[BAND | {"source": "", "basis": "", "as_of": date(2020, 1, 1)}],
            career_steps=[PART | {"text": ""}],
            author=guide().author.model_dump() | {"photo": "authors/a.webp"},
            review_by=date(2020, 1, 1),
        )
    )
    findings = placed(preflight.check(Guide.of(profile)), profile)

    pages = {finding.address.partition("#")[0] for finding in findings}
    ids = {
        f"{page}#{anchor}"
        for page in pages
        for anchor in re.findall(r' id="([^"]+)"', editor_client.get(page).content.decode())
    }
    assert len(findings) == 18
    assert {finding.address for finding in findings} - ids == set()


def test_placing_findings_asks_for_bands_once(db, django_assert_num_queries):
    profile = load(guide(salary_bands=[BAND]))
    findings = [error("salary_bands", "Nein.", 0, column) for column in ("source", "basis")]

    with django_assert_num_queries(1):
        placed(findings, profile)


@pytest.mark.parametrize(
    ("column", "typed", "message"),
    [
        ("minimum", "120.001", "Das Minimum („Von“) liegt über dem Maximum („Bis“)."),
        ("as_of", "", "Dieses Feld ist zwingend erforderlich."),
        ("source", "", "Dieses Feld ist zwingend erforderlich."),
    ],
)
def test_what_no_document_can_hold_is_said_beside_the_field(
    db, editor_client, column, typed, message
):
    profile = load(guide(salary_bands=[BAND]))
    page = reverse("admin:roles_roleprofile_change", args=[profile.pk])
    data = filled_in(editor_client.get(page))

    response = editor_client.post(
        page, data | {f"salary_bands-0-{column}": typed, "_continue": "1"}
    )

    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    (bands,) = (formset for formset in formsets if formset.prefix == "salary_bands")
    assert bands.errors == [{column: [message]}]


def test_publish_page_leads_to_the_fields(db, editor_client):
    profile = load(guide(teaser="", review_by=date(2020, 1, 1)))
    page = reverse("admin:roles_roleprofile_change", args=[profile.pk])

    text = editor_client.get(
        reverse("admin:roles_roleprofile_publish", args=[profile.pk])
    ).content.decode()

    assert f'<a href="{page}#id_teaser">Ändern: Anriss</a>' in text
    assert f'<a href="{page}#id_review_by">Ändern: Prüfen bis</a>' in text

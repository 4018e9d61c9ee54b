"""Links that lead nowhere and files that are gone: what of the site a guide relies on."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from roles import guide_file, preflight
from roles.models import Edition, RoleProfile
from roles.preflight.finding import error, warning
from roles.preflight.links import MOST_LINKS
from roles.preflight.site import places
from techminds.models import LegalPage
from techminds.prose import clean_prose
from tests.factories import BAND, draft_link, guide, load, published
from tests.roles.strategies import WITH_DATABASE

SKILL = {"slug": "sql", "name": "SQL", "kind": "language"}
REQUIREMENT = {"title": "Können", "text": "<p>Ja.</p>", "importance": "must", "skills": [SKILL]}
NOWHERE = "führt nirgendwohin. Berichtigen Sie ihn, oder nehmen Sie ihn heraus."
NO_PLACE = "nennt eine Stelle, die es auf der Seite nicht gibt. Berichtigen Sie ihn."
BACK_OFFICE = "führt ins Backoffice, in das Besucher nicht kommen. Nehmen Sie ihn heraus."


def linking(*addresses, **values):
    links = "".join(f'<p>Siehe <a href="{address}">dort</a>.</p>' for address in addresses)
    return guide("Data Owner", introduction=links, **values)


def problems(*addresses, **values):
    """Return what is said of links in the introduction of a guide that is not published yet."""
    return [
        (finding.is_error, finding.message.partition(" in der Einleitung ")[2])
        for finding in preflight.check(linking(*addresses, **values))
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/jobprofile/",
        "/jobprofile/?fachgebiet=data&amp;gehalt=60.000",
        "/jobprofile/data-steward/",
        "/jobprofile/data-steward/#aufgabe-erster-punkt",
        "/jobprofile/data-steward/ausgaben/",
        "/jobprofile/data-steward/infografik/ueberblick/",
        "/jobprofile/data-steward/infografik/ueberblick.svg",
        "/jobprofile/data-steward/infografik/ueberblick.png",
        "/jobprofile/data-steward.csv",
        "/jobprofile/?faehigkeit=sql",
        "/gehalt/?rolle=data-steward",
        "/vakanz-anfragen/?rolle=data-steward&amp;level=senior",
        "/standorte/",
        "/impressum/",
        "https://techminds.test/jobprofile/data-steward/",
        "https://techminds.test",
        # places that this guide will have
        "#gehalt",
        "#aufgabe-erster-punkt",
        "/jobprofile/data-owner/#autor",
        "/jobprofile/data-owner/infografik/aufgaben/",
        "/jobprofile/data-owner/ausgaben/",
        "/gehalt/?rolle=data-owner",
        # not ours to judge
        "https://a.example/",
        "https://techminds.test.example/x/",
        "mailto:a@b.example",
        "tel:+49 40 1",
    ],
)
def test_links_lead_somewhere(db, address):
    published(salary_bands=[BAND], requirements=[REQUIREMENT])
    LegalPage.objects.create(slug="impressum", text="<p>TechMinds</p>")

    assert problems(address) == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/gibt-es-nicht/", NOWHERE),
        ("/jobprofile/gibt-es-nicht/", NOWHERE),
        ("https://techminds.test/jobprofile/gibt-es-nicht/", NOWHERE),
        ("/jobprofile/draft-only/", NOWHERE),
        ("/jobprofile/data-steward/infografik/gehalt/", NOWHERE),
        ("/jobprofile/data-steward/infografik/gibt-es-nicht.svg", NOWHERE),
        ("/jobprofile/data-steward.csv?ausgabe=7", NOWHERE),
        ("/autoren/portraets/niemand.webp", NOWHERE),
        ("/datenschutz/", NOWHERE),  # a page that has no text yet
        ("/%00/", NOWHERE),
        ("/jobprofile/?seite=%00", NOWHERE),
        ("/jobprofile/data-steward/#aufgabe-zweiter-punkt", NO_PLACE),
        ("/jobprofile/#x", NO_PLACE),
        ("#", NO_PLACE),
        ("#aufgabe-zweiter-punkt", NO_PLACE),
        ("#klassifikation", NO_PLACE),
        ("/jobprofile/data-owner/infografik/gehalt/", NOWHERE),
        ("/jobprofile/data-owner.csv?ausgabe=7", NOWHERE),
        ("/admin/", BACK_OFFICE),
        ("/admin", BACK_OFFICE),
        ("/admin/roles/roleprofile/1/change/", BACK_OFFICE),
        (
            "/gehalt/?rolle=gibt-es-nicht",
            "nennt ein Jobprofil, das nicht auf der Website ist. Berichtigen Sie ihn.",
        ),
        (
            "/jobprofile/?faehigkeit=excel",
            "nennt eine Fähigkeit, die in keinem Jobprofil steht. Berichtigen Sie ihn.",
        ),
        (
            "/jobprofile/withdrawn/",
            "führt zu einer Seite, die zurückgezogen ist. Nehmen Sie ihn heraus.",
        ),
    ],
)
def test_links_lead_nowhere(db, address, problem):
    published()
    published("Withdrawn").profile.withdraw()
    load(guide("Draft Only", requirements=[REQUIREMENT | {"skills": [SKILL | {"slug": "excel"}]}]))

    assert problems(address) == [(True, problem)]


def test_links_to_drafts_are_refused(db):
    link = draft_link(load(guide()))

    assert problems(link.get_absolute_url()) == [
        (True, "führt zu einem Entwurf, den nicht alle lesen sollen. Nehmen Sie ihn heraus.")
    ]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/jobprofile/data-steward", "/jobprofile/data-steward/"),
        ("/gehalt?rolle=data-steward", "/gehalt/?rolle=data-steward"),
        ("/jobprofile/earlier/", "/jobprofile/data-steward/"),
        ("/jobprofile/earlier/ausgaben/", "/jobprofile/data-steward/ausgaben/"),
        ("http://techminds.test/standorte/", "https://techminds.test/standorte/"),
    ],
)
def test_links_that_are_redirected_name_the_new_address(db, address, target):
    profile = published(slug="earlier").profile
    profile.load(guide())
    profile.publish()

    assert problems(address) == [
        (False, f"wird auf „{target}“ umgeleitet. Tragen Sie diese Adresse ein.")
    ]


@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_links_to_a_scheduled_guide_are_early(db):
    published(at=timezone.now() + timedelta(days=1))

    assert problems("/jobprofile/data-steward/") == [
        (
            False,
            "führt erst ab dem 2. Mai 2026, 12:00 Uhr (MESZ) zu einem Jobprofil. Erscheint dieses früher, "
            "nehmen Sie ihn heraus.",
        )
    ]


def test_links_of_the_next_edition_are_held_against_it_and_not_the_one_on_the_site(db):
    profile = published("Data Owner", salary_bands=[BAND]).profile
    profile.load(linking("/jobprofile/data-owner/infografik/gehalt/", "#aufgabe-erster-punkt"))

    with pytest.raises(ValidationError) as refusal:
        profile.publish()

    assert refusal.value.messages == [
        f"Der Link „/jobprofile/data-owner/infografik/gehalt/“ in der Einleitung {NOWHERE}"
    ]
    assert Edition.objects.count() == 1


def test_guides_of_one_run_may_link_to_each_other(db, tmp_path):
    first = linking("/jobprofile/data-steward/#aufgabe-erster-punkt")
    second = guide(introduction='<p><a href="/jobprofile/data-owner/">Data Owner</a></p>')
    for name, document in (("a", first), ("b", second)):
        (tmp_path / f"{name}.yaml").write_text(guide_file.dump(document), encoding="utf-8")

    call_command("load_guides", tmp_path / "a.yaml", tmp_path / "b.yaml", verbosity=0)

    assert Edition.objects.count() == 2


def test_guides_of_one_run_may_not_link_past_each_other(db):
    beside = [guide()]

    (finding,) = preflight.check(linking("/jobprofile/data-steward/#aufgabe-2"), beside)
    assert (
        finding.message
        == f"Der Link „/jobprofile/data-steward/#aufgabe-2“ in der Einleitung {NO_PLACE}"
    )


def test_links_to_what_only_this_guide_names_lead_somewhere(db):
    part = REQUIREMENT | {"skills": [SKILL | {"slug": "excel", "name": "Excel"}]}

    assert problems("/jobprofile/?faehigkeit=excel", requirements=[part]) == []


def test_each_page_is_asked_for_once(db, django_assert_num_queries):
    published()
    link = '<p>Siehe <a href="/jobprofile/data-steward/">dort</a>.</p>'
    place = '<p>Siehe <a href="/jobprofile/data-steward/#gehalt">dort</a>.</p>'
    document = guide("Data Owner", introduction=link, career_introduction=link + place)

    # Once for the page and once for the places in it, two queries each.
    with django_assert_num_queries(4):
        assert preflight.check(document) == []


def test_links_are_asked_for_up_to_a_limit(db):
    addresses = [f"/standorte/?n={number}" for number in range(MOST_LINKS + 2)]

    (finding,) = preflight.check(linking(*addresses))
    assert finding == warning(
        "introduction",
        f"Das Jobprofil hat mehr als {MOST_LINKS} Links zur eigenen Website. Die ab "
        f"„/standorte/?n={MOST_LINKS}“ in der Einleitung sind nicht geprüft.",
    )


@pytest.mark.parametrize(
    ("introduction", "finding"),
    [
        (
            "<p>Siehe <a>dort</a>.</p>",
            warning(
                "introduction",
                "„dort“ in der Einleitung ist ein Link ohne Adresse. Setzen Sie ihn neu, oder nehmen "
                "Sie ihn heraus.",
            ),
        ),
        (
            '<p>Siehe <a href="https://a.example/"></a>.</p>',
            warning(
                "introduction",
                "Der Link „https://a.example/“ in der Einleitung hat keinen Text. Geben Sie ihm einen, "
                "oder löschen Sie ihn.",
            ),
        ),
        (
            '<p>Siehe <a href="http://a.example/">dort</a>.</p>',
            warning(
                "introduction",
                "Der Link „http://a.example/“ in der Einleitung ist unverschlüsselt. Prüfen Sie, ob es "
                "die Seite mit https:// gibt.",
            ),
        ),
        (
            '<p>Siehe <a href="https://a[b@c.example/">dort</a>.</p>',
            error(
                "introduction",
                "Der Link „https://a[b@c.example/“ in der Einleitung ist keine Adresse. Berichtigen Sie ihn.",
            ),
        ),
    ],
)
def test_links_are_written_as_they_have_to_be(introduction, finding):
    assert preflight.check(guide(introduction=introduction)) == [finding]


def test_links_are_found_wherever_there_is_rich_text(db):
    link = '<p>Siehe <a href="/gibt-es-nicht/">dort</a>.</p>'
    part = {"title": "Erster Punkt", "text": link}
    document = guide(
        career_introduction=link,
        requirements=[part | {"importance": "must", "skills": []}],
        author=guide().author.model_dump() | {"biography": link},
    )

    found = [(f.field, f.index, f.column) for f in preflight.check(document)]
    assert found == [
        ("requirements", 0, "text"),
        ("career_introduction", None, ""),
        ("author", None, "biography"),
    ]


@WITH_DATABASE
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["/", "/jobprofile/", "/gehalt/?rolle=", "#", "https://techminds.test/", "https://"]
            ),
            st.text(max_size=20),
        ),
        max_size=3,
    )
)
def test_check_never_fails_over_a_link(db, addresses):
    links = "".join(f'<p><a href="{start}{end}">dort</a></p>' for start, end in addresses)

    preflight.check(guide(introduction=f"<p>Ja.</p>{clean_prose(links)}"))


def test_places_of_a_guide_are_those_of_its_page(db, client):
    profile = load(guide("Data Owner"))
    published()
    part = {"title": "Über Äpfel", "text": "<p>Ja.</p>"}
    profile.load(
        guide(
            "Data Owner",
            key_facts=[part, part],
            salary_bands=[BAND],
            kldb="43104-133",
            related=["data-steward"],
        )
    )
    edition = profile.publish()

    page = client.get("/jobprofile/data-owner/").content.decode()

    missing = {place for place in places(edition.guide) if f'id="{place}"' not in page}
    headings = {part.partition('"')[0] for part in page.split('<h2 id="')[1:]}
    headings |= {part.partition('"')[0] for part in page.split('<h3 id="')[1:]}
    assert missing == set()
    assert headings <= places(edition.guide)
    assert "fakt-ueber-aepfel-2" in headings


def test_check_refuses_pictures_whose_file_is_gone(db):
    there, gone = "illustrations/there.webp", "illustrations/gone.webp"
    default_storage.save(there, ContentFile(b"RIFF"))
    picture = {"alternative_text": "Ein Plan.", "caption": "", "credit": "Erika Muster"}
    author = guide().author.model_dump()
    document = guide(
        illustrations=[picture | {"picture": there}, picture | {"picture": gone}],
        author=author | {"photo": "authors/gone.webp", "photo_credit": "Erika Muster"},
    )

    assert preflight.check_document(document) == []
    assert preflight.check(document) == [
        error(
            "illustrations",
            "Die Datei von Bild 2 ist nicht mehr da. Laden Sie das Bild noch einmal hoch.",
            1,
            "picture",
        ),
        warning(
            "author",
            "Das Porträt von Erika Muster ist nicht mehr da. Laden Sie es noch einmal hoch.",
            column="photo",
        ),
    ]


def test_check_changes_nothing(db):
    published()
    before = list(RoleProfile.objects.values()), list(Edition.objects.values())

    problems("/jobprofile/data-steward/", "/vakanz-anfragen/", "/vakanz-anfragen/danke/")

    assert (list(RoleProfile.objects.values()), list(Edition.objects.values())) == before

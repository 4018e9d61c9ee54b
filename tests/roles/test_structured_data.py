"""What the page of a guide tells machines: exact, escaped, and without figures that are due."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.templatetags.static import static
from django.urls import reverse

from roles.models import RoleProfile
from roles.structured_data import as_script
from tests.factories import BAND, draft_link, guide, load, published
from tests.roles.page import Page

URL = "/jobprofile/data-steward/"
SITE = "https://techminds.test"
FUTURE, PAST = date(2026, 4, 1), date(2026, 3, 31)
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
ESCO = "http://data.europa.eu/esco/occupation/35553663-deab-4d9a-bf22-15c1625d28e8"


def block_of(response):
    """Return the only block of data in a page, as it stands there."""
    (block,) = BLOCK.findall(response.content.decode())
    return block


def graph_of(client, url=URL):
    """Return what the page says, by type."""
    data = json.loads(block_of(client.get(url)))
    assert list(data) == ["@context", "@graph"]
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def test_graph_has_three_nodes_and_no_other(ml_edition, client):
    html = client.get("/jobprofile/machine-learning-engineer/").content.decode()

    graph = graph_of(client, "/jobprofile/machine-learning-engineer/")

    assert list(graph) == ["Article", "BreadcrumbList", "Occupation"]
    assert set(re.findall(r'"@type":"(\w+)"', html)) == {
        "Article",
        "BreadcrumbList",
        "CategoryCode",
        "CategoryCodeSet",
        "Country",
        "DefinedTerm",
        "ListItem",
        "MonetaryAmount",
        "Occupation",
        "Organization",
        "Person",
        "QuantitativeValue",
    }


def test_article_names_who_wrote_it_and_when(db, client, time_machine):
    time_machine.move_to("2026-11-03T08:00:00Z", tick=False)
    author = guide().author.model_dump() | {
        "credentials": "Dipl.-Ing.",
        "position": "Beraterin",
        "biography": "<p>Nicht in den Daten.</p>",
        "profile_url": "https://people.example/erika",
    }
    first = published(author=author, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    first.profile.publish(at=datetime(2026, 11, 2, 8, 0, tzinfo=UTC), is_minor=True)

    assert graph_of(client)["Article"] == {
        "@type": "Article",
        "@id": f"{SITE}{URL}#artikel",
        "mainEntityOfPage": f"{SITE}{URL}",
        "headline": "Data Steward: Aufgaben, Anforderungen, Gehalt",
        "description": "Was man als Data Steward macht.",
        "inLanguage": "de",
        "version": 2,
        "datePublished": "2026-04-01T00:30:00+02:00",
        "dateModified": "2026-11-02T09:00:00+01:00",
        "author": {
            "@type": "Person",
            "name": "Erika Muster",
            "honorificSuffix": "Dipl.-Ing.",
            "jobTitle": "Beraterin",
            "url": "https://people.example/erika",
        },
        "publisher": {
            "@type": "Organization",
            "name": "TechMinds",
            "url": f"{SITE}/",
            "logo": SITE + static("img/icon-512.png"),
        },
        "image": [f"{SITE}{URL}teilen.png?ausgabe=2"],
        "about": {"@id": f"{SITE}{URL}#beruf"},
    }


def test_article_leaves_out_what_nobody_said(db, client):
    published()

    article = graph_of(client)["Article"]

    assert article["author"] == {"@type": "Person", "name": "Erika Muster"}
    assert article["datePublished"] == article["dateModified"]


def test_article_is_as_old_as_the_first_edition_that_appeared(db, client, time_machine):
    time_machine.move_to("2026-05-01T10:00:00Z", tick=False)
    profile = load(guide())
    profile.publish(at=datetime(2026, 5, 9, 10, tzinfo=UTC))  # overtaken before its moment
    profile.publish(at=datetime(2026, 5, 3, 10, tzinfo=UTC)).cancel()
    profile.publish(at=datetime(2026, 5, 4, 10, tzinfo=UTC))
    profile.publish(at=datetime(2026, 5, 6, 10, tzinfo=UTC))
    published("Data Owner", at=datetime(2026, 1, 1, tzinfo=UTC))

    time_machine.move_to("2026-05-10T10:00:00Z", tick=False)

    article = graph_of(client)["Article"]
    assert article["datePublished"] == "2026-05-04T12:00:00+02:00"
    assert article["dateModified"] == "2026-05-06T12:00:00+02:00"


def test_article_shows_its_pictures_with_who_made_them(db, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "illustrations").mkdir()
    names = ("0a-1600x900", "0b-9x16")
    for name in names:
        (tmp_path / f"illustrations/{name}.webp").write_bytes(b"RIFF")
    words = {"alternative_text": "Zwei Menschen", "credit": "Max Beispiel"}
    published(
        illustrations=[
            words | {"picture": f"illustrations/{name}.webp", "caption": caption}
            for name, caption in zip(names, ("Zu zweit.", ""), strict=True)
        ]
    )

    assert graph_of(client)["Article"]["image"] == [
        f"{SITE}{URL}teilen.png?ausgabe=1",
        {
            "@type": "ImageObject",
            "contentUrl": f"{SITE}/bilder/0a-1600x900.webp",
            "caption": "Zu zweit.",
            "creditText": "Max Beispiel",
        },
        {
            "@type": "ImageObject",
            "contentUrl": f"{SITE}/bilder/0b-9x16.webp",
            "creditText": "Max Beispiel",
        },
    ]


def test_breadcrumbs_are_those_of_the_page(db, client):
    published()

    trail = [
        (item["position"], item["name"], item["item"])
        for item in graph_of(client)["BreadcrumbList"]["itemListElement"]
    ]

    assert trail == [
        (1, "Start", f"{SITE}/"),
        (2, "Jobprofile", f"{SITE}/jobprofile/"),
        (3, "Data Steward", f"{SITE}{URL}"),
    ]


def test_occupation_says_what_the_guide_says(db, client):
    part = {"title": "Daten pflegen", "text": "<p>Nicht in den Daten.</p>"}
    skills = [
        {"slug": "sql", "name": "SQL", "kind": "language"},
        {"slug": "python", "name": "Python", "kind": "language"},
    ]
    published(
        other_titles=["Datenpfleger/in"],
        tasks=[part, part | {"title": "Fehler finden"}],
        requirements=[part | {"importance": "must", "skills": skills}],
        salary_bands=[BAND],
        kldb="43104-133",
        esco_uri=ESCO,
        esco_match="exact",
    )

    assert graph_of(client)["Occupation"] == {
        "@type": "Occupation",
        "@id": f"{SITE}{URL}#beruf",
        "name": "Data Steward",
        "alternateName": ["Datenpfleger/in"],
        "occupationLocation": {"@type": "Country", "name": "Deutschland", "identifier": "DE"},
        "occupationalCategory": {
            "@type": "CategoryCode",
            "codeValue": "43104-133",
            "inCodeSet": {
                "@type": "CategoryCodeSet",
                "name": "Klassifikation der Berufe 2010 (Fassung 2020)",
            },
        },
        "sameAs": ESCO,
        "estimatedSalary": [
            {
                "@type": "MonetaryAmount",
                "name": "Senior",
                "description": "Deutschland, Stand 01.01.2026, Quelle: Test",
                "currency": "EUR",
                "minValue": 80_000,
                "maxValue": 120_000,
                "value": {
                    "@type": "QuantitativeValue",
                    "minValue": 80_000,
                    "maxValue": 120_000,
                    "unitText": "YEAR",
                },
                "validFrom": "2026-01-01",
                "validThrough": "2099-01-01",
            }
        ],
        "responsibilities": ["Daten pflegen", "Fehler finden"],
        "skills": [
            {"@type": "DefinedTerm", "name": "Python"},
            {"@type": "DefinedTerm", "name": "SQL"},
        ],
    }


def test_occupation_without_figures_codes_and_skills_leaves_them_out(db, client):
    published(esco_uri=ESCO, esco_match="close")

    assert list(graph_of(client)["Occupation"]) == [
        "@id",
        "@type",
        "name",
        "occupationLocation",
        "responsibilities",
    ]


@pytest.mark.parametrize(
    ("profile_by", "entry_by", "senior_by", "levels"),
    [
        (FUTURE, FUTURE, FUTURE, ["Einsteiger", "Senior"]),
        (FUTURE, FUTURE, PAST, ["Einsteiger"]),
        (FUTURE, PAST, FUTURE, ["Senior"]),
        (FUTURE, PAST, PAST, []),
        (PAST, FUTURE, FUTURE, []),
        (PAST, FUTURE, PAST, []),
        (PAST, PAST, PAST, []),
    ],
)
def test_pay_that_is_due_leaves_the_data(
    db, client, time_machine, profile_by, entry_by, senior_by, levels
):
    time_machine.move_to("2026-03-31T21:59:59Z", tick=False)  # 23:59:59 in Berlin
    entry = BAND | {"level": "entry", "minimum": 50_000, "maximum": 80_000, "review_by": entry_by}
    published(review_by=profile_by, salary_bands=[entry, BAND | {"review_by": senior_by}])
    assert pay_of(client) == ["Einsteiger", "Senior"]

    time_machine.move_to("2026-03-31T22:00:00Z", tick=False)

    assert pay_of(client) == levels
    assert graph_of(client)["Occupation"]["name"] == "Data Steward"  # the rest stays
    if not levels:
        assert "minValue" not in block_of(client.get(URL))


def pay_of(client):
    amounts = graph_of(client)["Occupation"].get("estimatedSalary", [])
    return [amount["name"] for amount in amounts]


@pytest.mark.parametrize(
    "attack",
    ["</script><svg onload=alert(1)>", "<!--<script>", "]]>", "&amp;&lt;", "\\u003C", "\"}'"],
)
def test_data_cannot_leave_its_element(db, client, attack):
    published(
        f"Rolle {attack}",
        slug="data-steward",
        other_titles=[f"a{attack}"],
        teaser=f"Ein Satz {attack}.",
        author=guide().author.model_dump() | {"name": attack, "position": attack},
        salary_bands=[BAND | {"source": attack}],
    )

    block = block_of(client.get(URL))

    assert not set("<>&") & set(block)
    graph = graph_of(client)
    document = RoleProfile.objects.get().editions.get().guide
    assert graph["Occupation"]["name"] == document.title
    assert graph["Article"]["description"] == document.teaser
    assert graph["Article"]["author"]["name"] == document.author.name


def test_data_escapes_what_html_and_javascript_read_otherwise():
    assert as_script({"a": "ä<>&\u2028\u2029\n"}) == (
        '{"a":"ä\\u003C\\u003E\\u0026\\u2028\\u2029\\n"}'
    )


def test_data_stands_in_no_page_but_the_public_guide(db, client, editor_client):
    edition = published(salary_bands=[BAND])
    profile = edition.profile
    link = draft_link(profile)
    pages = [
        editor_client.get(reverse("admin:roles_roleprofile_preview", args=[profile.pk])),
        editor_client.get(reverse("admin:roles_edition_show", args=[edition.pk])),
        client.get(link.get_absolute_url()),
        client.get("/"),
        client.get("/jobprofile/"),
        client.get(f"{URL}ausgaben/"),
        client.get(f"{URL}infografik/gehalt/"),
        client.get("/gehalt/"),
    ]
    assert [page.status_code for page in pages] == [200] * 8
    profile.withdraw()
    pages.append(client.get(URL))
    assert pages[-1].status_code == 410

    assert [len(BLOCK.findall(page.content.decode())) for page in pages] == [0] * 9


def test_data_is_the_edition_and_not_the_working_copy(db, client):
    published(salary_bands=[BAND])
    RoleProfile.objects.get().load(
        guide(teaser="Neue Fassung.", salary_bands=[BAND | {"maximum": 130_000}])
    )

    block = block_of(client.get(URL))

    assert "120000" in block
    for word in ("Neue Fassung.", "130000"):
        assert word not in block


def test_data_says_the_figures_of_the_page(ml_edition, client):
    url = "/jobprofile/machine-learning-engineer/"
    page = Page(client.get(url))

    amounts = graph_of(client, url)["Occupation"]["estimatedSalary"]

    said = [
        f"{amount['name']} {amount['minValue'] // 1000}.000–{amount['maxValue'] // 1000}.000\u202f€"
        for amount in amounts
    ]
    assert len(said) == 3
    for line in said:
        assert line in page.text


def test_data_is_small(ml_edition, client):
    block = block_of(client.get("/jobprofile/machine-learning-engineer/"))

    assert len(block.encode()) < 5_000

"""The page of a guide: every word and figure from the one document."""

import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page

URL = "/jobprofile/data-steward/"
ML = "/jobprofile/machine-learning-engineer/"


def test_guide_page_shows_the_whole_guide(ml_edition, ml_guide, client):
    page = Page(client.get(ML))

    assert page.title == "Machine Learning Engineer: Aufgaben, Anforderungen, Gehalt | TechMinds"
    assert page.headings[0] == "Machine Learning Engineer"
    parts = [
        *ml_guide.key_facts,
        *ml_guide.tasks,
        *ml_guide.requirements,
        *ml_guide.career_steps,
    ]
    titles = {part.title for part in parts}
    assert [heading for heading in page.headings if heading in titles] == [
        part.title for part in parts
    ]
    for skill in ml_guide.skills:
        assert skill.name in page.text
    assert ml_guide.kldb in page.text
    assert ml_guide.esco_uri in page.links
    assert "nächste Entsprechung" in page.text
    assert "Florenz Klasen, Wirtsch.-Ing." in page.headings


def test_guide_page_shows_the_same_figures_everywhere(ml_edition, client):
    page = Page(client.get(ML))

    assert page.description.endswith("Gehalt: 50.000–120.000\u202f€ brutto im Jahr.")
    bands = [
        ("Einsteiger", "50.000–60.000\u202f€"),
        ("Mid-Level", "60.000–80.000\u202f€"),
        ("Senior", "80.000–120.000\u202f€"),
    ]
    assert [row[0] for row in page.rows[1:]] == [level for level, _ in bands]
    for row, (level, pay) in zip(page.rows[1:], bands, strict=True):
        assert row[1].startswith(f"{pay} brutto im Jahr")
        assert f"{level}: {pay} brutto im Jahr" in page.text  # the key fact
        assert f"{level}: {pay} im Jahr." in page.text  # the picture, in words
        assert f"{level} {pay}" in page.text  # the picture itself
    assert "[Gehalt" not in page.text


def test_guide_page_names_source_basis_and_day_of_each_band(db, client):
    published(salary_bands=[BAND | {"basis": "Keine Stichprobe.", "source": "Umfrage"}])

    page = Page(client.get(URL))

    assert page.rows[1] == [
        "Senior",
        "80.000–120.000\u202f€ brutto im Jahr Deutschland, Stand 01.01.2026, Quelle: Umfrage "
        "Stelle für Senior anfragen",
    ]
    assert page.text.count("Deutschland, Stand 01.01.2026, Quelle: Umfrage") == 2
    assert "Grundlage (Senior): Keine Stichprobe." in page.text


def test_guide_page_without_bands_shows_no_figure(db, client):
    published(salary_introduction="<p>Dazu liegen uns keine belastbaren Zahlen vor.</p>")

    page = Page(client.get(URL))

    assert page.rows == []
    assert page.description == "Was man als Data Steward macht."
    assert "Dazu liegen uns keine belastbaren Zahlen vor." in page.text
    assert "€" not in page.text


def test_guide_page_says_which_edition_it_is(db, client):
    published(note="Erste Ausgabe.", at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    text = Page(client.get(URL)).text

    assert "Von Erika Muster Stand 1. April 2026 Ausgabe 1 1 Min. Lesezeit" in text
    assert "Neu in dieser Ausgabe: Erste Ausgabe." in text
    assert (
        "Erika Muster: Data Steward. Aufgaben, Anforderungen, Gehalt. "
        "TechMinds, Ausgabe 1 vom 1. April 2026. https://techminds.test/jobprofile/data-steward/"
    ) in text


def test_guide_page_shows_the_edition_and_not_the_working_copy(db, client):
    published(salary_bands=[BAND])
    RoleProfile.objects.get().load(
        guide(teaser="Neue Fassung.", salary_bands=[BAND | {"maximum": 130_000}])
    )

    response = client.get(URL)

    assert "80.000–120.000\u202f€" in Page(response).text
    for word in ("Neue Fassung.", "130.000"):
        assert word not in response.content.decode()


def test_guide_page_leads_to_related_guides_that_are_public(db, client):
    published("Data Owner")
    load(guide("Nur Entwurf"))
    published("Zurückgezogen").profile.withdraw()
    published(related=["data-owner", "nur-entwurf", "zuruckgezogen"])

    response = client.get(URL)

    assert Edition.objects.get(slug="data-steward").guide.related == (
        "data-owner",
        "nur-entwurf",
        "zuruckgezogen",
    )
    assert "/jobprofile/data-owner/" in Page(response).links
    for word in ("Nur Entwurf", "Zurückgezogen"):
        assert word not in response.content.decode()


def test_guide_page_leads_to_a_related_guide_that_has_moved(db, client):
    owner = published("Data Owner").profile
    published(related=["data-owner"])
    owner.load(guide("Data Owner", slug="daten-eigner"))
    owner.publish()

    links = Page(client.get(URL)).links

    assert "/jobprofile/daten-eigner/" in links
    assert "/jobprofile/data-owner/" not in links


def test_guide_page_leads_to_the_request_for_this_role(db, client):
    published()

    links = Page(client.get(URL)).links
    assert "/vakanz-anfragen/?rolle=data-steward&ueber=jobprofil" in links
    assert "/vakanz-anfragen/?rolle=data-steward&ueber=autor" in links


def test_guide_page_leads_to_the_request_for_each_level(ml_edition, client):
    links = Page(client.get(ML)).links

    for level in ("entry", "mid", "senior"):
        role = "/vakanz-anfragen/?rolle=machine-learning-engineer"
        assert f"{role}&level={level}&ueber=level" in links  # at the figure
        assert f"{role}&ueber=jobprofil&level={level}" in links  # in the call to action


def test_guide_page_has_a_link_on_every_heading(ml_edition, client):
    html = client.get(ML).content.decode()

    headings = re.findall(
        r'<h[23][^>]* id="([^"]+)"[^>]*>\s*(<a class="anchor" href="#([^"]+)")?', html
    )
    own = [(anchor, target) for anchor, link, target in headings if link]
    unlinked = [anchor for anchor, link, _ in headings if not link]
    assert unlinked == ["inhalte", "anfrage-titel"]
    assert len(own) > 30
    assert all(anchor == target for anchor, target in own)
    assert len({anchor for anchor, _ in own}) == len(own)
    assert "schritt-machine-learning-und-deep-learning" in dict(own)


def test_anchors_of_equal_titles_differ(db, client):
    part = {"title": "Größe prüfen", "text": "<p>Ein Satz.</p>"}
    published(tasks=[part, part, part])

    html = client.get(URL).content.decode()

    for number in ("", "-2", "-3"):
        assert html.count(f'id="aufgabe-groesse-pruefen{number}"') == 1


def test_guide_page_names_itself_to_who_shares_it(ml_edition, client):
    html = client.get(ML).content.decode()

    assert f'<link rel="canonical" href="https://techminds.test{ML}">' in html
    assert '<meta property="og:type" content="article">' in html
    assert f"https://techminds.test{ML}teilen.png" in html


def test_guide_page_shows_who_to_call(ml_edition, client):
    call_command("load_offices", stdout=StringIO())

    main = client.get(ML).content.decode().partition("</main>")[0]

    assert 'href="tel:+4940228595570"' in main
    assert "+49 89" not in main


def test_guide_page_sets_german_type(db, client):
    published(introduction='<p>Das "Modell" läuft z. B. nachts - zu 90 %.</p>')

    assert "Das „Modell“ läuft z.\u202fB. nachts\u00a0– zu 90\u202f%." in Page(client.get(URL)).text


@pytest.mark.parametrize("related", [["data-owner"], ["data-owner", "a", "b"]])
def test_guide_page_takes_three_queries(db, client, django_assert_num_queries, related):
    for slug in related:
        published(slug.title(), slug=slug)
    published(salary_bands=[BAND], related=related)

    with django_assert_num_queries(3):
        page = Page(client.get(URL))

    assert {f"/jobprofile/{slug}/" for slug in related} <= set(page.links)


def test_guide_page_of_the_real_guide_takes_three_queries(db, client, django_assert_num_queries):
    call_command("load_guides", stdout=StringIO())

    with django_assert_num_queries(3):
        client.get(ML)


def test_guide_page_of_nothing_is_not_found(db, client):
    load(guide())

    response = client.get(URL)

    assert response.status_code == 404
    assert Page(response).headings == ["Diese Seite gibt es nicht"]
    assert "Data Steward" not in response.content.decode()


def test_old_address_leads_to_where_the_guide_is_now(db, client):
    profile = published().profile
    profile.load(guide(slug="data-pflege"))
    assert client.get(URL).status_code == 200  # moved in the working copy only

    profile.publish()
    response = client.get(URL)

    assert (response.status_code, response.url) == (301, "/jobprofile/data-pflege/")
    assert response["Cache-Control"] == "public, max-age=300"


def test_every_old_address_leads_straight_to_the_current_one(db, client):
    profile = published().profile
    for slug in ("zwei", "drei"):
        profile.load(guide(slug=slug))
        profile.publish()

    addresses = ["data-steward", "zwei"]
    assert {client.get(f"/jobprofile/{slug}/").url for slug in addresses} == {"/jobprofile/drei/"}


def test_old_address_belongs_to_who_holds_it_now(db, client):
    profile = published().profile
    profile.load(guide(slug="data-pflege"))
    profile.publish()

    published("Data Owner", slug="data-steward")

    assert Page(client.get(URL)).headings[0] == "Data Owner"


def test_old_address_of_a_withdrawn_guide_is_gone(db, client):
    profile = published().profile
    profile.load(guide(slug="data-pflege"))
    profile.publish()
    profile.withdraw()

    gone = client.get(URL)
    assert gone.status_code == 410
    assert gone["Cache-Control"] == "no-cache"
    assert client.get("/jobprofile/data-pflege/").status_code == 410


def test_withdrawn_guide_is_gone_and_says_so(db, client):
    published().profile.withdraw()

    response = client.get(URL)

    assert response.status_code == 410
    assert Page(response).title == "Data Steward: nicht mehr verfügbar | TechMinds"
    assert "Dieses Jobprofil haben wir zurückgezogen." in Page(response).text
    assert "Was man als Data Steward macht." not in response.content.decode()


def test_guide_page_escapes_what_is_not_rich_text(db, client):
    attack = "\"'><svg onload=alert(1)>{{7*7}}"
    published(
        f"Rolle {attack}",
        slug="data-steward",
        other_titles=[attack],
        teaser=attack,
        key_facts=[{"title": attack, "text": f"<p>{attack}</p>"}],
        requirements=[
            {
                "title": attack,
                "text": "<p>x</p>",
                "importance": "must",
                "skills": [{"slug": "x", "name": attack, "kind": "tool"}],
            }
        ],
        salary_bands=[BAND | {"basis": attack, "source": attack}],
        author=guide().author.model_dump()
        | {
            "name": attack,
            "credentials": attack,
            "position": attack,
            "office": attack,
            "biography": f"<p>{attack}</p>",
            "profile_url": "https://x.example/\"'><svg/onload=alert(1)>",
        },
    )

    for url in (URL, "/jobprofile/", "/"):
        page = client.get(url).content.decode()
        assert "<svg onload" not in page
        assert "<svg/onload" not in page
        assert "{{7*7}}" in page  # shown, never computed
    RoleProfile.objects.get().withdraw()
    assert "<svg onload" not in client.get(URL).content.decode()


def test_portrait_is_served_as_an_image_for_good(db, client):
    name = default_storage.save("authors/0a1b2c.webp", ContentFile(b"RIFF"))
    published(author=guide().author.model_dump() | {"photo": name})
    (address,) = [
        source
        for source in client.get(URL).content.decode().split('"')
        if source.startswith("/autoren/portraets/")
    ]

    response = client.get(address)

    assert b"".join(response.streaming_content) == b"RIFF"
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    default_storage.delete(name)


def test_portrait_of_nobody_is_not_found(db, client):
    assert client.get("/autoren/portraets/niemand.webp").status_code == 404
    assert client.get(f"/autoren/portraets/{'a' * 5000}.webp").status_code == 404
    assert client.get("/autoren/portraets/..%2f..%2fsettings.webp").status_code == 404

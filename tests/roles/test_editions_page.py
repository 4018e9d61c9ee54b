"""What changed in a guide, edition by edition."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import guide, published
from tests.roles.page import Page

URL = "/jobprofile/data-steward/ausgaben/"


def test_editions_page_tells_what_changed_newest_first(db, client):
    profile = published(note="Erste Ausgabe.", at=datetime(2026, 1, 2, 12, tzinfo=UTC)).profile
    profile.publish(note="Aufgaben ergänzt.", at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    page = Page(client.get(URL))

    assert page.headings == [
        "Was sich geändert hat",
        "Ausgabe 2 vom 1. April 2026",
        "Ausgabe 1 vom 2. Januar 2026",
    ]
    assert "Ausgabe 2 vom 1. April 2026 Aufgaben ergänzt." in page.text
    assert "/jobprofile/data-steward/" in page.links


def test_editions_page_tells_nothing_that_nobody_has_seen(db, client):
    profile = published(note="Erste Ausgabe.").profile
    profile.publish(note="Tippfehler.", is_minor=True)
    profile.publish(note="Kommt noch.", at=timezone.now() + timedelta(days=1))

    html = client.get(URL).content.decode()

    assert "Erste Ausgabe." in html
    for word in ("Tippfehler.", "Kommt noch.", "Ausgabe 2", "Ausgabe 3"):
        assert word not in html


def test_edition_without_a_note_says_something(db, client):
    published()

    assert "Überarbeitete Fassung." in Page(client.get(URL)).text


def test_editions_page_knows_where_the_guide_is(db, client):
    profile = published().profile
    profile.load(guide(slug="data-pflege"))
    profile.publish()

    response = client.get(URL)
    assert (response.status_code, response.url) == (301, "/jobprofile/data-pflege/ausgaben/")
    profile.withdraw()
    assert client.get("/jobprofile/data-pflege/ausgaben/").status_code == 410
    assert client.get("/jobprofile/gibt-es-nicht/ausgaben/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_editions_page_takes_three_queries(db, client, django_assert_num_queries, count):
    profile = published().profile
    for number in range(count - 1):
        profile.publish(note=f"Änderung {number}.")

    with django_assert_num_queries(3):
        client.get(URL)

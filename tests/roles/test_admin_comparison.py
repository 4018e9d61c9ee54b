"""What differs between two editions or from the draft, as the back office shows it."""

from html import unescape

import pytest
from django.urls import reverse

from roles.models import RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page


@pytest.fixture
def profile(db):
    """Two editions and a draft, with a band that grew each time."""
    profile = published(salary_bands=[BAND]).profile
    profile.load(guide(salary_bands=[BAND | {"maximum": 125_000}]))
    profile.publish()
    profile.load(guide(salary_bands=[BAND | {"maximum": 130_000}], teaser="Anders gesagt."))
    return profile


def url(profile, page="compare"):
    return reverse(f"admin:roles_roleprofile_{page}", args=[profile.pk])


def test_comparison_begins_with_the_newest_edition_and_the_draft(profile, editor_client):
    text = Page(editor_client.get(url(profile))).text

    assert "Ausgabe 2" in text
    assert "→ Arbeitsfassung" in text
    assert "Senior geändert 80.000–125.000\u202f€ → 80.000–130.000\u202f€" in text
    assert "Anriss geändert" in text


def test_comparison_holds_any_two_editions_against_each_other(profile, editor_client):
    text = Page(editor_client.get(url(profile), {"von": "1", "bis": "2"})).text

    assert "Senior geändert 80.000–120.000\u202f€ → 80.000–125.000\u202f€" in text
    assert "Anriss" not in text


def test_comparison_of_equal_states_says_so(profile, editor_client):
    text = Page(editor_client.get(url(profile), {"von": "1", "bis": "1"})).text

    assert "Kein Unterschied." in text


def test_comparison_marks_words_that_came_and_went(profile, editor_client):
    html = unescape(editor_client.get(url(profile)).content.decode())

    assert "<del>Was man als Data Steward macht</del><ins>Anders gesagt</ins>." in html


@pytest.mark.parametrize("query", [{"von": "9"}, {"bis": "x"}, {"von": "", "bis": "-1"}])
def test_comparison_of_what_is_not_there_says_so_beside_the_field(profile, editor_client, query):
    response = editor_client.get(url(profile), query)

    assert response.status_code == 200
    assert "Arbeitsfassung" in Page(response).text
    assert response.context["form"].errors


def test_comparison_of_a_profile_without_editions(db, editor_client):
    profile = load(guide())

    assert "Kein Unterschied." in Page(editor_client.get(url(profile))).text


def test_comparison_escapes_what_was_typed(db, editor_client):
    profile = published().profile
    profile.load(guide(teaser="<script>alert(1)</script>"))

    html = editor_client.get(url(profile)).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html or "script" in unescape(html)


def test_comparison_is_for_who_may_see_profiles(profile, consultant_client, client):
    assert client.get(url(profile)).status_code == 302
    assert consultant_client.get(url(profile)).status_code == 200


def test_publish_page_shows_what_changes_on_the_site(profile, editor_client):
    text = Page(editor_client.get(url(profile, "publish"))).text

    assert "Was sich gegenüber der Website ändert" in text
    assert "Senior geändert 80.000–125.000\u202f€ → 80.000–130.000\u202f€" in text


def test_first_publication_compares_with_nothing(db, editor_client):
    text = Page(editor_client.get(url(load(guide()), "publish"))).text

    assert "Alles ist neu" in text


def test_restore_page_shows_what_the_draft_loses(profile, editor_client):
    edition = profile.editions.get(number=1)

    address = reverse("admin:roles_edition_restore", args=[edition.pk])
    text = Page(editor_client.get(address)).text

    assert "Was sich an der Arbeitsfassung ändert" in text
    assert "Senior geändert 80.000–130.000\u202f€ → 80.000–120.000\u202f€" in text


def test_change_page_names_the_first_changes(profile, editor_client):
    html = editor_client.get(url(profile, "change")).content.decode()

    assert "Es gibt unveröffentlichte Änderungen." in html
    assert "Alle 2 ansehen" in html
    assert "Senior: 80.000–125.000\u202f€ → 80.000–130.000\u202f€" in html
    assert f"{url(profile)}?von=2" in html


def test_change_page_of_what_is_live_names_none(profile, editor_client):
    profile.publish()

    html = editor_client.get(url(profile, "change")).content.decode()

    assert "Keine unveröffentlichten Änderungen." in html


def test_change_page_of_a_broken_draft_says_so(profile, editor_client):
    RoleProfile.objects.update(kldb="kaputt")

    html = editor_client.get(url(profile, "change")).content.decode()

    assert "Sie sind noch nicht vollständig." in html

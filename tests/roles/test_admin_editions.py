"""Editions in the back office: to look at and to restore, never to change."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from roles.guide import Guide
from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page


def url(edition, page):
    return reverse(f"admin:roles_edition_{page}", args=[edition.pk])


def restore(client, edition, **values):
    """Confirm the page that asks."""
    data = {"version": RoleProfile.objects.get(pk=edition.profile_id).version} | values
    return client.post(url(edition, "restore"), data, follow=True)


@pytest.mark.parametrize("version", ["0", "99", "", "abc"])
def test_edition_is_not_restored_over_what_nobody_saw(db, editor_client, version):
    edition = published()
    RoleProfile.objects.update(title="Inzwischen geändert")

    restore(editor_client, edition, version=version)

    assert RoleProfile.objects.get().title == "Inzwischen geändert"


def test_edition_is_shown_as_visitors_saw_it(db, editor_client, client):
    old = published(teaser="Alte Fassung.", at=datetime(2026, 7, 1, 10, tzinfo=UTC))
    old.profile.load(guide(teaser="Neue Fassung."))
    old.profile.publish()

    response = editor_client.get(url(old, "show"))

    assert "Alte Fassung." in Page(response).text
    assert "Neue Fassung." not in response.content.decode()
    assert "Ausgabe 1 vom 1. Juli 2026, 12:00 Uhr" in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert client.get(url(old, "show")).status_code == 302


def test_edition_is_restored_after_asking(db, editor_client, editor):
    edition = published(salary_bands=[BAND])
    profile = edition.profile
    RoleProfile.objects.update(title="Verpfuscht")

    asked = editor_client.get(url(edition, "restore"))
    assert RoleProfile.objects.get().title == "Verpfuscht"
    assert "Auf der Website ändert sich nichts, bis Sie veröffentlichen." in Page(asked).text

    response = restore(editor_client, edition)
    assert response.redirect_chain == [
        (reverse("admin:roles_roleprofile_change", args=[profile.pk]), 302)
    ]
    assert [str(message) for message in response.context["messages"]] == [
        "Die Arbeitsfassung ist jetzt die der Ausgabe 1. "
        "Auf der Website ändert sich erst mit „Veröffentlichen“ etwas."
    ]
    assert Guide.of(profile) == edition.guide
    assert RoleProfile.objects.get().updated_by == editor
    assert Edition.objects.count() == 1
    assert LogEntry.objects.get().change_message == "Ausgabe 1 wiederhergestellt"


def test_edition_whose_address_is_taken_is_not_restored(db, editor_client):
    edition = published()
    RoleProfile.objects.update(slug="elsewhere")
    load(guide("Data Owner", slug="data-steward"))

    response = restore(editor_client, edition)

    assert response.redirect_chain == [(url(edition, "restore"), 302)]
    (message,) = response.context["messages"]
    assert "existiert bereits" in str(message)
    assert RoleProfile.objects.get(slug="elsewhere").title == "Data Steward"


@pytest.mark.parametrize("view", ["show", "restore"])
@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_pages_of_no_edition_are_not_found(db, editor_client, view, pk):
    address = {"show": "ansehen", "restore": "wiederherstellen"}[view]

    assert editor_client.get(f"/admin/roles/edition/{pk}/{address}/").status_code == 404


@pytest.mark.parametrize("view", ["add", "change", "delete"])
def test_edition_cannot_be_changed_even_by_an_administrator(db, administrator_client, view):
    edition = published(note="Erste Ausgabe.")
    address = reverse("admin:roles_edition_add") if view == "add" else url(edition, view)

    response = administrator_client.post(address, {"note": "Anders", "post": "yes"})

    assert response.status_code == 403
    assert Edition.objects.get().note == "Erste Ausgabe."


def test_editions_cannot_be_deleted_in_bulk(db, administrator_client):
    edition = published()
    action = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}

    administrator_client.post(reverse("admin:roles_edition_changelist"), action)

    assert Edition.objects.get() == edition


def test_consultant_looks_at_editions_and_restores_none(db, consultant_client):
    edition = published()
    RoleProfile.objects.update(title="Arbeitsfassung")

    pages = [
        reverse("admin:roles_edition_changelist"),
        url(edition, "change"),
        url(edition, "show"),
    ]
    assert [consultant_client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Wiederherstellen" not in consultant_client.get(url(edition, "change")).content.decode()
    assert consultant_client.get(url(edition, "restore")).status_code == 403
    assert consultant_client.post(url(edition, "restore")).status_code == 403
    assert RoleProfile.objects.get().title == "Arbeitsfassung"


@pytest.mark.parametrize("view", ["change", "show", "restore"])
def test_strangers_are_sent_to_log_in(db, client, view):
    edition = published()

    for method in (client.get, client.post):
        response = method(url(edition, view))
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_editions_takes_the_same_queries(
    db, editor_client, editor, django_assert_num_queries, count
):
    profile = load(guide())
    for _ in range(count):
        profile.publish(by=editor)
    page = reverse("admin:roles_edition_changelist")
    editor_client.get(page)

    with django_assert_num_queries(8):
        response = editor_client.get(page)

    assert len(response.context["cl"].result_list) == count

"""Django's shortcut from the back office to a public page gives nobody what they may not see."""

import pytest
from django.contrib.contenttypes.models import ContentType

from contacts.models import VacancyRequest
from roles.models import RoleProfile, Skill
from tests.factories import draft_link, guide, load, published, received


def shortcut(thing):
    return f"/admin/r/{ContentType.objects.get_for_model(thing).pk}/{thing.pk}/"


@pytest.fixture
def vacancy(db):
    received()
    return VacancyRequest.objects.get()


def test_nobody_gets_a_receipt_by_the_shortcut(
    vacancy, editor_client, consultant_client, administrator_client, client
):
    assert editor_client.get(shortcut(vacancy)).status_code == 404
    assert consultant_client.get(shortcut(vacancy)).status_code == 404
    assert administrator_client.get(shortcut(vacancy)).status_code == 404
    assert client.get(shortcut(vacancy)).url.startswith("/admin/login/")


def test_nobody_gets_a_link_to_a_draft_by_the_shortcut(db, consultant_client, editor_client):
    link = draft_link(load(guide()))

    assert consultant_client.get(shortcut(link)).status_code == 404
    assert editor_client.get(shortcut(link)).status_code == 404


def test_shortcut_leads_to_what_may_be_seen(db, editor_client, editor):
    edition = published()

    response = editor_client.get(shortcut(edition))

    assert response.url.endswith("/jobprofile/data-steward/")
    editor.groups.clear()
    assert editor_client.get(shortcut(edition)).status_code == 403


@pytest.mark.parametrize("address", ["999/1/", "1/999999/", "a/b/", "1/", f"1/{'9' * 30}/"])
def test_shortcut_to_nothing_is_not_found(db, administrator_client, address):
    assert administrator_client.get(f"/admin/r/{address}").status_code == 404


def test_things_without_a_page_have_no_shortcut(db, administrator_client):
    load(guide())
    skill = Skill.objects.create(name="SQL", slug="sql", kind="language")

    for thing in (RoleProfile.objects.get(), skill):
        assert administrator_client.get(shortcut(thing)).status_code == 404

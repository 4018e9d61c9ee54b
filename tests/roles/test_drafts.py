"""A link shows a working copy to somebody without an account, for a while."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from roles.models import DraftLink, RoleProfile
from tests.factories import draft_link, guide, load, published
from tests.roles.back_office import messages_of, url
from tests.roles.page import Page


@pytest.fixture
def profile(db):
    """What is live has another teaser than the draft."""
    profile = published(teaser="Längst veröffentlicht.").profile
    profile.load(guide(teaser="Nur ein Entwurf."))
    return profile


@pytest.fixture
def link(profile):
    return draft_link(profile)


def share(client, profile, **values):
    return client.post(url(profile, "share"), values, follow=True)


def test_link_shows_the_working_copy_to_a_stranger(link, client):
    response = client.get(link.get_absolute_url())

    text = Page(response).text
    assert response.status_code == 200
    assert "Nur ein Entwurf." in text
    assert "Längst veröffentlicht." not in text
    assert "Entwurf für Anna Muster: noch nicht veröffentlicht" in response.content.decode()


def test_link_shows_what_the_editor_saved_last(link, profile, client):
    profile.load(guide(teaser="Noch neuer."))

    assert "Noch neuer." in Page(client.get(link.get_absolute_url())).text


def test_link_is_for_nobody_else(link, client):
    response = client.get(link.get_absolute_url())

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_link_expires(link, client):
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert client.get(link.get_absolute_url()).status_code == 200
    with time_machine.travel(link.expires_at, tick=False):
        response = client.get(link.get_absolute_url())

    assert response.status_code == 410
    assert "no-store" in response["Cache-Control"]
    text = Page(response).text
    assert "Dieser Link gilt nicht mehr" in text
    assert "Entwurf." not in text
    assert "Data Steward" not in text


def test_revoked_link_shows_nothing(link, client, editor_client):
    other = draft_link(link.profile, "B")

    response = share(editor_client, link.profile, revoke=link.pk)

    assert messages_of(response) == ["Der Link ist widerrufen und zeigt nichts mehr."]
    assert client.get(link.get_absolute_url()).status_code == 410
    assert client.get(other.get_absolute_url()).status_code == 200


def test_link_of_an_unfinished_draft_asks_for_patience(link, client):
    RoleProfile.objects.update(kldb="kaputt")

    response = client.get(link.get_absolute_url())

    assert response.status_code == 409
    assert "Daran wird gerade gearbeitet" in Page(response).text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "token",
    [
        "1",
        "MQ",
        "x" * 5000,
        "MQ:1vNf2a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "%F0%9F%92%A3",
    ],
)
def test_link_that_nobody_signed_is_not_found(link, client, token):
    assert client.get(reverse("roles:draft", args=["x"]).replace("x", token)).status_code == 404


@pytest.mark.parametrize("salt", ["django.core.signing", "something.else"])
def test_link_that_we_signed_for_something_else_is_not_found(link, client, salt):
    token = signing.dumps(link.pk, salt=salt)

    assert client.get(reverse("roles:draft", args=[token])).status_code == 404


def test_link_to_a_deleted_profile_is_not_found(client, db):
    profile = load(guide())
    link = DraftLink(profile=profile, recipient="Anna", expires_at=timezone.now())
    link.save()
    address = link.get_absolute_url()

    profile.delete()

    assert client.get(address).status_code == 404


def test_link_takes_no_form(link, client):
    assert client.post(link.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("days", [1, 30])
def test_editor_makes_a_link(profile, editor_client, editor, client, days):
    before = timezone.now()

    response = share(editor_client, profile, create="", recipient=" Anna  Muster ", days=days)

    (link,) = DraftLink.objects.all()
    assert (link.profile, link.recipient, link.created_by) == (profile, "Anna Muster", editor)
    assert before <= link.expires_at - timedelta(days=days) <= timezone.now()
    assert f"http://testserver{link.get_absolute_url()}" in response.content.decode()
    profile.refresh_from_db()
    assert profile.last_act == "Link zum Entwurf für Anna Muster erstellt"
    assert client.get(link.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"recipient": "", "days": 7}, "recipient"),
        ({"recipient": " \u200b", "days": 7}, "recipient"),
        ({"recipient": "x" * 121, "days": 7}, "recipient"),
        ({"recipient": "Anna", "days": 3650}, "days"),
        ({"recipient": "Anna", "days": "immer"}, "days"),
    ],
)
def test_link_without_name_or_end_is_refused(profile, editor_client, values, field):
    response = share(editor_client, profile, create="", **values)

    assert list(response.context["form"].errors) == [field]
    assert DraftLink.objects.count() == 0


def test_page_of_links_tells_them_apart(link, editor_client):
    DraftLink.objects.create(
        profile=link.profile, recipient="Zu spät", expires_at=timezone.now() - timedelta(days=1)
    )
    draft_link(link.profile, "Widerrufen").revoke()
    draft_link(load(guide("Data Owner")), "Fremd")

    response = editor_client.get(url(link.profile, "share"))

    assert [one.recipient for one in DraftLink.objects.all() if one.is_open] == [
        "Fremd",
        "Anna Muster",
    ]
    text = Page(response).text
    assert "Anna Muster gilt bis" in text
    assert "Zu spät abgelaufen am" in text
    assert "Widerrufen widerrufen am" in text
    assert "Fremd" not in text
    assert response.content.decode().count('name="revoke"') == 1


@pytest.mark.parametrize("number", ["", "abc", "0", "9" * 30, "9" * 5000])
def test_revoking_what_is_not_there_is_not_found(link, editor_client, number):
    response = editor_client.post(url(link.profile, "share"), {"revoke": number})

    assert response.status_code == 404
    assert DraftLink.objects.filter(revoked_at=None).count() == 1


def test_link_of_another_profile_is_not_revoked_here(link, editor_client):
    other = load(guide("Data Owner"))

    assert share(editor_client, other, revoke=link.pk).status_code == 404
    assert DraftLink.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("values", [{"create": "", "recipient": "Anna", "days": 7}, {"revoke": 1}])
def test_links_are_for_who_may_edit(link, consultant_client, client, values):
    address = url(link.profile, "share")

    assert consultant_client.get(address).status_code == 403
    assert consultant_client.post(address, values | {"revoke": link.pk}).status_code == 403
    assert client.post(address, values).status_code == 302
    assert DraftLink.objects.get().is_open


# The preview of people who have an account.


def test_preview_on_two_screens_holds_the_preview_in_frames(profile, editor_client):
    page = editor_client.get(url(profile, "side_by_side"))
    preview = editor_client.get(url(profile, "preview"))

    assert page.content.decode().count(f'src="{url(profile, "preview")}"') == 2
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_consultant_may_look_at_the_preview_on_two_screens(profile, consultant_client):
    assert consultant_client.get(url(profile, "side_by_side")).status_code == 200

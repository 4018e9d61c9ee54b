"""Two people have the page of one profile open, and are told of each other."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from roles.models import Presence, RoleProfile
from tests.browser.desk import open_profile, sign_in
from tests.browser.storage import stored
from tests.browser.test_back_office_accessibility import violations
from tests.factories import guide, load

AWAY = "{} hat diese Seite seit"


@pytest.fixture
def profile(django_db_serialized_rollback, live_server) -> RoleProfile:
    return load(guide())


@pytest.fixture
def mine(context, editor_client, live_server):
    page = sign_in(context, editor_client, live_server.url)
    page.clock.install()  # nobody wants to wait for the next question
    return page


@pytest.fixture
def theirs(browser, administrator_client, live_server, browser_context_args):
    with browser.new_context(**browser_context_args) as context:
        yield sign_in(context, administrator_client, live_server.url)


def is_presence(response):
    return response.url.endswith("/anwesend/") and response.request.method == "POST"


def opened(page, site, profile):
    """Open the profile and wait until the page has announced itself."""
    with page.expect_response(is_presence):
        open_profile(page, site, profile)
    return page


def ask_again(page):
    """Let the seconds pass after which a page asks again, and return the status of the answer."""
    with page.expect_response(is_presence) as answer:
        page.clock.run_for(Presence.EVERY * 1000)
    return answer.value.status


def hint(page):
    return page.get_by_role("status").filter(has_text="auch offen")


def test_editors_are_told_of_each_other(mine, theirs, live_server, profile):
    complaints = []
    mine.on("console", lambda message: complaints.append(message.text))
    mine.on("pageerror", lambda error: complaints.append(str(error)))
    opened(mine, live_server.url, profile)
    expect(hint(mine)).to_have_count(0)
    title = mine.get_by_label("Titel:")
    title.fill("Data Steward mit Zusatz")

    opened(theirs, live_server.url, profile)

    expect(hint(theirs)).to_contain_text("redaktion hat diese Seite seit")
    assert ask_again(mine) == 200
    expect(hint(mine)).to_contain_text("admin hat diese Seite seit")
    expect(hint(mine)).to_have_text(re.compile(r"seit\s+\d+:\d\d Uhr auch offen\.\s*$"))
    expect(title).to_be_focused()
    expect(title).to_have_value("Data Steward mit Zusatz")
    assert complaints == []


def test_hint_is_said_once_and_stays_in_view(mine, theirs, live_server, profile):
    opened(theirs, live_server.url, profile)
    opened(mine, live_server.url, profile)
    hint(mine).get_by_text("admin").evaluate("line => { line.dataset.isTheSame = 'yes'; }")

    assert [ask_again(mine), ask_again(mine)] == [204, 204]

    expect(mine.locator("[data-is-the-same]")).to_be_visible()
    mine.get_by_role("heading", name="Karriereschritte").scroll_into_view_if_needed()
    expect(hint(mine)).to_be_in_viewport()


def test_who_has_left_is_gone_soon(mine, theirs, live_server, profile, administrator):
    opened(theirs, live_server.url, profile)
    opened(mine, live_server.url, profile)
    expect(hint(mine)).to_be_visible()

    theirs.goto(f"{live_server.url}/admin/roles/roleprofile/")

    for _ in range(100):  # the driver does not tell of a request that outlives its page
        if keeps(administrator) <= Presence.GRACE:
            break
        theirs.wait_for_timeout(50)
    assert keeps(administrator) <= Presence.GRACE
    Presence.objects.filter(user=administrator).update(seen_at=timezone.now() - Presence.HOLDS)
    assert ask_again(mine) == 200
    expect(hint(mine)).to_have_count(0)


def keeps(user):
    """Return for how long others will still be told of somebody who says nothing more."""
    return Presence.objects.get(user=user).seen_at + Presence.HOLDS - timezone.now()


def test_page_of_somebody_signed_out_keeps_what_was_typed(mine, live_server, profile):
    opened(mine, live_server.url, profile)
    mine.get_by_label("Titel:").fill("Nicht verloren")
    Session.objects.all().delete()

    assert ask_again(mine) == 403

    expect(mine.get_by_label("Titel:")).to_have_value("Nicht verloren")
    expect(mine.get_by_text("403")).to_have_count(0)
    expect(mine).to_have_title(re.compile("Jobprofil ändern"))


def test_hint_is_there_without_a_script(
    browser, theirs, editor_client, live_server, profile, editor
):
    opened(theirs, live_server.url, profile)
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context, editor_client, live_server.url)

        open_profile(page, live_server.url, profile)

        expect(hint(page)).to_contain_text("admin hat diese Seite seit")
    assert Presence.objects.filter(user=editor).count() == 0


def test_browser_keeps_no_more_than_the_address(mine, live_server, profile):
    opened(mine, live_server.url, profile)
    mine.get_by_label("Titel:").fill("Niemandes Sache")
    ask_again(mine)

    kept = stored(mine, live_server.url, is_local=False)

    path = f"/admin/roles/roleprofile/{profile.pk}/change/"
    assert kept == [["htmx-current-path-for-history", path]]


@pytest.mark.parametrize("width", [320, 1280])
def test_hint_has_no_barrier(theirs, editor, live_server, profile, width):
    Presence.objects.announce(profile, editor)
    theirs.emulate_media(reduced_motion="reduce")
    theirs.set_viewport_size({"width": width, "height": 900})

    open_profile(theirs, live_server.url, profile)

    expect(hint(theirs)).to_be_visible()
    assert violations(theirs) == []
    assert theirs.evaluate("document.documentElement.scrollWidth") <= width

"""An editor changes, previews and publishes a profile in the back office."""

from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from roles.guide import Guide
from roles.models import Edition, KeyFact, RoleProfile, Skill
from tests.factories import BAND, guide, load, published
from tests.roles.back_office import (
    errors_of,
    filled_in,
    messages_of,
    opened,
    publish,
    row,
    save,
    url,
)
from tests.roles.page import Page

GUIDE = "/jobprofile/machine-learning-engineer/"
OLD, NEW = "80.000–120.000\u202f€", "85.000–125.000\u202f€"
OLD_PAY, NEW_PAY = "50.000–120.000\u202f€", "50.000–125.000\u202f€"
FIRST = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}


@pytest.fixture
def profile(db):
    """A small working copy with two bands; the real guide has some 30 rows, each with an editor."""
    bands = [BAND | {"level": "entry", "maximum": 90_000}, BAND]
    return load(guide(salary_bands=bands, tasks=[FIRST, FIRST | {"title": "Zweiter Punkt"}]))


def test_saving_the_form_as_it_is_changes_nothing(ml_guide, ml_profile, editor_client):
    before, saved_at = Guide.of(ml_profile), ml_profile.updated_at

    response = save(editor_client, ml_profile, opened(editor_client, ml_profile))

    assert (response.status_code, response.url) == (302, url(ml_profile))
    ml_profile.refresh_from_db()
    assert Guide.of(ml_profile) == before
    assert ml_profile.version == 1
    assert ml_profile.updated_at == saved_at


def test_line_breaks_as_browsers_send_them_are_no_change(profile, editor_client):
    profile.load(guide(introduction="<p>Eins.</p>\n<p>Zwei.</p>", other_titles=["A", "B"]))
    data = opened(editor_client, profile)
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    sent = {name: value.replace("\n", "\r\n") for name, value in texts.items()}

    save(editor_client, profile, data | sent)

    version = profile.version
    profile.refresh_from_db()
    assert profile.version == version
    assert LogEntry.objects.get().get_change_message() == "Keine Felder geändert."


def test_saving_a_change_says_whose_it_is(profile, editor_client, editor):
    data = opened(editor_client, profile) | {"tasks-1-title": "Anderer Punkt"}

    save(editor_client, profile, data)

    profile.refresh_from_db()
    assert (profile.version, profile.updated_by) == (2, editor)
    assert profile.last_act == "Überschrift für Aufgabe „Anderer Punkt“ geändert."
    assert profile.fingerprint == Guide.of(profile).fingerprint


def test_editor_changes_a_band_previews_publishes_and_restores(ml_edition, editor_client, client):
    profile = ml_edition.profile
    data = opened(editor_client, profile)
    senior = row(data, "salary_bands", level="senior")
    data |= {f"{senior}-minimum": "85000", f"{senior}-maximum": "125000"}

    def seen():
        """Return where visitors see the old and where the new figures."""
        guide_page, lists = client.get(GUIDE), (client.get("/"), client.get("/jobprofile/"))
        return {
            "description": Page(guide_page).description.partition("Gehalt: ")[2],
            "band": Page(guide_page).rows[-1][1].partition(" Deutschland")[0],
            "old anywhere": [
                pay
                for response in (guide_page, *lists)
                for pay in (OLD, OLD_PAY)
                if pay in unescape(response.content.decode())
            ],
            "new in lists": [NEW_PAY in Page(response).text for response in lists],
        }

    response = save(editor_client, profile, data, "_preview")
    assert response.url == url(profile, "preview")
    preview = editor_client.get(response.url)
    assert Page(preview).rows[-1][1].partition(" Deutschland")[0] == f"{NEW} brutto im Jahr"
    assert Page(preview).description.endswith(f"Gehalt: {NEW_PAY} brutto im Jahr.")
    assert seen() == {
        "description": f"{OLD_PAY} brutto im Jahr.",
        "band": f"{OLD} brutto im Jahr",
        # On the guide and on the two lists; the first page also shows the bands of the best paid.
        "old anywhere": [OLD, OLD_PAY, OLD, OLD_PAY, OLD_PAY],
        "new in lists": [False, False],
    }

    response = publish(editor_client, profile, note="Senior angepasst.")
    assert messages_of(response) == ["Ausgabe 2 ist jetzt auf der Website."]
    assert seen() == {
        "description": f"{NEW_PAY} brutto im Jahr.",
        "band": f"{NEW} brutto im Jahr",
        "old anywhere": [],
        "new in lists": [True, True],
    }
    assert "Senior angepasst." in Page(client.get(GUIDE)).text

    editor_client.post(
        reverse("admin:roles_edition_restore", args=[ml_edition.pk]),
        {"version": RoleProfile.objects.get().version},
    )
    assert seen()["band"] == f"{NEW} brutto im Jahr"
    publish(editor_client, profile)
    assert seen()["band"] == f"{OLD} brutto im Jahr"
    assert seen()["new in lists"] == [False, False]
    assert Edition.objects.current().get().guide == ml_edition.guide


def test_preview_shows_the_working_copy_to_staff_only(db, editor_client, client):
    profile = load(guide(teaser="Nur ein Entwurf."))

    response = editor_client.get(url(profile, "preview"))

    assert "Nur ein Entwurf." in Page(response).text
    assert "Vorschau: So sieht die Arbeitsfassung aus." in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    refused = client.get(url(profile, "preview"))
    assert (refused.status_code, refused.url.partition("?")[0]) == (302, "/admin/login/")
    assert client.get("/jobprofile/data-steward/").status_code == 404


def test_new_rows_go_behind_the_others(db, editor_client):
    profile = load(guide())
    data = opened(editor_client, profile)
    data |= {
        "key_facts-TOTAL_FORMS": "3",
        "key_facts-1-title": "Zweiter",
        "key_facts-1-text": "<p>x</p>",
        "key_facts-1-position": "0",
        "key_facts-2-title": "Dritter",
        "key_facts-2-text": "<p>x</p>",
        "key_facts-2-position": "0",
    }

    save(editor_client, profile, data)

    assert list(KeyFact.objects.values_list("position", "title")) == [
        (1, "Erster Punkt"),
        (2, "Zweiter"),
        (3, "Dritter"),
    ]


def test_rows_can_be_moved_and_deleted(profile, editor_client):
    profile.load(guide(key_facts=[FIRST | {"title": title} for title in "ABCD"]))
    data = opened(editor_client, profile) | {
        "key_facts-0-position": "9",
        "key_facts-1-DELETE": "on",
    }

    save(editor_client, profile, data)

    assert [fact.title for fact in Guide.of(profile).key_facts] == ["C", "D", "A"]


def test_editor_writes_a_new_profile(editor_client, db):
    author = load(guide("Data Owner")).author
    page = reverse("admin:roles_roleprofile_add")
    data = filled_in(editor_client.get(page))
    data |= {
        "title": " Data  Steward\u200b ",
        "slug": "data-steward",
        "field": "data",
        "author": str(author.pk),
        "review_by": "31.12.2027",
        "other_titles": "Datenpfleger\r\n\r\nCurator",
    }

    response = editor_client.post(page, data | {"_continue": "1"})

    profile = RoleProfile.objects.get(slug="data-steward")
    assert response.url == url(profile)
    assert profile.title == "Data Steward"
    assert profile.other_titles == "Datenpfleger\nCurator"
    assert profile.review_by.isoformat() == "2027-12-31"
    assert profile.version == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (
            {"salary_bands-0-minimum": "60001", "salary_bands-0-maximum": "60000"},
            "Das Minimum („Von“) liegt über dem Maximum („Bis“).",
        ),
        ({"salary_bands-0-level": "senior"}, "doppelten Daten für level"),
        ({"salary_bands-0-minimum": "0"}, "nicht eindeutig lesen"),
        ({"salary_bands-0-minimum": "80.000,50"}, "nicht eindeutig lesen"),
        ({"salary_bands-0-source": " \u200b"}, "zwingend erforderlich"),
        ({"salary_bands-0-as_of": ""}, "zwingend erforderlich"),
        ({"salary_bands-0-review_by": ""}, "zwingend erforderlich"),
        ({"review_by": ""}, "zwingend erforderlich"),
        ({"slug": "Mit Leerzeichen"}, "Buchstaben"),
        ({"slug": "mit--zwei"}, "Nur Kleinbuchstaben"),
        ({"slug": "data-owner"}, "existiert bereits"),
        ({"title": "\x00"}, "zwingend erforderlich"),
        ({"kldb": "43104"}, "Fünf Ziffern, Bindestrich, drei Ziffern"),
        ({"esco_uri": "https://evil.example/"}, "keine Adresse eines ESCO-Berufs"),
        ({"other_titles": "x" * 121}, "höchstens 120 Zeichen"),
        ({"field": "cooking"}, "cooking"),
        ({"related": ["999999"]}, "999999"),
        ({"key_facts-0-position": "-1"}, "größer oder gleich 0"),
        ({"key_facts-0-position": "9" * 20}, "kleiner oder gleich"),
    ],
)
def test_change_form_refuses(profile, editor_client, changes, error):
    load(guide("Data Owner"))
    before = Guide.of(profile)

    response = save(editor_client, profile, opened(editor_client, profile) | changes)

    assert response.status_code == 200
    assert error in " ".join(errors_of(response))
    assert Guide.of(profile) == before


@pytest.mark.parametrize("typed", ["85000", "85.000", "85.000,00 €", "85\u202f000 €", "85k"])
def test_change_form_reads_amounts_as_people_write_them(profile, editor_client, typed):
    data = opened(editor_client, profile)
    senior = row(data, "salary_bands", level="senior")

    save(editor_client, profile, data | {f"{senior}-minimum": typed})

    assert data[f"{senior}-minimum"] == "80.000"
    assert profile.salary_bands.get(level="senior").minimum == 85_000


def test_change_form_cleans_hostile_prose(db, editor_client, client):
    profile = load(guide())
    hostile = (
        '<p onload="alert(1)">Text<script>alert(2)</script>'
        '<a href="java\tscript:alert(3)">a</a><a href="//evil.example">b</a>'
        '<a href="/\\evil.example">c</a><a href="data:text/html,x">d</a>'
        '<a href="/&#x200b;/evil.example">e</a><a href="/gehalt/">&#x338; onclick=alert(4) </a></p>'
    )
    data = opened(editor_client, profile) | {"introduction": hostile, "tasks-0-text": hostile}

    save(editor_client, profile, data)
    publish(editor_client, profile, has_read_warnings="on")

    page = client.get("/jobprofile/data-steward/").content.decode()
    for trace in ("<script>", "onload", "script:", "evil", "data:text", " onclick=alert(4) >"):
        assert trace not in page
    assert page.count("Text<a>a</a><a>b</a><a>c</a><a>d</a><a>e</a><a href=") == 2


def test_saving_does_not_bring_a_withdrawn_guide_back(profile, editor_client):
    profile.publish()
    data = opened(editor_client, profile)
    profile.withdraw()

    save(editor_client, profile, data)

    assert list(Edition.objects.current()) == []


def test_address_of_a_skill_is_fixed_once_a_guide_names_it(db, editor_client):
    skill = {"slug": "sql", "name": "SQL", "kind": "language"}
    published(requirements=[FIRST | {"importance": "must", "skills": [skill]}])
    stored = Skill.objects.get()
    page = reverse("admin:roles_skill_change", args=[stored.pk])

    editor_client.post(page, skill | {"slug": "sequel", "name": "SQL 2", "description": ""})

    stored.refresh_from_db()
    assert (stored.slug, stored.name) == ("sql", "SQL 2")


@pytest.mark.parametrize("view", ["preview", "side_by_side", "compare"])
def test_pages_of_a_broken_working_copy_lead_back_with_the_fault(db, editor_client, view):
    profile = load(guide())
    RoleProfile.objects.update(kldb="kaputt")

    response = editor_client.get(url(profile, view), follow=True)

    assert response.redirect_chain == [(url(profile), 302)]
    assert messages_of(response) == ["kldb: hat nicht die verlangte Form."]


@pytest.mark.parametrize("view", ["preview", "publish"])
@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_pages_of_no_profile_are_not_found(db, editor_client, view, pk):
    address = {"preview": "vorschau", "publish": "veroeffentlichen"}[view]

    assert editor_client.get(f"/admin/roles/roleprofile/{pk}/{address}/").status_code == 404


def test_published_profile_cannot_be_deleted(db, editor_client):
    profile = published().profile
    draft = load(guide("Data Owner"))

    assert editor_client.post(url(profile, "delete"), {"post": "yes"}).status_code == 403
    assert editor_client.post(url(draft, "delete"), {"post": "yes"}).status_code == 302
    assert RoleProfile.objects.get() == profile


def test_published_profile_cannot_be_deleted_in_bulk(db, editor_client):
    profile = published().profile
    action = {"action": "delete_selected", "_selected_action": [profile.pk], "post": "yes"}

    editor_client.post(reverse("admin:roles_roleprofile_changelist"), action)

    assert RoleProfile.objects.get() == profile
    assert Edition.objects.count() == 1


# What each group may do, asked by address and not by menu.

PAGES = [
    ("get", "roles_roleprofile_changelist", False),
    ("get", "roles_roleprofile_add", False),
    ("get", "roles_roleprofile_change", True),
    ("get", "roles_roleprofile_preview", True),
    ("get", "roles_roleprofile_publish", True),
    ("get", "roles_roleprofile_delete", True),
    ("post", "roles_roleprofile_add", False),
    ("post", "roles_roleprofile_change", True),
    ("post", "roles_roleprofile_publish", True),
    ("post", "roles_roleprofile_delete", True),
    ("get", "roles_skill_changelist", False),
    ("post", "roles_skill_add", False),
    ("get", "roles_author_changelist", False),
    ("post", "roles_author_add", False),
]
CONSULTANT_MAY = {
    ("get", "roles_roleprofile_changelist"),
    ("get", "roles_roleprofile_change"),
    ("get", "roles_roleprofile_preview"),
    ("get", "roles_skill_changelist"),
}


@pytest.mark.parametrize(("method", "view", "of_one"), PAGES)
def test_consultant_may_look_and_nothing_else(db, consultant_client, method, view, of_one):
    profile = load(guide())

    response = getattr(consultant_client, method)(
        reverse(f"admin:{view}", args=[profile.pk] if of_one else [])
    )

    assert response.status_code == (200 if (method, view) in CONSULTANT_MAY else 403)
    assert RoleProfile.objects.get() == profile
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(("method", "view", "of_one"), PAGES)
def test_strangers_are_sent_to_log_in(db, client, method, view, of_one):
    profile = load(guide())

    response = getattr(client, method)(
        reverse(f"admin:{view}", args=[profile.pk] if of_one else [])
    )

    assert (response.status_code, response.url.partition("?")[0]) == (302, "/admin/login/")
    assert RoleProfile.objects.get() == profile
    assert Edition.objects.count() == 0


def test_consultant_sees_no_button_to_save_or_publish(db, consultant_client):
    text = consultant_client.get(url(load(guide()))).content.decode()

    assert 'type="submit" value' not in text


@pytest.mark.parametrize("address", ["auth/user/", "auth/group/", "contacts/vacancyrequest/"])
def test_editor_has_no_business_with(db, editor_client, address):
    assert editor_client.get(f"/admin/{address}").status_code in {403, 404}


def test_editor_may_not_delete_an_author(db, editor_client):
    author = load(guide()).author

    response = editor_client.post(
        reverse("admin:roles_author_delete", args=[author.pk]), {"post": "yes"}
    )

    assert response.status_code == 403


def test_skill_is_saved_clean(db, editor_client):
    page = reverse("admin:roles_skill_add")
    data = {"name": " dbt\u202e\x00 ", "slug": "dbt", "kind": "tool", "description": "Eins\x00."}

    editor_client.post(page, data)

    skill = Skill.objects.get()
    assert (skill.name, skill.description) == ("dbt", "Eins.")

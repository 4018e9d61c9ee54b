"""The desk, for those who write: drafts, what to look at again, what appears, what happened."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from contacts.models import VacancyRequest
from roles.models import Edition, RoleProfile, SalaryBand
from tests.desk import panels
from tests.factories import BAND, guide, load, published, received

DESK = "/admin/"
LIST = "/admin/roles/roleprofile/"
NOON = datetime(2026, 7, 1, 10, tzinfo=UTC)  # in Berlin
TODAY = date(2026, 7, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    """Signing in and all that follows happen on one day."""
    time_machine.move_to(NOON, tick=False)


def url(profile, page="change"):
    return reverse(f"admin:roles_roleprofile_{page}", args=[profile.pk])


def touched(profile, by=None, at=NOON):
    """Return the profile as somebody saved it last."""
    RoleProfile.objects.filter(pk=profile.pk).update(updated_by=by, updated_at=at)
    return profile


def changed(title, by=None, at=NOON):
    """Return a published profile whose working copy says something else by now."""
    edition = published(title)
    edition.profile.load(guide(title, teaser="Neuer Anriss."))
    return touched(edition.profile, by, at)


def in_days(days):
    return TODAY + timedelta(days=days)


# Drafts ------------------------------------------------------------------------------------------


def test_editor_sees_own_drafts_before_those_of_the_others(editor_client, editor, administrator):
    own = touched(load(guide("Eigener Entwurf")), editor, NOON - timedelta(hours=3))
    new = changed("Eigene Änderung", editor, NOON - timedelta(days=1))
    other = touched(load(guide("Fremder Entwurf")), administrator, datetime(2026, 5, 4, tzinfo=UTC))
    touched(load(guide("Eingespielt")), None, datetime(2026, 5, 3, tzinfo=UTC))
    touched(published("Fertig").profile, editor)
    touched(published("Geplant", at=NOON + timedelta(days=1)).profile, editor)

    panel = panels(editor_client.get(DESK))["Meine Entwürfe"]

    assert panel.heading == "Meine Entwürfe 2"
    assert panel.rows == [
        "Eigener Entwurf nur Entwurf, heute, 9:00 Uhr Veröffentlichen: Eigener Entwurf",
        "Eigene Änderung Änderungen nicht veröffentlicht, gestern, 12:00 Uhr "
        "Veröffentlichen: Eigene Änderung",
        "Entwürfe der anderen 2",
        "Fremder Entwurf nur Entwurf, admin, 4. Mai 2026 Veröffentlichen: Fremder Entwurf",
        "Eingespielt nur Entwurf, 3. Mai 2026 Veröffentlichen: Eingespielt",
        "Neues Jobprofil",
        "Alle 3 Entwürfe ansehen",
    ]
    assert panel.links["Eigener Entwurf"] == url(own)
    assert panel.links["Veröffentlichen: Eigene Änderung"] == url(new, "publish")
    assert panel.links["Fremder Entwurf"] == url(other)


def test_desk_of_an_editor_who_has_nothing_open_says_so(editor_client, editor):
    touched(published("Fertig").profile, editor)

    panel = panels(editor_client.get(DESK))["Meine Entwürfe"]

    assert panel.heading == "Meine Entwürfe"
    assert panel.rows == [
        "Sie haben nichts offen: Was Sie zuletzt bearbeitet haben, ist veröffentlicht.",
        "Neues Jobprofil",
    ]
    assert panel.links == {"Neues Jobprofil": f"{LIST}add/"}


def test_editor_who_may_not_publish_is_offered_no_publishing(editor_client, editor):
    touched(load(guide("Entwurf")), editor)
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_roleprofile"))

    panel = panels(editor_client.get(DESK))["Meine Entwürfe"]

    assert panel.rows[0] == "Entwurf nur Entwurf, heute, 12:00 Uhr"


def test_consultant_sees_no_drafts_but_what_appears_and_what_is_due(consultant_client):
    load(guide("Entwurf", review_by=in_days(-2)))

    found = panels(consultant_client.get(DESK))

    assert list(found) == [
        "Offene Anfragen",
        "Zu prüfen",
        "Geplant",
        "Alles andere",
        "Zuletzt geschehen",
    ]
    assert found["Zu prüfen"].rows == ["Entwurf überfällig seit 2 Tagen Profil, Entwurf"]


# Reviews -----------------------------------------------------------------------------------------


def test_what_is_due_stands_by_its_day_the_oldest_first(editor_client):
    load(guide("Heute", review_by=TODAY))
    load(guide("Nie", review_by=in_days(31), salary_bands=[BAND | {"review_by": in_days(31)}]))
    bands = [
        BAND | {"level": "entry", "maximum": 90_000, "review_by": in_days(-12)},
        BAND | {"review_by": in_days(30)},
    ]
    load(guide("Spanne", review_by=in_days(-12), salary_bands=bands))
    load(guide("Gestern", review_by=in_days(-1)))

    panel = panels(editor_client.get(DESK))["Zu prüfen"]

    assert panel.heading == "Zu prüfen 2 überfällig"
    assert panel.rows == [
        "Spanne überfällig seit 12 Tagen Profil, Spanne, Gehaltsspanne Einsteiger, Spanne "
        "fällig in 30 Tagen Gehaltsspanne Senior, Spanne",
        "Gestern überfällig seit gestern Profil, Gestern",
        "Heute fällig heute Profil, Heute",
        "Alle 2 überfälligen Jobprofile ansehen",
    ]


def test_due_band_leads_to_its_field(editor_client):
    bands = [
        BAND | {"level": "senior", "review_by": in_days(99)},
        BAND | {"level": "mid", "minimum": 60_000, "review_by": in_days(99)},
        BAND | {"level": "entry", "minimum": 70_000, "review_by": in_days(-3)},
    ]
    profile = load(guide("Data Steward", review_by=in_days(3), salary_bands=bands))

    links = panels(editor_client.get(DESK))["Zu prüfen"].links
    page, _, field = links["Gehaltsspanne Einsteiger, Data Steward"].partition("#")
    form = editor_client.get(page).content.decode()

    assert links["Profil, Data Steward"] == f"{url(profile)}#id_review_by"
    assert 'id="id_review_by"' in form
    (written,) = [tag for tag in form.split("<") if f'id="{field}"' in tag]
    assert 'value="28.06.2026"' in written


def test_nobody_reviews_what_is_withdrawn(editor_client):
    published("Zurückgezogen", review_by=in_days(-5)).profile.withdraw()
    back = published("Wieder da", review_by=in_days(-4)).profile
    back.withdraw(at=NOON - timedelta(days=1))

    panel = panels(editor_client.get(DESK))["Zu prüfen"]

    assert panel.rows[0] == "Wieder da überfällig seit 4 Tagen Profil, Wieder da"
    assert "Zurückgezogen" not in " ".join(panel.rows)


def test_review_is_done_in_the_working_copy(editor_client):
    edition = published("Data Steward", review_by=in_days(-5))
    edition.profile.load(guide("Data Steward", review_by=in_days(300)))

    found = panels(editor_client.get(DESK))

    assert found["Zu prüfen"].rows == [
        "Nichts zu prüfen: Auch in den nächsten 30 Tagen wird nichts fällig."
    ]
    assert found["Meine Entwürfe"].rows[1:3] == [
        "Entwürfe der anderen 1",
        "Data Steward Änderungen nicht veröffentlicht, heute, 12:00 Uhr "
        "Veröffentlichen: Data Steward",
    ]


# What appears by itself --------------------------------------------------------------------------


def test_planned_editions_stand_with_their_moment_in_berlin(editor_client):
    summer = published("Sommer", at=datetime(2027, 3, 29, 6, tzinfo=UTC)).profile
    published("Winter", at=datetime(2026, 12, 1, 7, tzinfo=UTC))
    published("Abgesagt", at=datetime(2026, 12, 2, tzinfo=UTC)).cancel()
    published("Erschienen", at=NOON)

    panel = panels(editor_client.get(DESK))["Geplant"]

    assert panel.rows == [
        "Winter Ausgabe 1 erscheint am 1. Dezember 2026, 8:00 Uhr (MEZ)",
        "Sommer Ausgabe 1 erscheint am 29. März 2027, 8:00 Uhr (MESZ)",
        "Alle 2 geplanten Jobprofile ansehen",
    ]
    assert panel.links["Sommer"] == url(summer)


def test_desk_says_that_nothing_is_planned(editor_client):
    published("Erschienen", at=NOON)

    assert panels(editor_client.get(DESK))["Geplant"].rows == ["Keine Ausgabe ist geplant."]


def test_what_the_desk_has_no_room_for_stands_in_the_list(editor_client):
    for number in range(7):
        load(guide(f"Entwurf {number}"))
        changed(f"Änderung {number}")
        published(f"Fällig {number}", review_by=in_days(-number - 1))
        published(f"Geplant {number}", at=NOON + timedelta(days=number + 1))

    found = panels(editor_client.get(DESK))
    listed = {
        (name, link): sorted(profile.title for profile in _listed(editor_client, address))
        for name, panel in found.items()
        for link, address in panel.links.items()
        if link.startswith("Alle ")
    }

    def titles(kind):
        return [f"{kind} {number}" for number in range(7)]

    assert listed == {
        ("Meine Entwürfe", "Alle 7 Entwürfe ansehen"): titles("Entwurf"),
        ("Meine Entwürfe", "Alle 7 mit Änderungen ansehen"): titles("Änderung"),
        ("Zu prüfen", "Alle 7 überfälligen Jobprofile ansehen"): titles("Fällig"),
        ("Geplant", "Alle 7 geplanten Jobprofile ansehen"): titles("Geplant"),
    }
    # Without the footer; the drafts are those of the others, hence a sentence and a heading more.
    assert [len(found[name].rows) - 1 for name in ("Zu prüfen", "Geplant")] == [6, 6]
    assert len(found["Meine Entwürfe"].rows) == 2 + 6 + 3


def _listed(client, address):
    return client.get(address).context["cl"].queryset


# What happened -----------------------------------------------------------------------------------


def log(user, thing, message, flag=CHANGE):
    return LogEntry.objects.log_actions(user.pk, [thing], flag, message, single_object=True)


def test_editor_sees_what_colleagues_did_the_newest_first(editor_client, editor, administrator):
    administrator.first_name, administrator.last_name = "Ada", "Meier"
    administrator.save()
    profile = load(guide("Data Steward"))
    log(administrator, profile, [{"added": {}}], ADDITION)
    log(editor, profile, [{"changed": {"fields": ["Titel", "Anriss"]}}])
    log(editor, profile, "Veröffentlicht als Ausgabe 3")

    panel = panels(editor_client.get(DESK))["Zuletzt geschehen"]

    assert panel.rows == [
        "redaktion, heute, 12:00 Uhr Data Steward Jobprofil: Veröffentlicht als Ausgabe 3",
        "redaktion, heute, 12:00 Uhr Data Steward Jobprofil: Titel und Anriss geändert.",
        "Ada Meier, heute, 12:00 Uhr Data Steward Jobprofil: Hinzugefügt.",
    ]
    assert panel.links == {"Data Steward": url(profile)}


def test_what_is_gone_is_no_link(editor_client, editor):
    profile = load(guide("Data Steward"))
    log(editor, profile, [{"added": {}}], ADDITION)
    log(editor, profile, "", DELETION)

    panel = panels(editor_client.get(DESK))["Zuletzt geschehen"]

    assert panel.rows == [
        "redaktion, heute, 12:00 Uhr Data Steward Jobprofil: Gelöscht.",
        "redaktion, heute, 12:00 Uhr Data Steward Jobprofil: Hinzugefügt.",
    ]
    assert panel.links == {}


def test_each_sees_only_acts_on_what_they_may_see(
    editor_client, consultant_client, administrator_client, administrator
):
    for thing in (load(guide("Data Steward")), received(), administrator):
        log(administrator, thing, "Etwas getan")
    author = RoleProfile.objects.get().author
    log(administrator, author, "Etwas getan")

    seen = [
        [row.split(" ")[-3] for row in panels(client.get(DESK))["Zuletzt geschehen"].rows]
        for client in (editor_client, consultant_client, administrator_client)
    ]

    assert seen == [
        ["Autor:", "Jobprofil:"],
        ["Vakanzanfrage:", "Jobprofil:"],
        ["Autor:", "Benutzer:", "Vakanzanfrage:", "Jobprofil:"],
    ]


def test_desk_shows_ten_acts_and_long_ones_in_short(editor_client, editor):
    profile = load(guide("Data Steward"))
    for number in range(11):
        log(editor, profile, f"{number} {'x' * 200}")

    rows = panels(editor_client.get(DESK))["Zuletzt geschehen"].rows

    assert [row.split(" ")[7] for row in rows] == [str(number) for number in range(10, 0, -1)]
    assert {len(row.partition("Jobprofil: ")[2]) for row in rows} == {120}


# All together ------------------------------------------------------------------------------------


def test_everything_else_stays_in_reach(editor_client):
    response = editor_client.get(DESK)

    models = [model for app in response.context["app_list"] for model in app["models"]]
    places = {
        place for model in models for place in (model["admin_url"], model["add_url"]) if place
    }
    links = panels(response)["Alles andere"].links
    assert {LIST, f"{LIST}add/", "/admin/techminds/legalpage/"} < places
    assert places - set(links.values()) == set()
    assert links["Kontakte"] == "/admin/contacts/"
    assert links["Autoren hinzufügen"] == "/admin/roles/author/add/"


def staff(*permissions):
    """Return somebody with just these rights, and their client."""
    colleague, client = User.objects.create_user("neu", is_staff=True), Client()
    colleague.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    return colleague, client


def test_colleague_who_may_only_add_authors_sees_no_acts_on_them():
    colleague, client = staff("add_author")
    log(colleague, load(guide()).author, "Etwas getan")

    found = panels(client.get(DESK))

    assert found["Zuletzt geschehen"].rows == ["Noch nichts, was Sie angeht."]
    assert found["Alles andere"].links["Autoren hinzufügen"] == "/admin/roles/author/add/"


def test_colleague_without_rights_sees_nothing_of_all_this():
    colleague, client = staff()
    log(colleague, load(guide("Entwurf", review_by=in_days(-1))), "Etwas getan")
    published("Geplant", at=NOON + timedelta(days=1))
    received()

    found = panels(client.get(DESK))

    assert {name: panel.rows for name, panel in found.items()} == {
        "Alles andere": [
            "Sie haben hier noch keine Rechte. Die Administration kann sie Ihnen geben."
        ],
        "Zuletzt geschehen": ["Noch nichts, was Sie angeht."],
    }


def test_titles_are_shown_as_text(editor_client, editor):
    profile = touched(load(guide("<script>alert(1)</script>", slug="a")), editor)
    RoleProfile.objects.update(review_by=TODAY)
    log(editor, profile, "<b>Etwas</b> getan")

    content = editor_client.get(DESK).content.decode()

    assert content.count("&lt;script&gt;alert(1)") > 3
    assert "<script>alert" not in content
    assert "<b>" not in content


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("who", "queries"),
    [
        # session, user, counts, drafts twice, reviews with bands, schedule, acts; requests
        ("administrator", 10),
        # and rights by user and by group; no requests
        ("editor", 11),
        # rights; no drafts
        ("consultant", 10),
    ],
)
def test_desk_costs_the_same_however_much_lies_on_it(
    request, who, queries, rows, editor, administrator, consultant, django_assert_num_queries
):
    client = request.getfixturevalue(f"{who}_client")
    people = [editor, administrator, consultant, None]
    lay(rows, people, published("Vorlage"))

    with django_assert_num_queries(queries) as captured:
        response = client.get(DESK)

    assert panels(response)["Zu prüfen"].heading == f"Zu prüfen {4 * rows} überfällig"
    assert [query["sql"] for query in captured if '"document"' in query["sql"]] == []


def lay(rows, people, edition):
    """Lay some of everything on the desk, for each person; in bulk, for the sake of time."""

    def made(title, **values):
        shared = {"field": "data", "author": edition.profile.author, "slug": slugify(title)}
        return RoleProfile(title=title, **{"review_by": in_days(99)} | shared | values)

    def edition_of(profile, at):
        return Edition(
            profile=profile,
            number=1,
            document=edition.document,
            fingerprint="published",
            published_at=at,
            slug=profile.slug,
            title=profile.title,
        )

    drafts, alterations, plans = [], [], []
    for number in range(rows):
        plans.append(made(f"Geplant {number}", fingerprint="published"))
        for by in people:
            name = f"{by} {number}"
            drafts.append(made(f"Entwurf {name}", review_by=in_days(-1), updated_by=by))
            alterations.append(made(f"Änderung {name}", fingerprint="new", updated_by=by))
    RoleProfile.objects.bulk_create(drafts + alterations + plans)
    band = BAND | {"review_by": in_days(-2)}
    SalaryBand.objects.bulk_create(SalaryBand(profile=draft, **band) for draft in drafts)
    Edition.objects.bulk_create(
        [edition_of(profile, NOON - timedelta(days=1)) for profile in alterations]
        + [edition_of(profile, NOON + timedelta(days=1)) for profile in plans]
    )
    for by in filter(None, people):
        LogEntry.objects.log_actions(by.pk, drafts, CHANGE, "Etwas getan")
    VacancyRequest.objects.bulk_create(
        VacancyRequest(
            submission_key=f"{by} {number}",
            company="Nordlicht GmbH",
            edition=edition,
            reply_due_on=in_days(-1),
            consultant=by,
        )
        for by in people
        for number in range(rows)
    )

"""The axe rules (WCAG 2.2 A and AA, best practice) in the back office, in light and dark.

Loading pages takes most of the time: a test goes through all that one group of the staff sees.
"""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from contacts.admin.folders import Folder
from contacts.forms import VacancyRequestForm
from contacts.models import MonthlyFigures, Office, VacancyRequest
from roles.models import Author, Edition, RoleProfile, Skill
from tests.factories import draft_link
from tests.tables import csv_file

PASSWORD = "long-enough-for-a-test"
OPTIONS = {"resultTypes": ["violations"], "preload": False}


@pytest.fixture
def vacancy(site):
    form = VacancyRequestForm(
        {"company": "Nordlicht", "name": "Anna", "email": "a@b.example", "role_title": "Admin"}
    )
    assert form.is_valid()
    return form.receive()


@pytest.fixture
def profile(site):
    """A published profile with changes that are not; one part of each kind, for axe takes its time."""
    profile = RoleProfile.objects.get(slug="machine-learning-engineer")
    for parts in (
        profile.key_facts,
        profile.tasks,
        profile.requirements,
        profile.salary_bands,
        profile.career_steps,
    ):
        parts.exclude(pk=parts.first().pk).delete()
    return profile


@pytest.fixture
def page(page):
    """No transitions: axe would measure colours on their way from light to dark."""
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.fixture
def desk(page, site, request):
    """Return what makes the page that of somebody who has signed in, by their client's cookie."""

    def sit_down(client_name):
        session = request.getfixturevalue(client_name).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
        return page

    return sit_down


def violations(page):
    """Return what axe finds in the light, and what of it concerns colours in the dark.

    Axe would fetch each sheet once more for rules about turned screens, which none of ours has.
    """
    page.wait_for_load_state()
    colours = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
    found = []
    for scheme, options in (("light", {}), ("dark", colours)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        response = Axe().run(page, options=options | OPTIONS).response
        found += [
            (scheme, rule["id"], [node["html"] for node in rule["nodes"]])
            for rule in response["violations"]
        ]
    return found


def barriers(page, site, addresses):
    """Return what is wrong by address: what axe finds, and what is wider than 320 px (400 %)."""
    found = {}
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + address)
        faults = violations(page)
        page.set_viewport_size({"width": 320, "height": 900})
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults.append(("narrow", width))
        if faults:
            found[address] = faults
    return found


def editors_pages(profile):
    edition = Edition.objects.get(profile=profile)
    return [
        reverse("admin:index"),
        reverse("admin:app_list", args=["roles"]),
        reverse("admin:roles_roleprofile_changelist"),
        reverse("admin:roles_roleprofile_changelist") + "?q=data&field__exact=data&o=-1",
        reverse("admin:roles_roleprofile_add"),
        reverse("admin:roles_roleprofile_change", args=[profile.pk]),
        reverse("admin:roles_roleprofile_publish", args=[profile.pk]),
        reverse("admin:roles_roleprofile_compare", args=[profile.pk]),
        reverse("admin:roles_roleprofile_share", args=[profile.pk]),
        reverse("admin:roles_roleprofile_side_by_side", args=[profile.pk]),
        reverse("admin:roles_roleprofile_history", args=[profile.pk]),
        reverse("admin:roles_edition_changelist"),
        reverse("admin:roles_edition_change", args=[edition.pk]),
        reverse("admin:roles_edition_restore", args=[edition.pk]),
        reverse("admin:roles_salaryband_changelist"),
        reverse("admin:roles_salaryband_export"),
        reverse("admin:roles_salaryband_import"),
        reverse("admin:roles_skill_changelist"),
        reverse("admin:roles_skill_change", args=[Skill.objects.first().pk]),
        reverse("admin:roles_skill_add") + "?_popup=1",
        reverse("admin:roles_author_change", args=[Author.objects.first().pk]),
    ]


def consultants_pages(vacancy):
    return [
        reverse("admin:contacts_vacancyrequest_changelist"),
        reverse("admin:contacts_vacancyrequest_change", args=[vacancy.pk]),
        *(
            reverse(f"admin:contacts_vacancyrequest_{name}", args=[vacancy.pk])
            for name in ("hand_over", "reply", "renew", "erase", "brief")
        ),
        reverse("admin:contacts_vacancyrequest_export"),
        reverse("admin:contacts_vacancyrequest_import"),
        reverse("admin:password_change"),
        reverse("admin:password_change_done"),
    ]


def administrators_pages(vacancy, administrator):
    return [
        reverse("admin:index"),
        reverse("admin:contacts_office_changelist"),
        reverse("admin:contacts_office_delete", args=[Office.objects.first().pk]),
        reverse("admin:contacts_office_change", args=[Office.objects.first().pk]),
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[administrator.pk]),
        reverse("admin:auth_user_password_change", args=[administrator.pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:auth_group_add"),
        reverse("admin:techminds_legalpage_changelist"),
        reverse("admin:django_q_schedule_changelist"),
        "/admin/gibt/es/nicht/",
    ]


def test_editors_pages_have_no_barrier(desk, site, profile):
    page = desk("editor_client")

    assert barriers(page, site, editors_pages(profile)) == {}


def test_preview_and_past_edition_have_no_barrier(desk, site, profile):
    page = desk("editor_client")
    found = []
    for address in (
        reverse("admin:roles_roleprofile_preview", args=[profile.pk]),
        reverse("admin:roles_edition_show", args=[Edition.objects.get(profile=profile).pk]),
    ):
        page.goto(site + address)
        found.append(violations(page))

    assert found == [[], []]


def test_consultants_pages_have_no_barrier(desk, site, vacancy):
    page = desk("consultant_client")

    assert barriers(page, site, consultants_pages(vacancy)) == {}


def test_administrators_pages_have_no_barrier(desk, site, vacancy, administrator):
    page = desk("administrator_client")

    assert barriers(page, site, administrators_pages(vacancy, administrator)) == {}


def test_filled_desk_has_no_barrier(desk, site, profile, vacancy, administrator):
    late = timezone.localdate() - timedelta(days=2)
    profile.load(profile.editions.first().guide, by=administrator)
    RoleProfile.objects.update(review_by=late)
    RoleProfile.objects.get(slug="data-scientist").publish(at=timezone.now() + timedelta(days=1))
    for kept in RoleProfile.objects.exclude(slug="data-scientist"):
        kept.take_fingerprint()
    VacancyRequest.objects.filter(pk=vacancy.pk).update(reply_due_on=late)
    vacancy.emails.first().mark_failed("550 5.1.1 unknown")
    LogEntry.objects.log_actions(administrator.pk, [profile, vacancy], CHANGE, "Etwas getan")
    page = desk("administrator_client")

    page.goto(site + reverse("admin:index"))

    for filled in (
        "E-Mail-Fehler",
        "Antwort bis",
        "Änderungen nicht veröffentlicht",
        "überfällig seit 2 Tagen",
        "Ausgabe 2 erscheint am",
        "Etwas getan",
    ):
        expect(page.get_by_role("main").get_by_text(filled).first).to_be_visible()
    expect(page.get_by_role("heading", name="Entwürfe der anderen")).to_be_visible()
    assert barriers(page, site, [reverse("admin:index")]) == {}


def test_login_with_a_wrong_password_and_the_lock_have_no_barrier(page, site, settings):
    settings.AXES_FAILURE_LIMIT = 2
    page.goto(f"{site}/admin/login/")
    found = [violations(page)]
    for _ in range(2):
        page.get_by_label("Benutzername").fill("redaktion")
        page.get_by_label("Passwort").fill("wrong")
        page.get_by_role("button", name="Anmelden").click()
        found.append(violations(page))

    expect(page.get_by_role("heading", level=1)).to_have_text("Zu viele Versuche")
    assert found == [[], [], []]


def test_profile_with_errors_and_new_rows_has_no_barrier(desk, site, profile):
    page = desk("editor_client")
    page.goto(site + reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    page.get_by_role("button", name="Anforderung hinzufügen").click()
    found = [violations(page)]
    page.get_by_label("Titel:").fill("")
    page.get_by_label("Von:", exact=True).first.fill("viel")

    page.get_by_role("button", name="Speichern", exact=True).click()

    expect(page.get_by_label("Titel:")).to_have_accessible_description(re.compile("erforderlich"))
    found.append(violations(page))
    assert found == [[], []]


def test_calendar_choices_and_link_dialog_have_no_barrier(desk, site, profile):
    page = desk("editor_client")
    page.goto(site + reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    page.locator(".field-author + .field-review_by .datetimeshortcuts a").last.click()
    found = [violations(page)]
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Verwandte Profile").click()
    expect(page.get_by_role("option", name="Data Scientist")).to_be_visible()
    found.append(violations(page))
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Einleitung", exact=True).click()
    page.keyboard.press("Control+A")
    page.locator(".field-introduction").get_by_role("button", name="Link setzen").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found.append(violations(page))

    assert found == [[], [], []]


def test_page_that_publishes_has_no_barrier_in_any_state(desk, site, profile):
    page = desk("editor_client")
    address = site + reverse("admin:roles_roleprofile_publish", args=[profile.pk])
    profile.load(profile.editions.get().guide.model_copy(update={"review_by": date(2020, 1, 1)}))
    profile.publish(at=timezone.now() + timedelta(days=3))
    page.goto(address)
    expect(page.get_by_role("button", name="Ausgabe 2 absagen")).to_be_visible()
    found = [violations(page)]
    page.get_by_role("button", name="Zeitpunkt festlegen").click()
    expect(page.get_by_text("Bitte geben Sie Tag und Uhrzeit an.")).to_be_visible()
    found.append(violations(page))
    profile.withdraw()
    page.goto(address)
    expect(page.get_by_role("button", name="Ausgabe 1 wieder zeigen")).to_be_visible()
    found.append(violations(page))

    assert found == [[], [], []]


def test_conflict_and_links_to_a_draft_have_no_barrier(desk, site, profile, editor):
    link = draft_link(profile)
    page = desk("editor_client")
    page.goto(site + reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    profile.note_change(by=editor)
    page.get_by_label("Titel:").fill("Anders")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("region", name="Ihre Fassung und die neuere")).to_be_visible()
    found = [violations(page)]
    for address in (
        reverse("admin:roles_roleprofile_share", args=[profile.pk]),
        link.get_absolute_url(),
    ):
        page.goto(site + address)
        found.append(violations(page))
    link.revoke()
    page.goto(site + link.get_absolute_url())
    found.append(violations(page))

    assert found == [[], [], [], []]


def test_profile_that_cannot_be_published_has_no_barrier(desk, site, profile):
    RoleProfile.objects.filter(pk=profile.pk).update(teaser="")
    page = desk("editor_client")

    page.goto(site + reverse("admin:roles_roleprofile_publish", args=[profile.pk]))

    expect(page.get_by_text("Der Anriss fehlt.")).to_be_visible()
    assert violations(page) == []


def test_success_and_deleting_many_have_no_barrier(desk, site, vacancy):
    page = desk("administrator_client")
    page.goto(site + reverse("admin:contacts_vacancyrequest_changelist"))
    page.locator(".action-select").check()
    page.get_by_role("combobox", name="Aktion").select_option("mark_answered")
    page.get_by_role("button", name="Ausführen").click()
    found = [violations(page)]
    page.goto(site + reverse("admin:auth_group_changelist"))
    page.locator(".action-select").first.check()
    page.get_by_role("combobox", name="Aktion").select_option("delete_selected")

    page.get_by_role("button", name="Ausführen").click()

    expect(page.get_by_role("button", name="Ja, ich bin sicher")).to_be_visible()
    found.append(violations(page))
    assert found == [[], []]


@pytest.mark.parametrize(
    ("action", "button"),
    [("decline_all", "Absagen"), ("hand_over_all", "Übergeben"), ("follow_up_all", "Festlegen")],
)
def test_asking_about_many_requests_has_no_barrier(desk, site, vacancy, action, button):
    page = desk("consultant_client")
    page.goto(site + reverse("admin:contacts_vacancyrequest_changelist"))
    page.locator(".action-select").check()
    page.get_by_role("combobox", name="Aktion").select_option(action)
    page.get_by_role("button", name="Ausführen").click()
    expect(page.get_by_role("heading", name="Eine Anfrage")).to_be_visible()
    found = [violations(page)]

    page.get_by_role("button", name=button).click()

    expect(page.locator(".errorlist")).to_be_visible()
    found.append(violations(page))
    assert found == [[], []]


def test_folders_and_figures_have_no_barrier(desk, site, vacancy):
    inbox = reverse("admin:contacts_vacancyrequest_changelist")
    page = desk("consultant_client")
    figures = reverse("admin:contacts_figures")
    page.goto(site + figures)
    expect(page.get_by_text("Noch ist nichts gezählt.")).to_be_visible()
    assert violations(page) == []
    MonthlyFigures.objects.refresh()

    addresses = [f"{inbox}?ordner={folder.value}" for folder in Folder]
    assert barriers(page, site, [*addresses, f"{inbox}?q=nirgends", figures]) == {}


def test_comparison_of_a_table_has_no_barrier(desk, site, profile):
    page = desk("editor_client")
    found = []
    for figure in ("viel", "70.000"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + reverse("admin:roles_salaryband_import"))
        rows = csv_file(
            ["Jobprofil", "Level", "Bis", "Grundlage"],
            [profile.slug, "Einsteiger", figure, f"{'Eine andere Schätzung, ' * 4}länger."],
        )
        table = {"name": "tabelle.csv", "mimeType": "text/csv", "buffer": rows}
        page.get_by_label("Datei:").set_input_files(table)
        page.get_by_role("button", name="Vergleichen").click()
        expect(page.get_by_text(re.compile("^1 (fehlerhaft|geändert)"))).to_be_visible()
        found.append(violations(page))
        page.set_viewport_size({"width": 320, "height": 900})
        found.append(page.evaluate("document.documentElement.scrollWidth"))

    assert found == [[], 320, [], 320]


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_choice_of_light_or_dark_wins_over_the_system(desk, site, system, chosen):
    page = desk("editor_client")
    page.emulate_media(color_scheme=system)
    page.add_init_script(f"localStorage.setItem('theme', '{chosen}')")

    page.goto(site + reverse("admin:index"))

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(252, 251, 248)", "dark": "rgb(15, 22, 34)"}[chosen]
    assert violations(page) == []


def test_editor_signs_in_and_reaches_publishing_by_keyboard_alone(page, site, editor, profile):
    page.goto(f"{site}/admin/roles/roleprofile/")
    page.keyboard.type("redaktion")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobprofile")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Hauptinhalt springen")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Machine Learning Engineer"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Gehaltsspannen"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name=re.compile("Speichern und veröffentlichen")))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("veröffentlichen"))


def tab_to(page, target, at_most=60):
    """Press Tab until the target has the focus, and look that each stop on the way shows it."""
    expect(target).to_be_visible()
    for _ in range(at_most):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            """() => {
              const stop = document.activeElement;
              const shown = stop.closest(".prose-editor:has(.ProseMirror:focus), .select2-container");
              return parseFloat(getComputedStyle(
                shown?.querySelector(".select2-selection") ?? shown ?? stop).outlineWidth);
            }"""
        )
        assert ring == 3, page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("target => target === document.activeElement"):
            return
    pytest.fail(f"Not reached in {at_most} steps.")

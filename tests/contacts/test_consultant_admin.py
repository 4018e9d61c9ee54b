"""The page of a request in the back office: what consultants see and decide, and what nobody can change."""

from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape

from contacts import privacy
from contacts.models import Activity, Attachment, VacancyRequest
from tests.contacts.case import LIST, change, decision
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacancy():
    return received(
        phone="+49 40 228595570",
        location="Hamburg",
        message="Wir suchen <b>dringend</b>.",
        budget_minimum="80k",
        budget_maximum="95k",
        pay_basis="Haustarif",
    )


@pytest.fixture
def attachment(vacancy):
    return vacancy.attachments.create(
        file=ContentFile(b"<script>alert(1)</script>", name="../../profil.html"),
        name='Profil "Ä".html',
    )


# Looking -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_request_costs_the_same_however_long_its_history(
    consultant_client, consultant, rows, django_assert_num_queries
):
    vacancy = received(edition=published(salary_bands=[BAND]).pk, budget_minimum="80k")
    for number in range(rows):
        received(token=f"{number}", message=f"{number}").assign(consultant, by=consultant)
        vacancy.note(f"Notiz {number}", by=consultant)
        vacancy.hear(f"Nachricht {number}")
        vacancy.attachments.create(file=ContentFile(b"x", name="x"), name=f"{number}.pdf")

    ContentType.objects.get_for_model(VacancyRequest)  # each process asks for it once
    # session, user; request, rights by user and by group, activities, mails, files, other requests
    with django_assert_num_queries(9):
        consultant_client.get(change(vacancy))


def test_consultant_sees_what_the_client_wrote_as_text(consultant_client, vacancy):
    content = consultant_client.get(change(vacancy)).content.decode()

    for text in (
        "Nordlicht GmbH",
        '<a href="mailto:anna@nordlicht.example">anna@nordlicht.example</a>',
        '<a href="tel:+4940228595570">+49 40 228595570</a>',
        "80.000–95.000\u202f€",
        "Haustarif",
        escape("Wir suchen <b>dringend</b>."),
        "Anfrage über die Website",
        "Bestätigung an den Kunden",
    ):
        assert text in content
    assert "<b>dringend" not in content


def test_phone_that_cannot_be_dialled_is_text(consultant_client):
    vacancy = received(phone="0171 1234567 ab 14 Uhr")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert "0171 1234567 ab 14 Uhr" in content
    assert "tel:" not in content


def test_mail_address_is_no_way_into_the_mail_program(consultant_client):
    vacancy = received(email="anna?bcc=x&body=y@nordlicht.example")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert '"mailto:anna%3Fbcc%3Dx%26body%3Dy@nordlicht.example"' in content


def test_consultant_sees_tasks_and_skills_and_where_the_request_came_from(consultant_client):
    vacancy = received(**{"skills-must": "Python", "skills-plus": "Airflow"}, origin="gehaltscheck")

    content = " ".join(consultant_client.get(change(vacancy)).content.decode().split())

    assert "<li>Python</li>" in content
    assert '<li>Airflow <span class="quiet">(wäre schön)</span></li>' in content
    assert "<dd> Gehaltscheck </dd>" in content


def test_consultant_sees_the_bands_that_the_client_was_shown(consultant_client):
    edition = published(salary_bands=[BAND])
    vacancy = received(edition=edition.pk, level="senior", budget_maximum="90.000")
    edition.profile.salary_bands.update(minimum=100_000, maximum=150_000)
    edition.profile.publish(note="Teurer.")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert vacancy.verdict.sentence in content
    assert "80.000–120.000\u202f€" in content
    assert "Erfundene Zahl für einen Test." in content
    assert (
        f'<a href="/admin/roles/edition/{edition.pk}/change/">Data Steward, Ausgabe 1</a>'
        in content
    )
    assert "100.000" not in content


def test_request_that_is_late_says_so(consultant_client, vacancy):
    VacancyRequest.objects.update(reply_due_on=timezone.localdate() - timedelta(days=1))

    content = consultant_client.get(change(vacancy)).content.decode()
    vacancy.answer(by=None)
    answered = consultant_client.get(change(vacancy)).content.decode()

    assert "due--overdue" in content
    assert "due--overdue" not in answered


def test_other_requests_of_the_company_are_a_hint(consultant_client, consultant, vacancy):
    received(token="other", company="Südlicht AG", email="o@suedlicht.example", role_title="Koch")
    theirs = [
        received(token=f"{number}", role_title=f"Admin {number}", message=f"{number}")
        for number in range(6)
    ]
    theirs[5].claim(by=consultant)

    response = consultant_client.get(change(vacancy))

    assert list(response.context["earlier"]) == theirs[:0:-1]
    content = " ".join(response.content.decode().split())
    assert f"{timezone.localdate():%d.%m.%Y}, Nordlicht GmbH, In Bearbeitung, beratung" in content
    assert "Koch" not in content


def test_request_of_a_stranger_has_no_hint(consultant_client, vacancy):
    received(token="other", company="Südlicht AG", email="o@suedlicht.example")

    assert "vermutlich vom selben" not in consultant_client.get(change(vacancy)).content.decode()


# Deciding ----------------------------------------------------------------------------------------


def test_consultant_decides(consultant_client, consultant, vacancy):
    response = consultant_client.post(
        change(vacancy),
        decision(
            vacancy,
            status="in_progress",
            follow_up_on="01.12.2026",
            note="Zurückgerufen.\u202e\n\nMeldet sich.",
        ),
    )

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.follow_up_on) == ("in_progress", date(2026, 12, 1))
    assert [(row.kind, row.text, row.by) for row in vacancy.activities.all()][1:] == [
        ("status", "In Bearbeitung", consultant),
        ("follow_up", "01.12.2026", consultant),
        ("note", "Zurückgerufen.\n\nMeldet sich.", consultant),
    ]


def test_deciding_nothing_leaves_no_trace(consultant_client, vacancy):
    response = consultant_client.post(change(vacancy), decision(vacancy))

    assert response.status_code == 302
    assert vacancy.activities.count() == 1


def test_consultant_closes_with_a_reason_and_opens_again(consultant_client, vacancy):
    consultant_client.post(
        change(vacancy), decision(vacancy, status="declined", reason="Kein Budget")
    )
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.status_reason) == ("declined", "Kein Budget")
    assert vacancy.closed_at is not None

    consultant_client.post(change(vacancy), decision(vacancy, status="in_progress"))
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.status_reason) == ("in_progress", "")
    assert vacancy.closed_at is None


def offered(response):
    return [
        value for value, _ in response.context["adminform"].form.fields["status"].widget.choices
    ]


@pytest.mark.parametrize(
    ("acts", "statuses"),
    [
        ([], ["new", "in_progress", "qualified", "mandate", "declined", "withdrawn"]),
        (["qualified"], ["in_progress", "qualified", "mandate", "declined", "withdrawn"]),
        (["declined"], ["in_progress", "declined"]),
    ],
)
def test_only_what_may_follow_is_on_offer(consultant_client, consultant, vacancy, acts, statuses):
    for status in acts:
        vacancy.move_to(status, by=consultant, reason="Darum")

    assert offered(consultant_client.get(change(vacancy))) == statuses


@pytest.mark.parametrize(
    ("before", "status", "message"),
    [
        ("qualified", "new", "Von „Qualifiziert“ geht es nicht zu „Neu“."),
        ("declined", "mandate", "Von „Abgesagt“ geht es nicht zu „Suche läuft“."),
    ],
)
def test_status_that_may_not_follow_is_refused(
    consultant_client, consultant, vacancy, before, status, message
):
    vacancy.move_to(before, by=consultant, reason="Darum")

    response = consultant_client.post(change(vacancy), decision(vacancy, status=status, reason="x"))

    assert response.context["adminform"].form.errors == {"status": [message]}
    vacancy.refresh_from_db()
    assert vacancy.status == before


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_end_needs_a_reason_and_what_was_typed_stays(consultant_client, vacancy, status):
    label = VacancyRequest.Status(status).label

    response = consultant_client.post(
        change(vacancy), decision(vacancy, status=status, note="Am Telefon.", posting_title="Admin")
    )

    assert response.context["adminform"].form.errors == {
        "reason": [f"Bitte nennen Sie einen Grund für „{label}“."]
    }
    content = response.content.decode()
    assert "Am Telefon.</textarea>" in content
    assert 'value="Admin"' in content
    assert f'<option value="{status}" selected>' in content
    # The head of the page says what is stored, not what was typed.
    assert '<span class="state">Neu</span>' in content
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.posting_title) == ("new", "")
    assert vacancy.activities.count() == 1


def test_search_needs_a_reason_while_the_posting_tells_too_little(consultant_client):
    vacancy = received()

    refused = consultant_client.post(change(vacancy), decision(vacancy, status="mandate"))
    consultant_client.post(
        change(vacancy), decision(vacancy, status="mandate", reason="Spanne folgt am Montag")
    )

    assert refused.context["adminform"].form.errors == {
        "reason": [
            "Zur Ausschreibung ist noch etwas offen. Bitte nennen Sie einen Grund, warum es trotzdem "
            "„Suche läuft“ heißen soll, oder ergänzen Sie, was fehlt."
        ]
    }
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.status_reason) == ("mandate", "Spanne folgt am Montag")


def test_search_needs_no_reason_once_the_posting_tells_all(consultant_client, vacancy):
    assert vacancy.flags == ()

    consultant_client.post(change(vacancy), decision(vacancy, status="mandate"))

    vacancy.refresh_from_db()
    assert vacancy.status == "mandate"


def test_posting_completed_in_the_same_save_needs_no_reason(consultant_client, consultant):
    vacancy = received()

    response = consultant_client.post(
        change(vacancy),
        decision(
            vacancy,
            status="mandate",
            posting_minimum="80.000",
            posting_maximum="95k",
            posting_basis="Haustarif",
        ),
    )

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert vacancy.status == "mandate"
    assert vacancy.advertised == {
        "title": "Data Steward",
        "minimum": 80_000,
        "maximum": 95_000,
        "basis": "Haustarif",
    }
    assert [(row.kind, row.text, row.by) for row in vacancy.activities.all()][1:] == [
        ("posting", "Gehalt von, Gehalt bis, Grundlage des Gehalts", consultant),
        ("status", "Suche läuft", consultant),
    ]


@pytest.fixture
def searching(vacancy, consultant):
    """A request whose search runs with nothing left open."""
    posting = {"posting_title": "", "posting_minimum": 80_000, "posting_maximum": 95_000}
    vacancy.prepare_posting(by=consultant, posting_basis="Haustarif", **posting)
    vacancy.move_to("mandate", by=consultant)
    return vacancy


def test_posting_that_becomes_less_clear_while_the_search_runs_needs_a_reason(
    consultant_client, searching
):
    refused = consultant_client.post(change(searching), decision(searching, posting_minimum=""))

    assert list(refused.context["adminform"].form.errors) == ["reason"]
    searching.refresh_from_db()
    assert searching.posting_minimum == 80_000

    consultant_client.post(
        change(searching), decision(searching, posting_minimum="", reason="Wird neu verhandelt")
    )

    searching.refresh_from_db()
    assert (searching.posting_minimum, searching.status) == (None, "mandate")
    assert searching.status_reason == "Wird neu verhandelt"
    assert searching.activities.last().text == "Gehalt von: Wird neu verhandelt"


def test_search_that_ends_needs_no_reason_for_its_posting(consultant_client, searching):
    response = consultant_client.post(
        change(searching), decision(searching, status="qualified", posting_minimum="")
    )

    assert response.status_code == 302
    searching.refresh_from_db()
    assert (searching.status, searching.posting_minimum) == ("qualified", None)


def test_posting_that_becomes_clearer_while_the_search_runs_needs_none(
    consultant_client, searching
):
    response = consultant_client.post(
        change(searching), decision(searching, posting_title="Data Steward (m/w/d)")
    )

    assert response.status_code == 302
    searching.refresh_from_db()
    assert searching.posting_title == "Data Steward (m/w/d)"


def test_posting_cannot_become_less_clear_without_a_reason_whoever_asks(searching, consultant):
    posting = {name: getattr(searching, name) for name in VacancyRequest.POSTING}

    with pytest.raises(ValidationError, match="Zur Ausschreibung ist noch etwas offen"):
        searching.prepare_posting(by=consultant, **posting | {"posting_minimum": None})


def test_reason_without_a_new_status_is_not_lost(consultant_client, vacancy):
    response = consultant_client.post(change(vacancy), decision(vacancy, reason="Weil"))

    assert response.context["adminform"].form.errors == {
        "reason": ["Ein Grund gehört zu einem neuen Status; hier bleibt es bei „Neu“."]
    }


def test_swapped_range_is_a_flag_and_no_fault(consultant_client, vacancy):
    response = consultant_client.post(
        change(vacancy), decision(vacancy, posting_minimum="95.000", posting_maximum="80.000")
    )

    assert response.status_code == 302
    content = consultant_client.get(change(vacancy)).content.decode()
    assert "Gehaltsspanne vertauscht" in content


def test_flags_are_shown_with_their_rules_and_the_neutral_title(consultant_client):
    vacancy = received(role_title="Entwickler")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert [flag.code.value for flag in vacancy.flags] == ["no_range", "title_for_one"]
    for flag in vacancy.flags:
        assert escape(flag.sentence) in content
        assert flag.rule in content
    assert "<strong>Entwickler (m/w/d)</strong>" in content


@pytest.mark.parametrize(
    "values",
    [
        {"status": "nonsense"},
        {"status": ""},
        {"follow_up_on": "morgen"},
        {"note": "x" * 5001},
        {"reason": "x" * 301},
        {"posting_title": "x" * 121},
        {"posting_minimum": "viel"},
    ],
)
def test_decision_that_cannot_be_read_changes_nothing(consultant_client, vacancy, values):
    response = consultant_client.post(change(vacancy), decision(vacancy, **values))

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == list(values)
    assert vacancy.activities.count() == 1


# What nobody can change ----------------------------------------------------------------------------


def test_words_of_the_client_cannot_be_tampered_with(consultant_client, vacancy):
    before = VacancyRequest.objects.filter(pk=vacancy.pk).values().get()
    edition = published()

    consultant_client.post(
        change(vacancy),
        decision(
            vacancy,
            reference="TM-AAAA-AAAA",
            submission_key="x",
            received_at_0="01.01.2020",
            received_at_1="00:00:00",
            company="Andere AG",
            name="Jemand",
            email="jemand@anders.example",
            phone="1",
            edition=edition.pk,
            role_title="Anders",
            level="entry",
            headcount="9",
            location="Anderswo",
            workplace="remote",
            start_on="01.01.2030",
            budget_minimum="1",
            budget_maximum="2",
            message="Anders",
            market_position="above",
            market_share="1",
            reply_due_on="01.01.2030",
            consultant="1",
            status_reason="Erfunden",
            suspected_at_0="01.01.2020",
            access_key="x",
            answered_at_0="01.01.2020",
            closed_at_0="01.01.2020",
        ),
    )

    assert VacancyRequest.objects.filter(pk=vacancy.pk).values().get() == before


@pytest.mark.parametrize("who", ["consultant_client", "administrator_client"])
def test_history_cannot_be_tampered_with(request, who, vacancy):
    client = request.getfixturevalue(who)
    activity = vacancy.activities.get()
    email = vacancy.emails.first()

    client.post(
        change(vacancy),
        decision(
            vacancy,
            **{
                "activities-TOTAL_FORMS": 2,
                "activities-INITIAL_FORMS": 1,
                "activities-0-id": activity.pk,
                "activities-0-request": vacancy.pk,
                "activities-0-text": "Nie geschehen",
                "activities-0-DELETE": "on",
                "activities-1-request": vacancy.pk,
                "activities-1-kind": "answer",
                "activities-1-text": "Erfunden",
                "emails-TOTAL_FORMS": 1,
                "emails-INITIAL_FORMS": 1,
                "emails-0-id": email.pk,
                "emails-0-request": vacancy.pk,
                "emails-0-sent_at_0": "01.01.2020",
                "emails-0-DELETE": "on",
            },
        ),
    )

    assert [row.text for row in vacancy.activities.all()] == ["Anfrage über die Website"]
    assert [mail.sent_at for mail in vacancy.emails.all()] == [None, None]


def test_history_has_no_pages_of_its_own(administrator_client, vacancy):
    for model in ("activity", "email", "attachment"):
        assert administrator_client.get(f"/admin/contacts/{model}/").status_code == 404


# Who may what --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["consultant_client", "administrator_client"])
def test_nobody_adds_or_deletes_a_request(request, who, vacancy):
    client = request.getfixturevalue(who)

    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/", {"company": "X"}).status_code == 403
    assert client.get(f"{LIST}{vacancy.pk}/delete/").status_code == 403
    assert client.post(f"{LIST}{vacancy.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(
        LIST, {"action": "delete_selected", "_selected_action": [vacancy.pk], "post": "yes"}
    )

    assert VacancyRequest.objects.get() == vacancy


def test_request_that_does_not_exist_leads_back(consultant_client):
    for key in ("4711", "abc", "9" * 30):
        assert consultant_client.get(f"{LIST}{key}/change/").status_code == 302
        assert consultant_client.post(f"{LIST}{key}/change/", {"status": "new"}).status_code == 302
    assert consultant_client.get(f"{LIST}anhang/4711/").status_code == 404


# Attachments ---------------------------------------------------------------------------------------


def test_consultant_downloads_an_attachment_and_the_browser_never_opens_it(
    consultant_client, vacancy, attachment
):
    url = f"{LIST}anhang/{attachment.pk}/"
    assert f'<a href="{url}">Profil &quot;Ä&quot;.html</a>' in (
        consultant_client.get(change(vacancy)).content.decode()
    )

    response = consultant_client.get(url)

    assert b"".join(response) == b"<script>alert(1)</script>"
    response.close()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Profil%20%22%C3%84%22.html"
    )
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("no-store")


@pytest.mark.parametrize("name", ["a\nb.pdf", "a\r\nSet-Cookie: x=y", "x" * 200, "😀", "../../x"])
def test_attachment_with_an_odd_name_is_downloaded(consultant_client, attachment, name):
    Attachment.objects.update(name=name)

    response = consultant_client.get(f"{LIST}anhang/{attachment.pk}/")

    assert response.status_code == 200
    response.close()
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response.get("Set-Cookie") is None


def test_attachment_lies_under_a_random_name_outside_of_what_is_served(settings, attachment):
    assert len(attachment.file.name) == 32
    assert set(attachment.file.name) <= set("0123456789abcdef")
    assert not attachment.file.path.startswith(str(settings.MEDIA_ROOT))
    assert not attachment.file.path.startswith(str(settings.STATIC_ROOT))


def test_attachment_without_its_file_is_a_missing_page(consultant_client, attachment):
    attachment.file.storage.delete(attachment.file.name)

    assert consultant_client.get(f"{LIST}anhang/{attachment.pk}/").status_code == 404


def test_file_that_waits_for_its_form_is_nobodys_yet(consultant_client, attachment):
    Attachment.objects.update(request=None)

    assert consultant_client.get(f"{LIST}anhang/{attachment.pk}/").status_code == 404


# Two at once ---------------------------------------------------------------------------------------


def test_old_tab_turns_nothing_back(consultant_client, administrator, consultant, vacancy):
    old_tab = decision(vacancy, follow_up_on="01.12.2026", posting_title="Steward")
    vacancy.move_to("qualified", by=administrator)
    vacancy.prepare_posting(
        by=administrator,
        posting_title="",
        posting_minimum=80_000,
        posting_maximum=None,
        posting_basis="Tarif",
    )

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.status, f"{vacancy.follow_up_on:%d.%m.%Y}") == ("qualified", "01.12.2026")
    assert (vacancy.posting_title, vacancy.posting_minimum) == ("Steward", 80_000)
    assert vacancy.posting_basis == "Tarif"
    assert [(row.kind, row.by) for row in vacancy.activities.all()][1:] == [
        ("status", administrator),
        ("posting", administrator),
        ("posting", consultant),
        ("follow_up", consultant),
    ]


MEANWHILE = (
    "Das hat inzwischen jemand geändert, es steht jetzt auf „{}“. "
    "Bitte laden Sie die Seite neu und entscheiden Sie noch einmal."
)


def test_what_two_people_changed_is_a_conflict(consultant_client, administrator, vacancy):
    old_tab = decision(vacancy, status="declined", reason="Passt nicht", note="Schade.")
    vacancy.move_to("mandate", by=administrator)

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {
        "status": [MEANWHILE.format("Suche läuft")]
    }
    assert "Schade.</textarea>" in response.content.decode()
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.closed_at) == ("mandate", None)
    assert vacancy.activities.filter(kind="note").count() == 0


@pytest.mark.parametrize(
    ("name", "typed", "stored", "shown"),
    [
        ("posting_title", "Admin", "Koch", "Koch"),
        ("posting_minimum", "80.000", 70_000, "70.000\u202f€"),
        ("posting_basis", "Haustarif", "Metalltarif", "Metalltarif"),
    ],
)
def test_posting_that_two_people_changed_is_a_conflict(
    consultant_client, administrator, vacancy, name, typed, stored, shown
):
    old_tab = decision(vacancy, **{name: typed})
    posting = {column: getattr(vacancy, column) for column in VacancyRequest.POSTING}
    vacancy.prepare_posting(by=administrator, **posting | {name: stored})

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.context["adminform"].form.errors == {name: [MEANWHILE.format(shown)]}
    vacancy.refresh_from_db()
    assert getattr(vacancy, name) == stored


def test_follow_up_that_two_people_changed_is_a_conflict(consultant_client, administrator, vacancy):
    old_tab = decision(vacancy, follow_up_on="01.12.2026")
    vacancy.follow_up(date(2026, 12, 24), by=administrator)

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.context["adminform"].form.errors == {
        "follow_up_on": [MEANWHILE.format("24.12.2026")]
    }


def test_two_who_decide_the_same_are_no_conflict_but_the_second_reason_is_not_lost(
    consultant_client, administrator, vacancy
):
    old_tab = decision(vacancy, status="declined", reason="Kein Budget")
    vacancy.move_to("declined", by=administrator, reason="Stelle besetzt")

    response = consultant_client.post(change(vacancy), old_tab)

    assert list(response.context["adminform"].form.errors) == ["reason"]
    vacancy.refresh_from_db()
    assert vacancy.status_reason == "Stelle besetzt"


GONE = (
    "Die Daten dieser Anfrage sind inzwischen gelöscht. Daran lässt sich nichts mehr ändern, und es "
    "wurde nichts gespeichert."
)


def test_request_erased_meanwhile_is_not_resurrected(consultant_client, consultant, vacancy):
    old_tab = decision(vacancy, status="qualified", note="Anna Muster ruft an", posting_title="X")
    privacy.erase(vacancy, by=consultant)
    before = VacancyRequest.objects.filter(pk=vacancy.pk).values().get()

    response = consultant_client.post(change(vacancy), old_tab, follow=True)

    assert response.redirect_chain == [(change(vacancy), 302)]
    assert [str(message) for message in response.context["messages"]] == [GONE]
    assert VacancyRequest.objects.filter(pk=vacancy.pk).values().get() == before
    assert [(row.kind, row.text) for row in Activity.objects.all()] == [
        ("erasure", "Daten gelöscht")
    ]


def test_erased_request_is_read_only(consultant_client, consultant, vacancy):
    privacy.erase(vacancy, by=consultant)

    content = consultant_client.get(change(vacancy)).content.decode()

    assert "Gelöschte Anfrage" in content
    assert "Daten gelöscht" in content
    main = content.partition('id="content-main"')[2]
    for sign in ("<form", "<input", "<button", "Antworten", "steckbrief", "statusseite"):
        assert sign not in main
    assert vacancy.reference not in content


@pytest.mark.parametrize("days", [0, 400, 730])
def test_follow_up_lies_ahead(consultant_client, vacancy, days):
    day = timezone.localdate() + timedelta(days=days)

    consultant_client.post(change(vacancy), decision(vacancy, follow_up_on=f"{day:%d.%m.%Y}"))

    vacancy.refresh_from_db()
    assert vacancy.follow_up_on == day


@pytest.mark.parametrize("days", [-1, 731, 36_500])
def test_follow_up_that_is_over_or_years_away_is_refused(consultant_client, vacancy, days):
    day = timezone.localdate() + timedelta(days=days)

    response = consultant_client.post(
        change(vacancy), decision(vacancy, follow_up_on=f"{day:%d.%m.%Y}")
    )

    assert response.context["adminform"].form.errors == {
        "follow_up_on": ["Bitte wählen Sie einen Tag ab heute, höchstens zwei Jahre weiter."]
    }
    assert VacancyRequest.objects.get(pk=vacancy.pk).follow_up_on is None


def test_follow_up_that_has_passed_stays_while_somebody_decides_something_else(
    consultant_client, vacancy
):
    yesterday = timezone.localdate() - timedelta(days=1)
    VacancyRequest.objects.update(follow_up_on=yesterday)
    vacancy.refresh_from_db()

    consultant_client.post(change(vacancy), decision(vacancy, status="qualified"))

    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.follow_up_on) == ("qualified", yesterday)


def test_day_that_nobody_touched_stops_no_note(consultant_client, consultant, vacancy):
    """The page shows a day that has passed, and a colleague sets another one meanwhile."""
    yesterday, ahead = (timezone.localdate() + timedelta(days=days) for days in (-1, 9))
    VacancyRequest.objects.update(follow_up_on=yesterday)
    vacancy.refresh_from_db()
    sent = decision(vacancy, note="Angerufen.")
    vacancy.follow_up(ahead, by=consultant)

    response = consultant_client.post(change(vacancy), sent)

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert vacancy.follow_up_on == ahead
    assert vacancy.activities.filter(kind="note").get().text == "Angerufen."

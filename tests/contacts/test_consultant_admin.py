"""The back office for consultants: what they see and decide, and what nobody can change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import escape

from contacts.models import Activity, Attachment, VacancyRequest
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db

LIST = "/admin/contacts/vacancyrequest/"


def change(vacancy):
    return f"{LIST}{vacancy.pk}/change/"


def decision(vacancy, **values):
    """Return what the change form of the request sends: what stood there, and a test's changes."""
    seen = {
        "status": vacancy.status,
        "consultant": vacancy.consultant_id or "",
        "follow_up_on": f"{vacancy.follow_up_on:%d.%m.%Y}" if vacancy.follow_up_on else "",
    }
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in ("activities", "emails", "attachments")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    initial = {f"initial-{name}": value for name, value in seen.items()}
    return seen | initial | inlines | {"note": ""} | values


@pytest.fixture
def vacancy():
    return received(
        phone="+49 40 1",
        location="Hamburg",
        message="Wir suchen <b>dringend</b>.",
        budget_minimum="80k",
        budget_maximum="95k",
    )


@pytest.fixture
def attachment(vacancy):
    return vacancy.attachments.create(
        file=ContentFile(b"<script>alert(1)</script>", name="../../profil.html"),
        name='Profil "Ä".html',
    )


# Looking -----------------------------------------------------------------------------------------


def test_consultant_sees_requests_newest_first(consultant_client):
    first = received(company="Erste GmbH", edition=published().pk, role_title="")
    second = received(company="Zweite GmbH", role_title="Admin")

    response = consultant_client.get(LIST)

    assert response.status_code == 200
    assert list(response.context["cl"].queryset) == [second, first]
    content = response.content.decode()
    for text in (first.reference, "Erste GmbH", "Data Steward", second.reference, "Admin"):
        assert text in content


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_many_rows(
    consultant_client, consultant, rows, django_assert_num_queries
):
    edition = published()
    for number in range(rows):
        vacancy = received(message=f"form {number}", edition=edition.pk, role_title="")
        vacancy.consultant = consultant
        vacancy.save()

    # session, user, rights by user and by group, consultants to filter by, count, rows
    with django_assert_num_queries(7):
        consultant_client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_request_costs_the_same_however_long_its_history(
    consultant_client, consultant, vacancy, rows, django_assert_num_queries
):
    for number in range(rows):
        vacancy.activities.create(kind="note", text=f"Notiz {number}", by=consultant)

    ContentType.objects.get_for_model(VacancyRequest)  # each process asks for it once
    # session, user, request, rights by user and by group, three inlines, consultants to choose from
    with django_assert_num_queries(9):
        consultant_client.get(change(vacancy))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nordlicht", True),
        ("anna@", True),
        ("Muster", True),
        ("Steward", True),
        ("Südlicht", False),
    ],
)
def test_consultant_searches_requests(consultant_client, vacancy, query, found):
    response = consultant_client.get(LIST, {"q": query})

    assert list(response.context["cl"].queryset) == ([vacancy] if found else [])


def test_consultant_searches_by_reference(consultant_client, vacancy):
    received(message="another")

    response = consultant_client.get(LIST, {"q": vacancy.reference})

    assert list(response.context["cl"].queryset) == [vacancy]


def test_consultant_filters_by_status(consultant_client, consultant, vacancy):
    declined = received(message="another")
    declined.move_to("declined", by=consultant)

    response = consultant_client.get(LIST, {"status__exact": "declined"})

    assert list(response.context["cl"].queryset) == [declined]


@pytest.mark.parametrize(
    "query", ["q=%ff", "status__exact=x", "consultant__id__exact=x", "p=x", "o=9.9", "e=1"]
)
def test_odd_filter_is_no_reason_to_fail(consultant_client, vacancy, query):
    assert consultant_client.get(f"{LIST}?{query}").status_code in (200, 302)


def test_consultant_sees_what_the_client_wrote_as_text(consultant_client, vacancy):
    content = consultant_client.get(change(vacancy)).content.decode()

    for text in (
        "Nordlicht GmbH",
        "anna@nordlicht.example",
        "+49 40 1",
        "80.000–95.000\u202f€",
        escape("Wir suchen <b>dringend</b>."),
        "Anfrage über die Website",
        "Bestätigung an den Kunden",
    ):
        assert text in content
    assert "<b>dringend" not in content


def test_consultant_sees_the_bands_that_the_client_was_shown(consultant_client):
    edition = published(salary_bands=[BAND])
    vacancy = received(edition=edition.pk, level="senior", budget_maximum="90.000")
    edition.profile.salary_bands.update(minimum=100_000, maximum=150_000)
    edition.profile.publish(note="Teurer.")

    content = consultant_client.get(change(vacancy)).content.decode()

    assert "in der Spanne – Data Steward, Ausgabe 1: Senior 80.000–120.000\u202f€" in content
    assert "100.000" not in content


# Deciding ----------------------------------------------------------------------------------------


def test_consultant_decides(consultant_client, consultant, vacancy):
    response = consultant_client.post(
        change(vacancy),
        decision(
            vacancy,
            status="in_progress",
            consultant=consultant.pk,
            follow_up_on="01.12.2026",
            note="Zurückgerufen.\u202e\n\nMeldet sich.",
        ),
    )

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.consultant) == ("in_progress", consultant)
    assert f"{vacancy.follow_up_on:%d.%m.%Y}" == "01.12.2026"
    assert [(row.kind, row.text, row.by) for row in vacancy.activities.all()][1:] == [
        ("status", "In Bearbeitung", consultant),
        ("consultant", "beratung", consultant),
        ("follow_up", "01.12.2026", consultant),
        ("note", "Zurückgerufen.\n\nMeldet sich.", consultant),
    ]


def test_deciding_nothing_leaves_no_trace(consultant_client, vacancy):
    response = consultant_client.post(change(vacancy), decision(vacancy))

    assert response.status_code == 302
    assert vacancy.activities.count() == 1


def test_consultant_closes_and_opens_again(consultant_client, vacancy):
    consultant_client.post(change(vacancy), decision(vacancy, status="declined"))
    vacancy.refresh_from_db()
    assert vacancy.closed_at is not None

    consultant_client.post(change(vacancy), decision(vacancy, status="qualified"))
    vacancy.refresh_from_db()
    assert vacancy.closed_at is None


def test_consultant_hands_on_and_takes_back(consultant_client, consultant, vacancy):
    vacancy.consultant, vacancy.follow_up_on = consultant, timezone.localdate()
    vacancy.save()

    consultant_client.post(change(vacancy), decision(vacancy, consultant="", follow_up_on=""))

    vacancy.refresh_from_db()
    assert (vacancy.consultant, vacancy.follow_up_on) == (None, None)
    assert [(row.kind, row.text) for row in vacancy.activities.all()][1:] == [
        ("consultant", "–"),
        ("follow_up", "–"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "nonsense"},
        {"status": ""},
        {"consultant": 4711},
        {"follow_up_on": "morgen"},
        {"note": "x" * 5001},
    ],
)
def test_decision_that_cannot_be_read_changes_nothing(consultant_client, vacancy, values):
    response = consultant_client.post(change(vacancy), decision(vacancy, **values))

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == list(values)
    assert vacancy.activities.count() == 1


def test_request_is_given_to_active_staff_only(consultant_client, vacancy):
    former = User.objects.create_user("frueher", is_staff=True, is_active=False)
    visitor = User.objects.create_user("besuch")

    for user in (former, visitor):
        response = consultant_client.post(change(vacancy), decision(vacancy, consultant=user.pk))
        assert "consultant" in response.context["adminform"].form.errors

    vacancy.refresh_from_db()
    assert vacancy.consultant is None


def test_consultant_marks_requests_as_answered(consultant_client, consultant, vacancy):
    other = received(message="another")

    response = consultant_client.post(
        LIST, {"action": "mark_answered", "_selected_action": [vacancy.pk]}
    )

    assert response.status_code == 302
    vacancy.refresh_from_db()
    other.refresh_from_db()
    assert (vacancy.is_answered, other.is_answered) == (True, False)
    assert [row.by for row in vacancy.activities.filter(kind="answer")] == [consultant]


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


def test_consultant_adds_and_erases_no_request(consultant_client, vacancy):
    assert consultant_client.get(f"{LIST}add/").status_code == 403
    assert consultant_client.post(f"{LIST}add/", {"company": "X"}).status_code == 403
    assert consultant_client.get(f"{LIST}{vacancy.pk}/delete/").status_code == 403
    assert consultant_client.post(f"{LIST}{vacancy.pk}/delete/", {"post": "yes"}).status_code == 403
    consultant_client.post(
        LIST, {"action": "delete_selected", "_selected_action": [vacancy.pk], "post": "yes"}
    )

    assert VacancyRequest.objects.get() == vacancy


def test_editor_reaches_no_request(editor_client, vacancy, attachment):
    urls = [
        LIST,
        change(vacancy),
        f"{LIST}{vacancy.pk}/history/",
        f"{LIST}{vacancy.pk}/delete/",
        f"{LIST}add/",
        f"{LIST}anhang/{attachment.pk}/",
        f"{LIST}anhang/4711/",
    ]

    for url in urls:
        for response in (editor_client.get(url), editor_client.post(url, decision(vacancy))):
            assert (url, response.status_code) == (url, 403)
            assert vacancy.reference not in response.content.decode()
    editor_client.post(LIST, {"action": "mark_answered", "_selected_action": [vacancy.pk]})
    vacancy.refresh_from_db()
    assert not vacancy.is_answered
    assert "vacancyrequest" not in editor_client.get("/admin/").content.decode()


def test_visitor_is_sent_to_the_login(client, vacancy, attachment):
    for url in (LIST, change(vacancy), f"{LIST}anhang/{attachment.pk}/"):
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"] == f"/admin/login/?next={url}"


def test_request_that_does_not_exist_leads_back(consultant_client):
    assert consultant_client.get(f"{LIST}4711/change/").status_code == 302
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


# Two at once ---------------------------------------------------------------------------------------


def test_old_tab_turns_nothing_back(consultant_client, administrator, consultant, vacancy):
    old_tab = decision(vacancy, follow_up_on="01.12.2026")
    vacancy.move_to("qualified", by=administrator)

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.status_code == 302
    vacancy.refresh_from_db()
    assert (vacancy.status, f"{vacancy.follow_up_on:%d.%m.%Y}") == ("qualified", "01.12.2026")
    assert [(row.kind, row.by) for row in vacancy.activities.all()][1:] == [
        ("status", administrator),
        ("follow_up", consultant),
    ]


def test_what_two_people_changed_is_a_conflict(consultant_client, administrator, vacancy):
    old_tab = decision(vacancy, status="declined", note="Schade.")
    vacancy.move_to("mandate", by=administrator)

    response = consultant_client.post(change(vacancy), old_tab)

    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {
        "status": [
            "Das hat inzwischen jemand geändert, es steht jetzt auf „Mandat“. "
            "Bitte laden Sie die Seite neu und entscheiden Sie noch einmal."
        ]
    }
    vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.closed_at) == ("mandate", None)
    assert vacancy.activities.filter(kind="note").count() == 0


def test_request_erased_meanwhile_is_not_resurrected(consultant_client, vacancy):
    url, old_tab = change(vacancy), decision(vacancy, status="mandate")
    vacancy.delete()

    response = consultant_client.post(url, old_tab)

    assert response.status_code == 302
    assert (VacancyRequest.objects.count(), Activity.objects.count()) == (0, 0)


def test_follow_up_may_lie_ahead_or_behind(consultant_client, vacancy):
    for days in (-1, 400):
        day = timezone.localdate() + timedelta(days=days)
        consultant_client.post(change(vacancy), decision(vacancy, follow_up_on=f"{day:%d.%m.%Y}"))
        vacancy.refresh_from_db()
        assert vacancy.follow_up_on == day

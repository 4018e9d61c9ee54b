"""The consultants' inbox: its folders, its search, its pages, and what is done with many at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User

from contacts import privacy
from contacts.admin import bounded_pages
from contacts.admin.folders import Folder
from contacts.models import VacancyRequest
from contacts.suspicion import Sign
from tests.factories import BAND, published, received
from tests.tables import export, rows_of

pytestmark = pytest.mark.django_db

LIST = "/admin/contacts/vacancyrequest/"
NOON = datetime(2026, 7, 1, 10, tzinfo=UTC)
TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def today(time_machine):
    """Signing in and all that follows happen on one day."""
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def colleague(db):
    user = User.objects.create_user(
        "kollegin", first_name="Anna", last_name="Berger", is_staff=True
    )
    user.groups.add(Group.objects.get(name="Beratung"))
    return user


def asked(company, *, days=2, at=None, consultant=None, **values):
    """Return a request that we promised to answer in some days, from a mailbox of its own."""
    email = f"kunde{VacancyRequest.objects.count()}@firma.example"
    pk = received(**{"company": company, "message": company, "email": email} | values).pk
    due = TODAY + timedelta(days=days)
    VacancyRequest.objects.filter(pk=pk).update(
        reply_due_on=due, next_step_on=due, consultant=consultant, received_at=at or NOON
    )
    return VacancyRequest.objects.get(pk=pk)


def opened(client, query=""):
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return response


def companies(client, query=""):
    """Return whose requests a page of the list shows, from top to bottom."""
    return [vacancy.company for vacancy in opened(client, query).context["cl"].result_list]


def act(client, action, *vacancies, query="", **values):
    data = {"action": action, "_selected_action": [vacancy.pk for vacancy in vacancies]}
    return client.post(f"{LIST}{query}", data | values, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def everything(consultant, administrator):
    """A request for each folder, named after what is the matter with it."""
    asked("offen", days=3)
    asked("überfällig", days=-1)
    asked("meine", days=4, consultant=consultant)
    asked("wiedervorgelegt", days=5, consultant=administrator).follow_up(TODAY, by=consultant)
    asked("später", days=6, consultant=administrator).follow_up(
        TODAY + timedelta(days=5), by=consultant
    )
    asked("beantwortet", consultant=administrator).answer(by=consultant)
    asked("unzugestellt", days=7, consultant=administrator).emails.first().mark_failed("550")
    asked("verdächtig", days=-9, consultant=consultant).set_aside(by=consultant)
    asked("abgesagt", days=-9, consultant=consultant).move_to("declined", by=consultant, reason="-")
    privacy.erase(asked("gelöscht", days=-9, consultant=consultant), by=None)
    old = asked("verdächtig und gelöscht", days=-9)
    old.set_aside(by=consultant)
    privacy.erase(old, by=None)


# Folders -----------------------------------------------------------------------------------------


def test_list_opens_on_what_is_open_and_most_urgent_first(everything, consultant_client):
    assert companies(consultant_client) == [
        "überfällig",
        "wiedervorgelegt",
        "offen",
        "meine",
        "später",
        "unzugestellt",
        "beantwortet",
    ]


@pytest.mark.parametrize(
    ("folder", "content"),
    [
        ("meine", ["meine"]),
        ("ohne-zustaendige", ["überfällig", "offen"]),
        ("ueberfaellig", ["überfällig"]),
        ("wiedervorlage", ["wiedervorgelegt"]),
        ("beantwortet", ["beantwortet"]),
        ("nicht-zugestellt", ["unzugestellt"]),
        ("verdacht", ["verdächtig"]),
        ("abgeschlossen", ["abgesagt"]),
    ],
)
def test_folder_holds_what_its_name_says(everything, consultant_client, folder, content):
    assert companies(consultant_client, f"?ordner={folder}") == content


def test_every_request_is_in_the_last_folder_and_erased_ones_say_so(everything, consultant_client):
    response = opened(consultant_client, "?ordner=alle")

    assert response.context["cl"].result_count == 11
    assert response.content.decode().count("Daten gelöscht</span>") == 2


@pytest.mark.parametrize("folder", Folder)
def test_empty_folder_says_so_in_its_own_words(consultant_client, folder):
    content = opened(consultant_client, f"?ordner={folder.value}").content.decode()

    assert f"<p>{folder.nothing}</p>" in content
    assert "Ausführen" not in content
    assert len({each.nothing for each in Folder}) == len(Folder)


def test_unknown_folder_leads_to_the_inbox(consultant_client):
    response = consultant_client.get(f"{LIST}?ordner=keiner")

    assert response.url == f"{LIST}?e=1"
    assert opened(consultant_client, "?e=1").context["cl"].folder == Folder.INBOX


def test_list_says_what_comes_next_and_since_when_it_should_have(consultant_client, consultant):
    asked("Überfällig GmbH", days=-3)
    asked("Wieder GmbH", days=2).follow_up(TODAY, by=consultant)

    content = " ".join(opened(consultant_client).content.decode().split())

    assert (
        'Antwort bis 28.06.2026 <time datetime="2026-06-28" class="due due--overdue"> '
        "überfällig seit 3 Tagen </time>"
    ) in content
    assert (
        'Wiedervorlage 01.07.2026 <time datetime="2026-07-01" class="due"> fällig heute </time>'
        in content
    )


def test_list_shows_what_a_consultant_decides_by(consultant_client, colleague):
    edition = published(salary_bands=[BAND])
    vacancy = asked(
        "Nordlicht GmbH",
        consultant=colleague,
        edition=edition.pk,
        role_title="",
        level="senior",
        budget_maximum="70.000",
    )

    content = opened(consultant_client).content.decode()

    for text in (
        'Nordlicht GmbH <span class="request__role">Data Steward</span>',
        "Anna Berger",
        'bis 70.000\u202f€ <span class="request__verdict">darunter</span>',
        f'heute, 12:00 Uhr <span class="request__reference">{vacancy.reference}</span>',
    ):
        assert text in content


def test_words_of_the_client_are_shown_as_text(consultant_client):
    asked("<script>alert(1)</script>", role_title="<b>Admin</b>")

    content = opened(consultant_client).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "&lt;b&gt;Admin&lt;/b&gt;" in content


def test_suspected_requests_show_why(consultant_client, consultant):
    vacancy = asked("Verdächtige GmbH")
    vacancy.set_aside(by=consultant)
    VacancyRequest.objects.filter(pk=vacancy.pk).update(signs=[Sign.values[0]])
    by_hand = asked("Von Hand GmbH")
    by_hand.set_aside(by=consultant)
    VacancyRequest.objects.filter(pk=by_hand.pk).update(signs=[])

    content = opened(consultant_client, "?ordner=verdacht").content.decode()

    assert f">{Sign.labels[0]}</td>" in content
    assert "von Hand zur Seite gelegt" in content


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_many_rows(
    consultant_client, consultant, rows, django_assert_num_queries
):
    for number in range(rows):
        edition = published(f"Rolle {number}")
        asked(f"Firma {number}", edition=edition.pk, role_title="", consultant=consultant)

    # session, user, rights by user and by group, consultants to filter by, count, rows
    with django_assert_num_queries(7):
        opened(consultant_client)


# Filters -----------------------------------------------------------------------------------------


def test_filter_looks_through_all_folders_where_none_is_named(everything, consultant_client):
    assert companies(consultant_client, "?status__exact=declined") == ["abgesagt"]
    assert companies(consultant_client, "?ordner=posteingang&status__exact=declined") == []


def test_filters_from_a_folder_stay_in_it(everything, consultant_client):
    content = opened(consultant_client).content.decode()

    assert 'href="?ordner=posteingang&amp;status__exact=new"' in content


def test_nothing_found_by_filters_leads_out(everything, consultant_client):
    content = opened(consultant_client, "?ordner=posteingang&level__exact=senior").content.decode()

    assert "Im Ordner „Posteingang“ passt keine Anfrage zu diesen Filtern." in content
    assert 'href="?level__exact=senior&amp;ordner=alle"' in content
    assert 'href="?ordner=posteingang"' in content


def test_consultant_filters_by_whoever_takes_care_also_by_those_who_left(
    consultant_client, colleague, editor
):
    asked("Verwaiste GmbH", consultant=colleague)
    asked("Freie GmbH")
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    response = opened(consultant_client)
    spec = response.context["cl"].filter_specs[2]

    assert [label for _, label in spec.lookup_choices] == ["beratung", "Anna Berger"]
    assert companies(
        consultant_client, f"?ordner=posteingang&consultant__id__exact={colleague.pk}"
    ) == ["Verwaiste GmbH"]
    assert companies(consultant_client, "?ordner=posteingang&consultant__isnull=True") == [
        "Freie GmbH"
    ]


def test_consultant_filters_by_month_in_germany(consultant_client):
    asked("Mai", at=datetime(2026, 5, 31, 21, 59, tzinfo=UTC))
    asked("Juni", at=datetime(2026, 5, 31, 22, 0, tzinfo=UTC))
    asked("Ende Juni", at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    asked("Juli", at=datetime(2026, 6, 30, 22, 0, tzinfo=UTC))

    assert companies(consultant_client, "?monat=2026-06") == ["Ende Juni", "Juni"]
    assert [
        label
        for _, label in opened(consultant_client).context["cl"].filter_specs[-1].lookup_choices
    ][:2] == ["Juli 2026", "Juni 2026"]


@pytest.mark.parametrize("month", ["x", "2026-13", "0000-01", "9999-12", "2026-06-01", "-1"])
def test_odd_month_is_no_reason_to_fail(consultant_client, month):
    assert consultant_client.get(f"{LIST}?monat={month}").status_code == 302


# Search ------------------------------------------------------------------------------------------


def test_search_finds_in_all_folders_by_the_beginnings_of_words(everything, consultant_client):
    asked("Müller und Söhne")

    assert companies(consultant_client, "?q=mueller+soeh") == ["Müller und Söhne"]
    assert companies(consultant_client, "?ordner=posteingang&q=abges") == ["abgesagt"]
    assert companies(consultant_client, "?q=verdaechtig") == ["verdächtig"]
    assert companies(consultant_client, "?q=bgesagt") == []


def test_search_by_reference_finds_one(consultant_client):
    vacancy = asked("Nordlicht GmbH")
    asked("Südlicht GmbH")

    for query in (vacancy.reference, vacancy.reference.lower()):
        assert companies(consultant_client, f"?q={query}") == ["Nordlicht GmbH"]


@pytest.mark.parametrize("query", ["x", "!!!", "-", "ﷺ"])
def test_search_without_a_word_finds_nothing_rather_than_everything(consultant_client, query):
    asked("Nordlicht GmbH")

    response = opened(consultant_client, f"?q={query}")

    assert list(response.context["cl"].result_list) == []
    assert "ist keine Anfrage zu finden" in response.content.decode()


def test_search_says_what_it_looks_at(consultant_client):
    content = opened(consultant_client).content.decode()

    assert "Sucht in allen Ordnern nach Wortanfängen" in content


# Pages -------------------------------------------------------------------------------------------


@pytest.fixture
def small_pages(monkeypatch):
    """A list of which nobody pages through more than four rows, two a page."""
    monkeypatch.setattr(bounded_pages, "MOST", 4)
    monkeypatch.setattr("contacts.admin.request_list.RequestList.list_per_page", 2)


def test_list_pages_as_far_as_it_counts(small_pages, consultant_client):
    for number in range(6):
        asked(f"Firma {number}", days=number)

    first = opened(consultant_client)
    content = first.content.decode()

    assert first.context["cl"].paginator.count_in_words == "über 4"
    assert "Zu blättern sind die ersten 4." in content
    assert companies(consultant_client, "?p=2") == ["Firma 2", "Firma 3"]
    assert consultant_client.get(f"{LIST}?p=3").url == f"{LIST}?e=1"
    assert 'href="?o=-2&amp;ordner=posteingang"' in content
    assert companies(consultant_client, "?o=-2&ordner=posteingang") == ["Firma 5", "Firma 4"]


def test_list_that_is_whole_says_how_long_it_is(small_pages, consultant_client):
    for number in range(4):
        asked(f"Firma {number}", days=number)

    response = opened(consultant_client)

    assert response.context["cl"].paginator.count_in_words == "4"
    assert "Zu blättern" not in response.content.decode()


@pytest.mark.parametrize(
    ("folder", "sortable"),
    [
        ("posteingang", {"next_step", "received"}),
        ("abgeschlossen", {"closed"}),
        ("verdacht", {"received"}),
        ("alle", {"received"}),
    ],
)
def test_list_is_sorted_only_by_what_has_an_index(consultant_client, folder, sortable):
    for number in (2, 1, 3):
        asked(f"Firma {number}", at=NOON - timedelta(hours=number))

    cl = opened(consultant_client, f"?ordner={folder}").context["cl"]

    assert {name for name in cl.list_display if cl.get_ordering_field(name)} == sortable
    if folder == "alle":
        by_company = companies(consultant_client, "?ordner=alle&o=1")
        assert by_company == ["Firma 1", "Firma 2", "Firma 3"]
        assert companies(consultant_client, "?ordner=alle&o=-6") == by_company


@pytest.mark.parametrize(
    "query", ["o=9.9", "o=x", "o=-99", "p=x", "p=-1", "p=99", "all=", "_facets=1"]
)
def test_odd_page_or_order_is_no_reason_to_fail(consultant_client, query):
    asked("Nordlicht GmbH")

    assert consultant_client.get(f"{LIST}?{query}").status_code in (200, 302)


# Export ------------------------------------------------------------------------------------------


def test_what_the_list_shows_is_exported(everything, consultant_client):
    content = opened(consultant_client).content.decode()
    assert f'href="{LIST}export/?ordner=posteingang"' in content

    table = rows_of(export(consultant_client, LIST, query="?ordner=posteingang").content)

    column = table[0].index("Unternehmen")
    assert [row[column] for row in table[1:]] == companies(consultant_client)


def test_export_without_a_folder_is_of_all(everything, consultant_client):
    assert len(rows_of(export(consultant_client, LIST).content)) == 1 + 11


# Acts on many -----------------------------------------------------------------------------------


def test_consultant_claims_what_nobody_has(consultant_client, consultant, colleague):
    free, taken = asked("Freie GmbH"), asked("Vergebene GmbH", consultant=colleague)
    own, closed = asked("Eigene GmbH"), asked("Alte GmbH")
    own.claim(by=consultant)
    closed.move_to("declined", by=consultant, reason="-")

    response = act(consultant_client, "claim_all", free, taken, own, closed, query="?ordner=alle")

    for vacancy in (free, taken, closed):
        vacancy.refresh_from_db()
    assert (free.consultant, free.status) == (consultant, "in_progress")
    assert (taken.consultant, closed.consultant) == (colleague, None)
    assert sorted(told(response)) == [
        "Eine Anfrage ist übernommen.",
        f"Schon abgeschlossen: {closed.reference}.",
        f"Schon bei Ihnen: {own.reference}.",
        f"Um {taken.reference} kümmert sich schon Anna Berger.",
    ]


def test_what_left_the_folder_meanwhile_is_told(consultant_client, colleague):
    vacancy = asked("Freie GmbH")
    vacancy.claim(by=colleague)  # while somebody looks at the folder of those without a consultant

    response = act(consultant_client, "claim_all", vacancy, query="?ordner=ohne-zustaendige")

    assert told(response) == [f"Um {vacancy.reference} kümmert sich schon Anna Berger."]


def test_consultant_marks_many_as_answered(consultant_client, consultant):
    first, second, other = asked("Erste"), asked("Zweite"), asked("Dritte")
    done = asked("Vierte")
    done.answer(by=consultant)
    activities = done.activities.count()

    response = act(consultant_client, "mark_answered", first, second, done)

    assert told(response) == [
        "2 Anfragen sind als beantwortet markiert.",
        f"Schon beantwortet: {done.reference}.",
    ]
    assert [
        VacancyRequest.objects.get(pk=vacancy.pk).is_answered for vacancy in (first, second, other)
    ] == [True, True, False]
    assert [row.by for row in first.activities.filter(kind="answer")] == [consultant]
    assert done.activities.count() == activities


def test_consultant_hands_many_over(consultant_client, consultant, colleague):
    vacancies = [asked("Erste"), asked("Zweite", consultant=colleague)]

    page = act(consultant_client, "hand_over_all", *vacancies)
    content = page.content.decode()
    response = act(
        consultant_client, "hand_over_all", *vacancies, apply="1", consultant=colleague.pk
    )

    assert "Erste: Data Steward" in content
    assert f">{colleague.get_full_name()}</option>" in content
    assert VacancyRequest.objects.get(pk=vacancies[0].pk).consultant == colleague
    assert told(response) == [
        "Eine Anfrage ist übergeben.",
        f"Schon bei Anna Berger: {vacancies[1].reference}.",
    ]


def test_requests_are_handed_to_consultants_only(consultant_client, editor):
    vacancy = asked("Erste")

    response = act(consultant_client, "hand_over_all", vacancy, apply="1", consultant=editor.pk)

    assert "consultant" in response.context["form"].errors
    assert VacancyRequest.objects.get(pk=vacancy.pk).consultant is None


def test_consultant_declines_many_with_a_reason(consultant_client, consultant):
    first, second, closed = asked("Erste"), asked("Zweite"), asked("Dritte")
    closed.move_to("withdrawn", by=consultant, reason="-")

    asking = act(consultant_client, "decline_all", first, second, closed, apply="1", reason=" ")
    response = act(
        consultant_client, "decline_all", first, second, closed, apply="1", reason="Kein Auftrag"
    )

    assert asking.context["form"].errors == {"reason": ["Bitte nennen Sie einen Grund."]}
    assert [
        (vacancy.status, vacancy.status_reason)
        for vacancy in VacancyRequest.objects.order_by("company")
    ] == [("withdrawn", "-"), ("declined", "Kein Auftrag"), ("declined", "Kein Auftrag")]
    assert told(response) == [
        "2 Anfragen sind abgesagt.",
        f"Schon abgeschlossen: {closed.reference}.",
    ]


def test_reason_that_is_too_long_is_kept_on_the_page(consultant_client):
    vacancy = asked("Erste")
    reason = "<Grund> " * 50

    response = act(consultant_client, "decline_all", vacancy, apply="1", reason=reason)

    content = response.content.decode()
    assert "Bitte kürzen Sie den Text" in content
    assert "&lt;Grund&gt; &lt;Grund&gt;" in content
    assert f'name="_selected_action" value="{vacancy.pk}"' in content
    assert VacancyRequest.objects.get(pk=vacancy.pk).is_open


def test_consultant_puts_many_on_a_day(consultant_client, consultant):
    vacancy, again = asked("Erste"), asked("Zweite")
    again.follow_up(date(2026, 8, 3), by=consultant)

    response = act(consultant_client, "follow_up_all", vacancy, again, apply="1", day="2026-08-03")

    assert VacancyRequest.objects.get(pk=vacancy.pk).follow_up_on == date(2026, 8, 3)
    assert told(response) == [
        "Eine Anfrage ist zur Wiedervorlage gelegt.",
        f"Liegt schon auf diesem Tag: {again.reference}.",
    ]


@pytest.mark.parametrize("day", ["", "morgen", "2026-06-30", "2028-07-01", "9999-12-31"])
def test_day_that_makes_no_sense_is_refused(consultant_client, day):
    vacancy = asked("Erste")

    response = act(consultant_client, "follow_up_all", vacancy, apply="1", day=day)

    assert "day" in response.context["form"].errors
    assert VacancyRequest.objects.get(pk=vacancy.pk).follow_up_on is None


def test_consultant_sets_many_aside_and_trusts_them_again(consultant_client):
    first, second = asked("Erste"), asked("Zweite")

    aside = act(consultant_client, "set_aside_all", first, second)
    again = act(consultant_client, "set_aside_all", first)
    trusted = act(consultant_client, "trust_all", first, query="?ordner=verdacht")
    twice = act(consultant_client, "trust_all", first)

    assert told(aside) == ["2 Anfragen sind zur Seite gelegt."]
    assert told(again) == [f"Schon unter Verdacht: {first.reference}."]
    assert told(trusted) == ["Eine Anfrage ist nicht mehr verdächtig."]
    assert told(twice) == [f"Nicht unter Verdacht: {first.reference}."]
    assert list(VacancyRequest.objects.suspected()) == [second]


def test_nothing_is_done_with_a_request_whose_data_are_erased(consultant_client, consultant):
    vacancy = asked("Erste")
    privacy.erase(vacancy, by=None)
    vacancy.refresh_from_db()

    for name in ("claim_all", "mark_answered", "set_aside_all"):
        response = act(consultant_client, name, vacancy, query="?ordner=alle")
        assert told(response) == [f"Daten schon gelöscht: {vacancy.reference}."]

    assert vacancy.activities.count() == 1


def test_only_what_is_ticked_is_acted_on_whatever_else_is_sent(consultant_client):
    ticked, other = asked("Erste"), asked("Zweite")

    act(consultant_client, "mark_answered", ticked, select_across="1")

    assert [VacancyRequest.objects.get(pk=row.pk).is_answered for row in (ticked, other)] == [
        True,
        False,
    ]
    assert 'class="question' not in opened(consultant_client).content.decode()


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "9" * 40, "²", "\x00"])
def test_odd_tick_is_no_reason_to_fail(consultant_client, key):
    vacancy = asked("Erste")

    response = consultant_client.post(LIST, {"action": "claim_all", "_selected_action": [key]})

    assert response.status_code == 302
    assert VacancyRequest.objects.get(pk=vacancy.pk).consultant is None


def test_who_may_only_look_has_no_acts(consultant_client, consultant):
    group = Group.objects.get(name="Beratung")
    group.permissions.remove(group.permissions.get(codename="change_vacancyrequest"))
    vacancy = asked("Erste")

    content = opened(consultant_client).content.decode()
    consultant_client.post(LIST, {"action": "mark_answered", "_selected_action": [vacancy.pk]})

    assert "Übernehmen" not in content
    assert not VacancyRequest.objects.get(pk=vacancy.pk).is_answered


def test_editors_do_not_see_the_inbox(editor_client):
    assert editor_client.get(LIST).status_code == 403


# What an address may ask ----------------------------------------------------------------------------


@pytest.mark.parametrize("month", ["0001-01", "1969-12", "2100-01", "9999-12", "99999-01"])
def test_month_beyond_the_calendar_is_no_reason_to_fail(consultant_client, month):
    assert consultant_client.get(f"{LIST}?monat={month}").status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "email__contains=anna",
        "company__regex=^N",
        "access_key__startswith=a",
        "sender=x",
        "consultant__password__startswith=a",
    ],
)
def test_address_cannot_ask_about_what_no_filter_offers(consultant_client, query):
    received()

    assert consultant_client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize(
    "search",
    [
        "040 228595570",
        "040228595570",
        "+49 40 228595570",
        "0049 40 228595570",
        "+4940228595570",
        "040 / 228 595-570",
        "0402285",
    ],
)
@pytest.mark.parametrize("phone", ["040 228595570", "+49 (40) 228595570, nach 14 Uhr"])
def test_phone_number_is_found_however_somebody_types_it(consultant_client, phone, search):
    vacancy = received(phone=phone)
    received(message="another", phone="040 111111")

    response = consultant_client.get(LIST, {"q": search})

    assert list(response.context["cl"].result_list) == [vacancy]


def test_each_of_several_numbers_and_a_name_beside_one_are_found(consultant_client):
    vacancy = received(name="Kaiser", phone="040 228595570 oder 0171 2345679")
    received(message="another", phone="040 111111")

    for search in ("0171 2345679", "Kaiser 040 228 595 570", "+49 171 2345679"):
        response = consultant_client.get(LIST, {"q": search})
        assert list(response.context["cl"].result_list) == [vacancy], search


def test_reference_is_found_without_its_hyphens(consultant_client):
    vacancy = received()
    received(message="another")

    plain = vacancy.reference.replace("-", "")
    for search in (plain, plain.lower(), plain.removeprefix("TM"), vacancy.reference):
        response = consultant_client.get(LIST, {"q": search})
        assert list(response.context["cl"].result_list) == [vacancy], search


@pytest.mark.parametrize("rows", [1, 3])
def test_folder_of_failed_mails_costs_the_same_however_many_rows(
    consultant_client, django_assert_num_queries, rows
):
    for number in range(rows):
        vacancy = received(message=f"{number}")
        for kind in ("confirmation", "notice"):
            vacancy.emails.get(kind=kind).mark_failed("der Mailserver hat abgelehnt (554)")
    consultant_client.get(f"{LIST}?ordner=nicht-zugestellt")

    with django_assert_num_queries(8):
        consultant_client.get(f"{LIST}?ordner=nicht-zugestellt")

"""Answering a client from the back office: the draft, the page, and the mail that goes out."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from contacts import replies
from contacts.models import Email, VacancyRequest
from tests.contacts.case import change, page
from tests.contacts.page import Page
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db

ADA = User(username="ada.intern", first_name="Ada", last_name="Berater")


@pytest.fixture
def vacancy():
    return received()


def seen_by(client, vacancy):
    """Return what the page says to have shown to whoever writes on it."""
    return Page(client.get(page(vacancy, "antworten/"), follow=True)).values.get("seen", "")


def reply(client, vacancy, *, subject="Ihre Anfrage", text="Guten Tag", seen=None, query=""):
    """Send a letter from a page that was loaded a moment ago, or that showed what a test names."""
    data = {"subject": subject, "text": text}
    data["seen"] = seen_by(client, vacancy) if seen is None else seen
    return client.post(page(vacancy, f"antworten/{query}"), data, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


# The draft ---------------------------------------------------------------------------------------


def test_draft_says_what_we_understood_and_asks_for_the_rest(time_machine):
    time_machine.move_to(datetime(2026, 11, 3, 8, tzinfo=UTC), tick=False)
    vacancy = received(
        edition=published(salary_bands=[BAND]).pk,
        role_title="Data Steward (m/w)",
        level="senior",
        location="Hamburg",
        start_on="01.04.2027",
        headcount="2",
        budget_minimum="80k",
        phone="040 228595570",
        **{"skills-must": "Python\nSQL"},
    )

    assert replies.subject(vacancy) == f"Ihre Anfrage {vacancy.reference}: Data Steward (m/w)"
    assert replies.draft(vacancy, by=ADA) == "\n".join(
        [
            "Guten Tag Anna Muster,",
            "",
            "vielen Dank für Ihre Anfrage vom 3. November 2026. So haben wir Sie verstanden:",
            "",
            "- Stelle: Data Steward (m/w/d), Senior",
            "- Anzahl der Stellen: 2",
            "- Arbeitsort: Hamburg",
            "- Beginn: 1. April 2027",
            "- Fähigkeiten: Python, SQL",
            "- Jahresgehalt brutto: ab 80.000\u202f€",
            "",
            f"So steht Ihr Budget am Markt. {vacancy.verdict.sentence}",
            "",
            "Damit wir gezielt suchen können, fehlt uns noch etwas:",
            "- Von der Gehaltsspanne kennen wir nur ein Ende. Wo liegt das andere?",
            "- Worauf beruht das Gehalt, zum Beispiel auf einem Tarifvertrag oder auf den "
            "Gehaltsbändern Ihres Unternehmens?",
            "- Dürfen wir die Stelle als „Data Steward (m/w/d)“ ausschreiben?",
            "- Wie viel der Arbeit kann remote sein?",
            "",
            "Als Nächstes würden wir gern kurz mit Ihnen sprechen, etwa 20 Minuten am Telefon. "
            "Nennen Sie uns bitte zwei Termine, die Ihnen passen.",
            "",
            "Freundliche Grüße",
            "Ada Berater",
            "TechMinds",
            "+49 40 228595-570",
        ]
    )


def test_draft_asks_for_nothing_that_is_there():
    vacancy = received(
        role_title="Admin (m/w/d)",
        level="mid",
        location="Köln",
        workplace="hybrid",
        start_on="01.04.2027",
        budget_minimum="80k",
        budget_maximum="90k",
        pay_basis="Haustarif",
        phone="040 228595570",
        **{"tasks-must": "Server betreiben"},
    )

    text = replies.draft(vacancy, by=ADA)

    assert "fehlt" not in text
    assert "?" not in text
    assert "So steht Ihr Budget" not in text  # without bands there is nothing to say


@pytest.mark.parametrize(
    ("values", "question"),
    [
        ({}, "Welches Jahresgehalt (brutto) haben Sie vorgesehen?"),
        ({"budget_minimum": "50k", "budget_maximum": "99k"}, "Die Gehaltsspanne ist recht weit."),
        ({"role_title": "Junger Koch"}, "Der Titel „Junger Koch“ könnte manche Menschen"),
        (
            {"role_title": "Entwickler"},
            "Dürfen wir die Stelle als „Entwickler (m/w/d)“ ausschreiben?",
        ),
        ({}, "Welches Level suchen Sie: Einsteiger, Mid-Level oder Senior?"),
        ({}, "Wo ist der Arbeitsort, und wie viel davon kann remote sein?"),
        ({"workplace": "hybrid"}, "Wo ist der Arbeitsort?"),
        ({}, "Wann soll es losgehen?"),
        ({}, "Unter welcher Nummer erreichen wir Sie?"),
    ],
)
def test_draft_asks_what_is_missing(values, question):
    assert f"\n- {question}" in replies.draft(received(**values), by=ADA)


def test_draft_asks_about_a_swapped_range(consultant, vacancy):
    vacancy.prepare_posting(
        by=consultant,
        posting_title="",
        posting_minimum=90_000,
        posting_maximum=80_000,
        posting_basis="",
    )

    assert "Bei der Gehaltsspanne liegt „von“ über „bis“." in replies.draft(vacancy, by=ADA)


def test_draft_of_a_second_answer_repeats_nothing(consultant, vacancy):
    vacancy.answer(by=consultant)

    assert replies.draft(vacancy, by=ADA) == (
        "Guten Tag Anna Muster,\n\n\n\nFreundliche Grüße\nAda Berater\nTechMinds\n+49 40 228595-570"
    )


def test_draft_never_names_an_account(vacancy):
    assert "ada" not in replies.draft(vacancy, by=User(username="ada.intern"))


def test_subject_fits_into_its_column():
    vacancy = received(role_title="x" * 120)

    assert len(replies.subject(vacancy)) <= 200


# The page ----------------------------------------------------------------------------------------


def test_page_holds_the_draft_and_says_who_gets_it(consultant_client, consultant, vacancy):
    response = consultant_client.get(page(vacancy, "antworten/"))

    form = response.context["form"]
    assert form["subject"].value() == replies.subject(vacancy)
    assert form["text"].value() == replies.draft(vacancy, by=consultant)
    content = response.content.decode()
    assert "An: Anna Muster (Nordlicht GmbH), anna@nordlicht.example" in content
    assert "An anna@nordlicht.example senden" in content


def test_answer_goes_to_the_client_as_it_stands_in_the_end(
    consultant_client, consultant, vacancy, mailbox, work
):
    Email.objects.update(sent_at=timezone.now())

    response = reply(
        consultant_client,
        vacancy,
        subject="Ihre Anfrage\r\nBcc: alle@spam.example",
        text="Guten Tag,\r\n\r\nbis bald.\u202e",
    )
    work()

    assert response.redirect_chain == [(change(vacancy), 302)]
    assert told(response) == ["Antwort an den Kunden gesendet."]
    vacancy.refresh_from_db()
    assert vacancy.is_answered
    (message,) = mailbox.messages
    assert message["To"] == "anna@nordlicht.example"
    assert message["Subject"] == "Ihre Anfrage Bcc: alle@spam.example"
    assert message["Bcc"] is None
    assert message.get_content().startswith("Guten Tag,\r\n\r\nbis bald.\r\n")
    assert mailbox.recipients == [["anna@nordlicht.example"]]
    assert "Guten Tag," in consultant_client.get(change(vacancy)).content.decode()


def test_who_answers_first_takes_care_of_the_request(consultant_client, consultant, vacancy):
    assert (
        "übernehmen Sie sie" in consultant_client.get(page(vacancy, "antworten/")).content.decode()
    )

    reply(consultant_client, vacancy)

    vacancy.refresh_from_db()
    assert (vacancy.consultant, vacancy.status) == (consultant, "in_progress")


def test_answer_takes_nothing_from_a_colleague(consultant_client, administrator, vacancy):
    vacancy.claim(by=administrator)
    assert "übernehmen" not in consultant_client.get(page(vacancy, "antworten/")).content.decode()

    reply(consultant_client, vacancy)

    vacancy.refresh_from_db()
    assert vacancy.consultant == administrator


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"text": " \n\u200b"}, "text"),
        ({"text": "x" * 10_001}, "text"),
    ],
)
def test_answer_that_cannot_be_sent_is_not_lost(consultant_client, vacancy, values, field):
    response = reply(consultant_client, vacancy, **{"text": "Mein Text"} | values)

    assert list(response.context["form"].errors) == [field]
    assert "Nicht gesendet" in response.content.decode()
    assert not vacancy.emails.filter(kind="reply").exists()


def test_colleague_who_answered_meanwhile_is_shown(
    consultant_client, consultant, administrator, vacancy
):
    before = seen_by(consultant_client, vacancy)
    vacancy.reply(by=administrator, subject="Ihre Anfrage", text="Ich war schneller.")

    refused = reply(consultant_client, vacancy, text="Meine Antwort.", seen=before)

    assert refused.status_code == 200
    content = " ".join(refused.content.decode().split())
    assert "admin hat inzwischen geantwortet" in content
    assert "Ich war schneller." in content
    assert "Meine Antwort.</textarea>" in content
    assert vacancy.emails.filter(kind="reply").count() == 1
    shown = Page(refused).values["seen"]
    assert shown == seen_by(consultant_client, vacancy) != before

    reply(consultant_client, vacancy, text="Meine Antwort.", seen=shown)
    assert [mail.text for mail in vacancy.emails.filter(kind="reply")] == [
        "Ich war schneller.",
        "Meine Antwort.",
    ]


def test_second_click_sends_no_second_answer(consultant_client, vacancy):
    seen = seen_by(consultant_client, vacancy)
    reply(consultant_client, vacancy, seen=seen)

    response = reply(consultant_client, vacancy, seen=seen)

    assert told(response) == ["Diese Antwort ist schon unterwegs."]
    assert vacancy.emails.filter(kind="reply").count() == 1


def test_suspected_request_is_not_answered(consultant_client, consultant, vacancy):
    vacancy.set_aside(by=consultant)

    for response in (
        consultant_client.get(page(vacancy, "antworten/"), follow=True),
        reply(consultant_client, vacancy),
    ):
        assert told(response) == [
            "Diese Anfrage steht unter Verdacht. Bevor Sie antworten, klicken Sie bitte auf "
            "„Kein Verdacht“."
        ]
    assert not vacancy.emails.filter(kind="reply").exists()


def test_closed_request_may_still_be_answered(consultant_client, consultant, vacancy):
    vacancy.follow_up(date(2026, 12, 1), by=consultant)
    vacancy.move_to("declined", by=consultant, reason="Passt nicht")

    reply(consultant_client, vacancy, text="Leider nicht.")

    vacancy.refresh_from_db()
    assert vacancy.is_answered
    assert not vacancy.is_open


# What is no answer -----------------------------------------------------------------------------------


def test_letter_that_says_nothing_is_not_sent(consultant_client, consultant, vacancy):
    vacancy.reply(by=consultant, subject="Ihre Anfrage", text="Guten Tag")
    blank = replies.draft(vacancy, by=consultant).replace("\n", "\r\n")

    response = reply(consultant_client, vacancy, text=f" {blank}\r\n")

    assert response.context["form"].errors == {
        "text": [
            "Zwischen Anrede und Gruß steht noch nichts. Bitte schreiben Sie, was der Kunde lesen soll."
        ]
    }
    assert Email.objects.filter(kind="reply").count() == 1


@pytest.mark.parametrize("lines", [2, 3, 4])
def test_part_of_the_empty_letter_says_nothing_either(consultant_client, vacancy, lines):
    text = "\n".join(["Guten Tag Anna Muster", "Freundliche Grüße", "TechMinds", "."][:lines])

    response = reply(consultant_client, vacancy, text=text)

    assert list(response.context["form"].errors) == ["text"]


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (lambda vacancy, by: vacancy.withdraw(), "Der Kunde hat inzwischen etwas ergänzt"),
        (
            lambda vacancy, by: vacancy.hear("STOPP: Stelle ist besetzt."),
            "STOPP: Stelle ist besetzt.",
        ),
        (
            lambda vacancy, by: vacancy.move_to("declined", by=by, reason="Budget"),
            "Die Anfrage steht inzwischen anders da",
        ),
        (lambda vacancy, by: vacancy.claim(by=by), "zuständig: admin"),
        (lambda vacancy, by: vacancy.answer(by=by), "beantwortet am"),
    ],
    ids=["withdrawn", "said", "declined", "claimed", "answered"],
)
def test_letter_waits_where_the_request_has_changed_since_it_was_begun(
    consultant_client, administrator, vacancy, meanwhile, told
):
    before = seen_by(consultant_client, vacancy)
    meanwhile(VacancyRequest.objects.get(pk=vacancy.pk), administrator)

    refused = reply(consultant_client, vacancy, text="Wann passt es Ihnen?", seen=before)

    assert told in Page(refused).words
    assert "Wann passt es Ihnen?</textarea>" in refused.content.decode()
    assert not vacancy.emails.filter(kind="reply").exists()

    reply(
        consultant_client, vacancy, text="Wann passt es Ihnen?", seen=Page(refused).values["seen"]
    )
    assert vacancy.emails.filter(kind="reply").count() == 1


def test_page_shows_what_the_client_said_that_nobody_has_dealt_with(consultant_client, vacancy):
    vacancy.hear("Es eilt jetzt doch.")

    shown = Page(consultant_client.get(page(vacancy, "antworten/"))).words

    assert "Was der Kunde zuletzt ergänzt hat Es eilt jetzt doch." in shown


def test_draft_to_a_client_whom_we_declined_asks_for_nothing(consultant, vacancy):
    vacancy.move_to("declined", by=consultant, reason="Budget zu klein")

    draft = replies.draft(vacancy, by=ADA)

    assert "Leider können wir diese Suche nicht für Sie übernehmen." in draft
    assert "nach 6 Monaten" in draft
    assert "Budget zu klein" not in draft
    assert "?" not in draft


def test_draft_to_a_client_who_withdrew_says_that_we_stop(vacancy):
    vacancy.withdraw()
    vacancy.refresh_from_db()

    draft = replies.draft(vacancy, by=ADA)

    assert "ist zurückgezogen, wir suchen nicht weiter." in draft
    assert "Leider" not in draft


def test_letter_waits_with_all_that_was_said_since_and_not_only_the_last(
    consultant_client, administrator, vacancy
):
    before = seen_by(consultant_client, vacancy)
    vacancy.hear("STOPP: Stelle ist besetzt.")
    VacancyRequest.objects.get().reply(by=administrator, subject="Re", text="Verstanden.")

    shown = Page(reply(consultant_client, vacancy, seen=before)).words

    assert "STOPP: Stelle ist besetzt." in shown
    assert "admin hat inzwischen geantwortet" in shown
    assert vacancy.emails.filter(kind="reply").count() == 1

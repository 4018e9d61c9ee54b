"""Files of clients: taken with the form, kept when it comes back, and seen by nobody outside."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contacts import privacy
from contacts.models import Attachment, VacancyRequest
from contacts.models.attachment import MOST, SALT, private_storage
from tests.contacts.files import docx, pdf
from tests.contacts.page import Page
from tests.factories import typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
LOST = (
    "Eine Datei, die Sie vor längerer Zeit gewählt haben, ist nicht mehr da. Bitte wählen Sie sie noch "
    "einmal aus."
)
SEVERAL_LOST = "Dateien, die Sie vor längerer Zeit gewählt haben, sind nicht mehr da."
FULL = "Bitte schicken Sie höchstens 3 Dateien."


def file(name="Stelle.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def post(client, *files, kept=(), **values):
    data = typed(**values) | {"attachments": list(files), "attachments-kept": list(kept)}
    return client.post(ADDRESS, data)


def kept_in(response):
    """Return the tokens of the files that a form which came back has kept."""
    html = response.content.decode()
    return re.findall(r'name="attachments-kept" value="([^"]+)" checked', html)


def names():
    return [attachment.name for attachment in VacancyRequest.objects.get().attachments.all()]


def test_files_come_with_the_request(client):
    response = post(client, file("Stelle.pdf"), file("Team.docx", docx()))

    assert response.status_code == 302
    assert names() == ["Stelle.pdf", "Team.docx"]
    first = Attachment.objects.first()
    with first.file.open() as stored:
        assert stored.read() == pdf()
    assert re.fullmatch("[0-9a-f]{32}", first.file.name)
    assert first.size == len(pdf())


def test_file_lies_where_nobody_is_served_from(client, settings):
    post(client, file())

    path = Attachment.objects.get().file.path
    for served in (settings.MEDIA_ROOT, settings.STATIC_ROOT, settings.BASE_DIR / "static"):
        assert not path.startswith(str(served))
    name = Attachment.objects.get().file.name
    for address in (f"/{name}", f"/media/{name}", f"/static/{name}", f"/private/{name}"):
        assert client.get(address).status_code == 404


def test_file_is_kept_when_the_form_comes_back(client):
    response = post(client, file("Stelle.pdf"), email="")

    assert response.status_code == 422
    assert "Stelle.pdf" in response.content.decode()
    assert VacancyRequest.objects.count() == 0

    again = post(client, kept=kept_in(response))

    assert again.status_code == 302
    assert names() == ["Stelle.pdf"]


def test_file_that_is_unticked_does_not_come_along(client):
    response = post(client, file(), email="")
    assert len(kept_in(response)) == 1

    post(client)

    assert names() == []


def test_bad_file_costs_neither_the_text_nor_the_good_one(client):
    response = post(client, file("Gut.pdf"), file("Böse.pdf", b"MZ\x90\x00"), message="Viel Text")

    page = Page(response)
    assert response.status_code == 422
    assert page.error("attachments").startswith("„Böse.pdf“ ist weder ein PDF noch")
    assert page.values["message"] == "Viel Text"
    assert len(kept_in(response)) == 1


def test_file_is_kept_while_the_budget_is_checked(client):
    response = client.post(ADDRESS, {"check": "budget", "attachments": [file()]})

    assert response.status_code == 200
    assert len(kept_in(response)) == 1


def test_file_is_kept_after_a_failed_csrf_check():
    browser = Client(enforce_csrf_checks=True)

    response = post(browser, file())

    assert response.status_code == 403
    assert len(kept_in(response)) == 1
    page = Page(response)
    again = browser.post(ADDRESS, page.values | {"attachments-kept": kept_in(response)})
    assert again.status_code == 302
    assert names() == ["Stelle.pdf"]


def test_more_than_three_files_are_refused_and_three_kept(client):
    response = post(client, *(file(f"{number}.pdf") for number in range(4)))

    assert Page(response).error("attachments") == FULL
    assert len(kept_in(response)) == 3


def test_three_files_in_all_however_often_the_form_comes_back(client):
    first = post(client, file("1.pdf"), file("2.pdf"), email="")

    second = post(client, file("3.pdf"), file("4.pdf"), kept=kept_in(first))

    assert Page(second).error("attachments") == FULL
    assert len(kept_in(second)) == 3
    post(client, kept=kept_in(second))
    assert names() == ["1.pdf", "2.pdf", "3.pdf"]


def test_large_file_is_refused_beside_the_field_and_the_text_kept(client):
    large = SimpleUploadedFile("Groß.pdf", b"%PDF-1.7" + b"x" * (11 * 1024 * 1024))

    response = post(client, large, message="Viel Text")

    page = Page(response)
    assert response.status_code == 422
    assert page.error("attachments").startswith("„Groß.pdf“ ist größer als 10 MB.")
    assert page.values["message"] == "Viel Text"


def test_hundred_files_are_refused_and_the_text_kept(client):
    response = post(client, *(file(f"{number}.pdf") for number in range(101)), message="Viel Text")

    page = Page(response)
    assert response.status_code == 422
    assert page.error("attachments") == FULL
    assert page.values["message"] == "Viel Text"


def test_body_that_is_no_mistake_is_not_read(client):
    response = client.post(ADDRESS, typed(), CONTENT_LENGTH=str(70 * 1024 * 1024))

    assert response.status_code == 413
    assert "Ihre Dateien sind zu groß" in response.content.decode()


def test_disk_is_not_filled_by_forms_that_nobody_sends(client):
    post(client, file("Alt.pdf"), email="")
    Attachment.objects.update(size=2 * 1024**3 + 1)

    response = post(client, file("Neu.pdf"), message="Viel Text")

    page = Page(response)
    assert response.status_code == 422
    assert page.error("attachments").startswith("Gerade können wir keine Dateien annehmen.")
    assert page.values["message"] == "Viel Text"
    assert Attachment.objects.count() == 1
    assert post(client).status_code == 302


def test_one_sender_does_not_fill_the_disk(client):
    for number in range(4):
        files = [file(f"{number}{letter}.pdf") for letter in "abc"]
        assert len(kept_in(post(client, *files, email=""))) == 3

    response = post(client, file("Neu.pdf"), message="Viel Text")

    assert Page(response).error("attachments").startswith("Gerade können wir keine Dateien")
    elsewhere = client.post(
        ADDRESS, typed(attachments=[file("Neu.pdf")]), REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302
    assert names() == ["Neu.pdf"]


def test_file_that_found_its_request_names_no_sender(client):
    response = post(client, file(), email="")
    assert len(Attachment.objects.get().sender) == 32

    post(client, kept=kept_in(response))

    assert Attachment.objects.get().sender == ""


# Whose files they are ------------------------------------------------------------------------------


def test_token_of_nobody_brings_no_file(client):
    kept = kept_in(post(client, file(), email=""))

    for forged in (kept[0][:-1] + "x", "1", "", "x" * 3000, str(Attachment.objects.get().pk)):
        response = post(client, kept=[forged])
        assert LOST in Page(response).words
    assert not VacancyRequest.objects.exists()


def test_file_that_went_with_a_request_comes_along_with_the_next_one(client):
    """Who goes back after sending and asks for one person more sends the same form with its file."""
    kept = kept_in(post(client, file(), email=""))
    post(client, kept=kept)

    client.post(ADDRESS, typed(message="another") | {"attachments-kept": kept})

    first, second = VacancyRequest.objects.order_by("pk")
    mine, other = first.attachments.get(), second.attachments.get()
    assert (mine.name, mine.size, mine.digest) == (other.name, other.size, other.digest)
    assert mine.file.name != other.file.name
    with other.file.open() as stored:
        assert stored.read() == pdf()
    privacy.erase(first, by=None)
    assert second.attachments.get() == other


def test_token_is_good_for_a_day_and_whoever_comes_later_is_told(client):
    kept = kept_in(post(client, file(), email=""))

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        response = post(client, kept=kept)

        assert response.status_code == 422
        assert LOST in Page(response).words
        assert kept_in(response) == []
        assert post(client, file()).status_code == 302
    assert names() == ["Stelle.pdf"]


def test_several_files_that_are_gone_are_told_once(client):
    kept = kept_in(post(client, file("A.pdf"), file("B.pdf"), email=""))
    Attachment.objects.all().discard()

    page = Page(post(client, kept=kept))

    assert SEVERAL_LOST in page.words
    assert LOST not in page.words


def test_abandoned_files_are_deleted_after_a_day(client, django_capture_on_commit_callbacks):
    post(client, file("Mit.pdf"))
    post(client, file("Ohne.pdf"), email="", message="another")
    lost = Attachment.objects.get(request=None).file.name

    assert Attachment.objects.abandoned().discard() == 0
    with (
        time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert Attachment.objects.abandoned().discard() == 1

    assert [attachment.name for attachment in Attachment.objects.all()] == ["Mit.pdf"]
    assert not private_storage().exists(lost)


def test_double_click_with_a_file_is_one_request(client):
    post(client, file())
    post(client, file())

    assert VacancyRequest.objects.count() == 1
    assert names() == ["Stelle.pdf"]
    assert not Attachment.objects.waiting().exists()


def test_file_that_was_kept_and_is_chosen_again_counts_once(client):
    files = [file("A.pdf"), file("B.pdf"), file("C.pdf")]
    kept = kept_in(post(client, *files, email=""))

    response = post(client, file("A.pdf"), kept=kept)

    assert response.status_code == 302
    assert names() == ["A.pdf", "B.pdf", "C.pdf"]


def test_token_of_a_file_tells_no_number(client):
    (token,) = kept_in(post(client, file(), email=""))

    assert signing.loads(token, salt=SALT) == Attachment.objects.get().file.name


def test_one_file_in_many_requests_fills_no_disk(client):
    kept = kept_in(post(client, file(), email=""))

    answers = [post(client, kept=kept, message=f"{number}") for number in range(8)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [422] * 3
    assert "Eine Datei haben Sie schon mit mehreren Anfragen geschickt." in Page(answers[-1]).words
    assert LOST not in Page(answers[-1]).words
    assert Attachment.objects.count() == 5


def test_file_that_comes_when_the_form_is_sent_again_is_added(client):
    post(client)
    post(client, file("Nachgereicht.pdf"))

    assert VacancyRequest.objects.count() == 1
    assert names() == ["Nachgereicht.pdf"]
    vacancy = VacancyRequest.objects.get()
    assert [row.text for row in vacancy.activities.filter(kind="client")] == ["Nachgereicht.pdf"]
    assert vacancy.emails.filter(kind="update").count() == 1
    assert vacancy.news_on == timezone.localdate()


def test_corrected_file_of_the_same_name_and_size_is_added(client):
    wrong, right = pdf() + b"\n", pdf() + b" "
    post(client, file("Stelle.pdf", wrong))
    post(client, file("Stelle.pdf", right))

    assert VacancyRequest.objects.count() == 1
    assert names() == ["Stelle.pdf", "Stelle.pdf"]


def test_form_that_is_sent_again_and_again_fills_no_disk(client):
    for number in range(6):
        post(client, *(file(f"{number}-{one}.pdf") for one in range(3)))

    assert len(names()) == MOST


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Anna\\Stelle.pdf", "Stelle.pdf"),
        ("Stelle\u202efdp.exe", "Stellefdp.pdf"),
        ("x" * 255 + ".pdf", "x" * 116 + ".pdf"),
        ("<b>.pdf", "<b>.pdf"),
    ],
)
def test_name_of_a_file_is_stored_clean(client, name, shown):
    post(client, file(name))

    assert names() == [shown]


# In the back office --------------------------------------------------------------------------------


def test_staff_downloads_and_never_opens(client, consultant_client, editor_client):
    post(client, file("Stelle.pdf"))
    address = f"/admin/contacts/vacancyrequest/anhang/{Attachment.objects.get().pk}/"

    response = consultant_client.get(address)

    assert b"".join(response.streaming_content) == pdf()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="Stelle.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert editor_client.get(address).status_code == 403
    assert client.get(address).status_code == 302

"""Where clients and candidates find us."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from contacts.models import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    call_command("load_offices")


def test_offices_page_shows_the_head_office_first(client, offices):
    response = client.get("/standorte/")

    assert response.status_code == 200
    assert [office.city for office in response.context["offices"]] == ["Hamburg", "München"]
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    for text in ("Neuer Wall 59", "20354 Hamburg", "Rosenstraße 7", "80331 München", "Hauptsitz"):
        assert main.count(text) == 1
    for phone, link in (
        ("+49 40 228595-570", "tel:+4940228595570"),
        ("+49 89 215367-160", "tel:+4989215367160"),
    ):
        assert f'<a href="{link}">{phone}</a>' in main


def test_offices_page_without_offices_points_to_the_imprint(client):
    response = client.get("/standorte/")

    assert "Unsere Anschriften finden Sie im" in response.content.decode()


def test_offices_page_costs_one_query(client, offices, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/standorte/")


def test_loading_offices_twice_keeps_what_was_edited(offices):
    Office.objects.filter(slug="hamburg").update(phone="+49 40 1")

    call_command("load_offices")

    assert list(Office.objects.values_list("slug", "phone")) == [
        ("hamburg", "+49 40 1"),
        ("muenchen", "+49 89 215367-160"),
    ]


def test_loading_offices_brings_none_back_that_was_closed(offices):
    Office.objects.filter(slug="muenchen").delete()

    call_command("load_offices")

    assert [office.slug for office in Office.objects.all()] == ["hamburg"]


def test_phone_link_leaves_out_what_nobody_dials_from_abroad():
    assert Office(phone="+49 (0) 40 / 228595-570").phone_link == "tel:+4940228595570"


def test_office_there_is_one_head_office(offices):
    munich = Office.objects.get(slug="muenchen")
    munich.is_head_office = True

    with pytest.raises(ValidationError) as refused:
        munich.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        munich.save()

    assert refused.value.messages == ["Es gibt schon einen Hauptsitz."]


def test_office_slug_is_unique(offices):
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(slug="hamburg", city="Hamburg")


def test_editor_changes_an_office(editor_client, client, offices):
    hamburg = Office.objects.get(slug="hamburg")

    response = editor_client.post(
        f"/admin/contacts/office/{hamburg.pk}/change/",
        {
            "city": "Hamburg",
            "slug": "hamburg",
            "street": "Neuer\u200b Wall\u202e 60",
            "postal_code": "20354",
            "phone": "+49 40 228595-570",
            "is_head_office": "on",
        },
    )

    assert response.status_code == 302
    hamburg.refresh_from_db()
    assert hamburg.street == "Neuer Wall 60"
    assert "Neuer Wall 60" in client.get("/standorte/").content.decode()


def test_consultant_sees_offices_and_changes_none(consultant_client, offices):
    hamburg = Office.objects.get(slug="hamburg")
    url = f"/admin/contacts/office/{hamburg.pk}/change/"

    assert consultant_client.get(url).status_code == 200
    assert consultant_client.post(url, {"city": "Bremen"}).status_code == 403
    hamburg.refresh_from_db()
    assert hamburg.city == "Hamburg"

"""References that a client reads out on the phone."""

import re

import pytest
from django.db import IntegrityError, transaction

from contacts.models import VacancyRequest
from contacts.models.vacancy_request import new_reference
from tests.factories import received


def test_reference_is_short_and_has_no_look_alikes():
    references = {new_reference() for _ in range(500)}

    assert all(
        re.fullmatch(r"TM-[34679ACDEFGHJKMNPQRTWXY]{4}-[34679ACDEFGHJKMNPQRTWXY]{4}", reference)
        for reference in references
    )
    assert len(references) == 500


@pytest.mark.django_db
def test_reference_taken_already_is_drawn_again():
    first = received()
    second = VacancyRequest(
        reference=first.reference,
        submission_key="another",
        company="Südlicht AG",
        name="Bernd Beispiel",
        email="bernd@suedlicht.example",
        role_title="Admin",
    )

    stored = second.receive()

    assert stored == second != first
    assert stored.reference != first.reference
    assert [mail.kind for mail in stored.emails.all()] == ["confirmation", "notice"]
    assert VacancyRequest.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["reference", "submission_key"])
def test_reference_and_submission_key_are_unique(field):
    first, second = received(), received(message="another")

    with pytest.raises(IntegrityError), transaction.atomic():
        VacancyRequest.objects.filter(pk=second.pk).update(**{field: getattr(first, field)})

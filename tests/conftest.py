"""What tests share: the real content, staff of each group, a browser-like client for each."""

import os
from pathlib import Path

import hypothesis
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from roles import guide_file
from roles.models import RoleProfile
from tests.factories import load

# The browser driver runs an event loop beside the tests; the ORM would refuse to work next to it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How long an example takes says more about what else the machine does than about the code; and a whole
# guide is made of so many texts that some draws throw most of them away.
hypothesis.settings.register_profile(
    "techminds",
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.too_slow,
        hypothesis.HealthCheck.filter_too_much,
    ],
)
hypothesis.settings.load_profile("techminds")

CONTENT = Path(__file__).resolve().parents[1] / "roles" / "content"


@pytest.fixture(autouse=True)
def django_db_serialized_rollback():
    """Start transactional tests with what the migrations put in: groups, schedule.

    pytest-django asks for no more than the name of this fixture.
    """


@pytest.fixture
def ml_guide():
    """The real Machine Learning Engineer guide, as its file has it."""
    path = CONTENT / "machine-learning-engineer.yaml"
    return guide_file.parse(path.read_text(encoding="utf-8"))


@pytest.fixture
def ml_profile(db, ml_guide) -> RoleProfile:
    """A working copy of the real guide, not published yet."""
    return load(ml_guide)


@pytest.fixture
def ml_edition(ml_profile):
    """The real guide, published a moment ago."""
    return ml_profile.publish(note="Erste Ausgabe.")


def _staff(name, group=None):
    user = User.objects.create_user(
        name, password="long-enough-for-a-test", is_staff=True, is_superuser=group is None
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def _client(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(db):
    return _staff("redaktion", "Redaktion")


@pytest.fixture
def consultant(db):
    return _staff("beratung", "Beratung")


@pytest.fixture
def administrator(db):
    return _staff("admin")


@pytest.fixture
def editor_client(editor):
    return _client(editor)


@pytest.fixture
def consultant_client(consultant):
    return _client(consultant)


@pytest.fixture
def administrator_client(administrator):
    return _client(administrator)

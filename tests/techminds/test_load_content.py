"""The commands that bring a site from nothing to something to look at."""

import socket
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from contacts.models import Office
from roles.models import Edition, RoleProfile
from techminds.models import LegalPage
from techminds.prose import clean_chapters

NAMES = ["admin", "beratung", "redaktion"]


def run(command, **options):
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def port():
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_load_content_fills_an_empty_site(db):
    run("load_content")

    assert Edition.objects.current().count() == 3
    assert list(Office.objects.values_list("city", "is_head_office")) == [
        ("Hamburg", True),
        ("München", False),
    ]
    pages = LegalPage.objects.order_by("slug")
    assert [page.slug for page in pages] == ["barrierefreiheit", "datenschutz", "impressum"]
    for page in pages:
        assert len(page.text) > 200
        assert clean_chapters(page.text) == page.text
    imprint = LegalPage.objects.get(slug="impressum").text
    assert "des Digitale-Dienste-Gesetzes (DDG)" in imprint
    assert "TMG" not in imprint


def test_load_content_again_keeps_what_is_there(db):
    run("load_content")
    LegalPage.objects.filter(slug="impressum").update(text="<p>Von Hand.</p>")
    Office.objects.filter(city="Hamburg").update(phone="+49 40 1")
    RoleProfile.objects.filter(slug="data-engineer").update(teaser="Von Hand.")

    said = run("load_content")

    assert LegalPage.objects.get(slug="impressum").text == "<p>Von Hand.</p>"
    assert Office.objects.get(city="Hamburg").phone == "+49 40 1"
    assert RoleProfile.objects.get(slug="data-engineer").teaser == "Von Hand."
    assert (Edition.objects.count(), Office.objects.count(), LegalPage.objects.count()) == (3, 2, 3)
    assert "Impressum: vorhanden" in said


def test_prepare_demo_creates_users_with_a_password_shown_once(db, monkeypatch, port):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    first, second = run("prepare_demo", port=port), run("prepare_demo", port=port)

    password = first.partition("password: ")[2].split()[0]
    assert len(password) == 16
    assert password not in second
    assert "password as shown at the first start" in second
    for name in NAMES:
        assert User.objects.get(username=name).check_password(password)
    rights = User.objects.order_by("username").values_list(
        "username", "is_staff", "is_superuser", "groups__name"
    )
    assert list(rights) == [
        ("admin", True, True, None),
        ("beratung", True, False, "Beratung"),
        ("redaktion", True, False, "Redaktion"),
    ]


def test_prepare_demo_takes_the_password_of_the_environment(db, monkeypatch, port):
    monkeypatch.setenv("DEMO_PASSWORD", "erstes-Kennwort")
    run("prepare_demo", port=port)
    monkeypatch.setenv("DEMO_PASSWORD", "zweites-Kennwort")

    said = run("prepare_demo", port=port)

    assert "zweites-Kennwort" not in said
    for name in NAMES:
        assert User.objects.get(username=name).check_password("zweites-Kennwort")
        assert not User.objects.get(username=name).check_password("erstes-Kennwort")


def test_prepare_demo_again_keeps_passwords(db, monkeypatch, port):
    monkeypatch.setenv("DEMO_PASSWORD", "erstes-Kennwort")
    run("prepare_demo", port=port)
    monkeypatch.delenv("DEMO_PASSWORD")
    User.objects.get(username="beratung").delete()

    said = run("prepare_demo", port=port)

    assert "Users  beratung - password: " in said
    assert User.objects.get(username="admin").check_password("erstes-Kennwort")


@pytest.mark.parametrize("name", NAMES)
def test_prepare_demo_lets_its_users_log_in(db, monkeypatch, port, client, name):
    monkeypatch.setenv("DEMO_PASSWORD", "erstes-Kennwort")
    run("prepare_demo", port=port)

    response = client.post(
        "/admin/login/?next=/admin/", {"username": name, "password": "erstes-Kennwort"}
    )

    assert (response.status_code, response.url) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_prepare_demo_names_the_addresses(db, port):
    said = run("prepare_demo", port=port)

    for path in ("/", "/jobprofile/machine-learning-engineer/", "/admin/"):
        assert f"http://127.0.0.1:{port}{path}\n" in said


def test_prepare_demo_refuses_a_port_in_use(db):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"^Port {port} is not free .+ make run PORT=8001$"):
            run("prepare_demo", port=port)

    assert User.objects.count() == 0


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_prepare_demo_refuses_a_port_that_does_not_exist(db, port):
    with pytest.raises(CommandError, match=f"^Port {port} does not exist"):
        run("prepare_demo", port=port)

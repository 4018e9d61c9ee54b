"""Logging in: who guesses is locked out, and by whose address."""

import pytest
from django.test import Client

from techminds.peer import address

ATTACKER, OFFICE = "203.0.113.7", "198.51.100.9"


def log_in(client, password="long-enough-for-a-test", **headers):
    data = {"username": "redaktion", "password": password}
    return client.post("/admin/login/?next=/admin/", data, **headers)


def test_login_leads_to_the_desk(editor, client):
    response = log_in(client)

    assert (response.status_code, response.url) == (302, "/admin/")


def test_login_leads_nowhere_else(editor, client):
    data = {"username": "redaktion", "password": "long-enough-for-a-test"}

    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example/"):
        response = client.post(f"/admin/login/?next={target}", data | {"next": target})

        assert response.url == "/admin/"


def test_who_guesses_is_locked_out_and_nobody_else(editor, settings):
    settings.BEHIND_PROXY = True
    for number in range(8):
        # The client's own claim comes first and changes; what the proxy saw comes last.
        forged = f"10.0.0.{number}, {ATTACKER}"
        locked = log_in(Client(), "geraten", HTTP_X_FORWARDED_FOR=forged)

    assert locked.status_code == 429
    assert "Zu viele Versuche" in locked.content.decode()
    assert log_in(Client(), HTTP_X_FORWARDED_FOR=f"10.9.9.9, {ATTACKER}").status_code == 429
    assert log_in(Client(), HTTP_X_FORWARDED_FOR=OFFICE).status_code == 302


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, ATTACKER, "127.0.0.1"),
        (True, ATTACKER, ATTACKER),
        (True, f"10.0.0.1, {ATTACKER}", ATTACKER),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "", "127.0.0.1"),
        (True, "unknown", "127.0.0.1"),
        (True, "1.2.3.4:99", "127.0.0.1"),
    ],
)
def test_address_is_what_the_proxy_saw(rf, settings, behind_proxy, forwarded, expected):
    settings.BEHIND_PROXY = behind_proxy

    assert address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == expected


def test_form_without_its_csrf_token_is_asked_for_again(editor):
    response = log_in(Client(enforce_csrf_checks=True))

    assert response.status_code == 403
    assert "Bitte laden Sie die Seite neu" in response.content.decode()

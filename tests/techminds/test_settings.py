"""With DEBUG off nothing insecure has a default: what is missing stops the start with a sentence."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "techminds" / "settings.py"
PRODUCTION = {
    "DEBUG": "off",
    "HTTPS": "on",
    "SECRET_KEY": "a-key-for-this-test-that-is-long-enough-for-every-check-of-django-1234567890",
    "ALLOWED_HOSTS": "techminds.example,www.techminds.example",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "OFFICE_EMAIL": "office@techminds.example",
    "FROM_EMAIL": "TechMinds <hallo@techminds.example>",
    "SITE_URL": "https://techminds.example/",
    "CACHE_URL": "locmemcache://",
    "BEHIND_PROXY": "off",
}


@pytest.fixture
def start(monkeypatch):
    """Read the settings anew in a given environment and return them."""

    def start(**environment):
        for name, value in (PRODUCTION | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return start


REQUIRED = ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "OFFICE_EMAIL", "FROM_EMAIL", "SITE_URL"]


@pytest.mark.parametrize("name", REQUIRED)
def test_settings_refuse_to_start_without(start, name):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} is missing\. Set it to .+\.env"):
        start(**{name: ""})


def test_settings_take_defaults_for_debugging_only(start):
    settings = start(DEBUG="on", HTTPS="off", **dict.fromkeys(REQUIRED, ""))

    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


def test_settings_of_production_are_secure(start):
    settings = start()

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["techminds.example", "www.techminds.example"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 730 * 24 * 60 * 60
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SITE_URL"] == "https://techminds.example"
    assert settings["EMAIL_TIMEOUT"] == 10
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


def test_settings_trust_a_proxy_only_when_told(start):
    settings = start(BEHIND_PROXY="on")

    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_settings_end_a_statement_that_hangs(start):
    database = start(DATABASE_URL="postgres://user:secret@db.example/site")["DATABASES"]["default"]

    assert "statement_timeout=5000" in database["OPTIONS"]["options"]
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["check", "--deploy", "--fail-level", "WARNING"], "no issues"),
        (["makemigrations", "--check", "--dry-run"], "No changes detected"),
    ],
)
def test_production_passes(command, said):
    done = subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *command],
        cwd=ROOT,
        env=PRODUCTION
        | {"DJANGO_SETTINGS_MODULE": "techminds.settings", "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert done.returncode == 0
    assert said in done.stdout


@pytest.mark.parametrize("command", ["check", "migrate", "qcluster", "help"])
def test_command_says_in_one_sentence_what_is_missing(command):
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=PRODUCTION | {"DJANGO_SETTINGS_MODULE": "techminds.settings", "SITE_URL": ""},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "TechMinds cannot start: SITE_URL is missing. Set it to the site's address, such as "
        "https://example.org. (.env.example explains each variable.)"
    ]

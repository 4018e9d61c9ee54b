"""A real browser on the real site: Chromium as the machine has it, content as we publish it."""

from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import chromium

# No sandbox: it needs rights that containers do not have, and the only pages it sees are ours.
# The rest keeps the browser from calling home.
FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


# Milliseconds; only what never comes takes so long. On two cores with another browser beside it, the page of
# a profile with its text editors needs four seconds.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = {"executable_path": chromium.executable(), "args": FLAGS}
    return browser_type_launch_args | arguments


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(scope="session")
def base_url(live_server):
    """Where a path alone leads; stands in for the plugin's own, which pytest 9 warns about."""
    return live_server.url


@pytest.fixture
def site(django_db_serialized_rollback, live_server):
    """The address of a running site with all of its real content."""
    call_command("load_content", stdout=StringIO())
    return live_server.url

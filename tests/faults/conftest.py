"""Real processes on a database of their own; whatever a test does to them, all of it ends with it."""

from contextlib import contextmanager

import pytest

from tests.contacts.conftest import Mailbox, Server
from tests.faults import databases
from tests.faults.site import Site, settings_of


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory):
    """A database with tables, offices and an edition; copied and not used itself."""
    folder = tmp_path_factory.mktemp("faults")
    database = databases.filled(folder, settings_of(folder))
    yield database
    database.drop()


@contextmanager
def running(site):
    """Yield a site; end its processes in any case, and look through what they said."""
    try:
        yield site
    finally:
        site.end()
    assert site.told() == [], "The log names somebody."


@pytest.fixture
def site(filled_database, tmp_path):
    """A site whose processes a test starts, and whose log names nobody in the end."""
    database = filled_database.copy(tmp_path)
    try:
        with running(Site(tmp_path, database)) as site:
            yield site
    finally:
        database.drop()


class MailServer:
    """A mail server that comes and goes, always at the same address, with one mailbox."""

    def __init__(self, port):
        self.port, self.mailbox, self.controller = port, Mailbox(), None

    def start(self):
        self.controller = Server(self.mailbox, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def mail_server(site):
    """The mail server of the site, not started yet."""
    server = MailServer(site.mail_port)
    yield server
    server.stop()

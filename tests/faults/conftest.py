"""Real processes on a database of their own; whatever a test does to them, all of it ends with it."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.contacts.conftest import Mailbox, Server
from tests.faults import databases
from tests.faults.site import Site, settings_of

PATIENT = "3"  # seconds that a writer waits on SQLite; as many as come at once need afterwards


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


class LockedFile:
    """SQLite, and somebody who keeps the file locked as nobody of ours would."""

    def __init__(self, database):
        self.database = database

    def go_away(self):
        self.holder = self.database.connect()
        self.holder.execute("BEGIN EXCLUSIVE")

    def come_back(self):
        self.holder.close()


class KilledServer:
    def __init__(self, server):
        self.go_away, self.come_back = server.kill, server.start


@pytest.fixture(scope="module")
def own_server():
    # Its socket needs a short path, and its user a folder that others can enter.
    with tempfile.TemporaryDirectory(prefix="techminds-postgresql-") as folder:
        server = databases.OwnServer(Path(folder))
        try:
            yield server
        finally:
            server.end()


@pytest.fixture(scope="module")
def own_database(own_server, tmp_path_factory):
    """A filled database on the server that can be killed; copied and not used itself."""
    database = databases.PostgreSQL(own_server.url)
    databases.prepare(database.url, settings_of(tmp_path_factory.mktemp("own")))
    return database


@pytest.fixture
def shaky(filled_database, tmp_path, request):
    """A site with its web server, and what takes its database away and brings it back."""
    if filled_database.vendor == "sqlite":
        database = filled_database.copy(tmp_path)
        fault = LockedFile(database)
    else:
        database = request.getfixturevalue("own_database").copy(tmp_path)
        fault = KilledServer(request.getfixturevalue("own_server"))
    with running(Site(tmp_path, database, FAULTS_LOCK_TIMEOUT=PATIENT)) as site:
        site.web = site.start_web()
        yield site, fault


@pytest.fixture
def shaky_mail_server(shaky):
    """The mail server of that site, not started yet."""
    server = MailServer(shaky[0].mail_port)
    yield server
    server.stop()

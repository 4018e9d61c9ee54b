"""The database goes away while somebody sends the form: nothing of what they typed is lost.

On PostgreSQL the server is killed and started again, on SQLite somebody keeps the file locked.
"""

import html
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults import databases
from tests.faults.conftest import running
from tests.faults.site import Site, settings_of

PATIENT = "3"  # seconds that a writer waits on SQLite; as many as come at once need afterwards
AT_ONCE = 16  # more than the web server has threads, so that each of them gets one to do


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
        site.start_web()
        yield site, fault


def at_once(call, arguments):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(call, arguments))


def stored(site):
    return sorted(row[0] for row in site.sql("SELECT company FROM contacts_vacancyrequest"))


def test_request_that_could_not_be_stored_is_sent_again_from_the_page(shaky):
    site, fault = shaky
    visitors = [site.visitor() for _ in range(AT_ONCE)]
    vacancies = [site.vacancy() for _ in visitors]
    forms = at_once(lambda visitor: visitor.open_form(), visitors)

    fault.go_away()
    answers = at_once(
        lambda three: three[0].post(three[1] | three[2]),
        zip(visitors, forms, vacancies, strict=True),
    )
    fault.come_back()

    assert stored(site) == []
    for answer, vacancy in zip(answers, vacancies, strict=True):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "120")
        page = html.unescape(answer.body)
        for typed in vacancy.values():
            assert page.count(typed) >= 2  # to read, and in the form that sends it again
        assert 'href="tel:+49401234560">+49 40 123456-0</a>' in answer.body
        assert 'href="mailto:kontakt@techminds.test?subject=' in answer.body

    assert "could not be stored" in site.log
    again = at_once(lambda two: two[0].post(two[1].form()), zip(visitors, answers, strict=True))
    twice = at_once(lambda two: two[0].post(two[1].form()), zip(visitors, answers, strict=True))

    assert {answer.status for answer in again} == {302}
    assert [answer.location for answer in twice] == [answer.location for answer in again]
    assert stored(site) == sorted(vacancy["company"] for vacancy in vacancies)
    assert site.count("contacts_activity") == AT_ONCE
    assert site.count("django_q_ormq") == site.count("contacts_email") == 2 * AT_ONCE
    (message,) = site.sql(
        f"SELECT message FROM contacts_vacancyrequest WHERE company = '{vacancies[0]['company']}'"
    )
    assert message[0].replace("\r\n", "\n") == vacancies[0]["message"]


def test_next_request_after_a_restart_of_the_database_succeeds(shaky):
    site, fault = shaky
    visitors = [site.visitor() for _ in range(AT_ONCE)]
    forms = at_once(lambda visitor: visitor.open_form(), visitors)

    fault.go_away()
    fault.come_back()
    answers = at_once(
        lambda two: two[0].post(two[1] | site.vacancy()), zip(visitors, forms, strict=True)
    )

    assert {answer.status for answer in answers} == {302}
    assert len(stored(site)) == AT_ONCE

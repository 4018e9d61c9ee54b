"""No room left for what a client sends: they are told, their words stay, and nothing is stored by halves.

A disk that is full is a limit on the size of files here, which the web server meets in the same calls.
"""

import psutil
import pytest

from tests.contacts.files import pdf
from tests.faults.processes import family

FILE = ("Stelle.pdf", pdf())


def leave_room(web, size):
    """Let the processes of the web server write up to a size into any file; None for any."""
    limit = psutil.RLIM_INFINITY if size is None else size
    for process in (psutil.Process(web.pid), *family(web)):
        process.rlimit(psutil.RLIMIT_FSIZE, (limit, psutil.RLIM_INFINITY))


def counts(site):
    tables = ("vacancyrequest", "attachment", "activity", "email", "searchword")
    return [site.count(f"contacts_{table}") for table in tables]


def test_upload_for_which_there_is_no_room_leaves_the_words_on_the_page(site):
    web, visitor, vacancy = site.start_web(), site.visitor(), site.vacancy()
    form = visitor.open_form() | vacancy
    name, content = FILE
    file = (name, content + b"\n" * 20)

    leave_room(web, len(content))
    refused = visitor.post(form, file)
    before = counts(site)
    leave_room(web, None)
    again = visitor.post(refused.form(), file)

    assert refused.status == 503
    assert refused.keeps(vacancy)
    assert before == [0, 0, 0, 0, 0]
    assert again.status == 302
    assert site.sql("SELECT name, size FROM contacts_attachment WHERE request_id IS NOT NULL") == [
        (name, len(content) + 20)
    ]


def test_database_for_which_there_is_no_room_leaves_the_words_on_the_page(site):
    if site.database.vendor != "sqlite":
        pytest.skip("Its server has a disk of its own, and goes away: test_database_away.")
    web, visitor, vacancy = site.start_web(), site.visitor(), site.vacancy()
    form = visitor.open_form() | vacancy

    leave_room(web, 0)
    refused = visitor.post(form)
    before = counts(site)
    leave_room(web, None)
    again = visitor.post(refused.form())

    assert refused.status == 503
    assert refused.keeps(vacancy)
    assert before == [0, 0, 0, 0, 0]
    assert again.status == 302
    assert counts(site)[0] == 1

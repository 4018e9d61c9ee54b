"""The database goes away while somebody sends the form: nothing of what they typed is lost.

On PostgreSQL the server is killed and started again, on SQLite somebody keeps the file locked.
"""

import time
from concurrent.futures import ThreadPoolExecutor

LONGEST_WAIT = 15  # seconds; a statement is ended after 5, and the form asks more than one
AT_ONCE = 16  # more than the web server has threads, so that each of them gets one to do


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
        assert answer.keeps(vacancy)
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


def test_statement_that_hangs_is_ended_and_leaves_the_words_on_the_page(shaky):
    """Somebody holds what it needs: all of the file, or the table, longer than anybody waits."""
    site, _ = shaky
    visitor, vacancy = site.visitor(), site.vacancy()
    form = visitor.open_form() | vacancy
    is_file = site.database.vendor == "sqlite"
    holder = site.database.connect()
    holder.cursor().execute("BEGIN EXCLUSIVE" if is_file else "LOCK TABLE contacts_vacancyrequest")

    begun = time.monotonic()
    answer = visitor.post(form)
    seconds = time.monotonic() - begun
    holder.close()

    assert answer.status == 503
    assert seconds < LONGEST_WAIT
    assert answer.keeps(vacancy)
    assert visitor.post(answer.form()).status == 302
    assert stored(site) == [vacancy["company"]]

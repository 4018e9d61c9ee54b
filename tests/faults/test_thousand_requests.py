"""A thousand requests through two web processes: nobody is turned away, and none is lost."""

import time
from concurrent.futures import ThreadPoolExecutor

REQUESTS, AT_ONCE = 1000, 16
LONGEST = 120  # seconds; they take some 20 on two cores with nothing else to do


def test_thousand_requests_are_stored_once_each(site):
    site.start_web()
    vacancies = [site.vacancy() for _ in range(REQUESTS)]

    def send(number):
        visitor = site.visitor("203.0.113.7")
        form = visitor.open_form()
        return [visitor.post(form | vacancy) for vacancy in vacancies[number::AT_ONCE]]

    begun = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [answer for part in pool.map(send, range(AT_ONCE)) for answer in part]
    seconds = time.monotonic() - begun

    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == REQUESTS
    companies = [row[0] for row in site.sql("SELECT company FROM contacts_vacancyrequest")]
    assert sorted(companies) == sorted(vacancy["company"] for vacancy in vacancies)
    assert site.sql(
        "SELECT count(DISTINCT reference), count(DISTINCT access_key) FROM contacts_vacancyrequest"
    ) == [(REQUESTS, REQUESTS)]
    assert site.count("contacts_activity") == REQUESTS
    assert site.count("contacts_email", "kind = 'notice'") == REQUESTS
    assert site.count("django_q_ormq") == site.count("contacts_email")
    assert seconds < LONGEST

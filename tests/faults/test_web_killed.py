"""kill -9 of the web server while people send the form: who saw a receipt is in the database."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from tests.faults.processes import family, kill, kill_group, wait_until

REQUESTS, AT_ONCE = 60, 8

# Of each request: its company, whether it is trusted, and how often it has each of its parts.
PARTS = """
    SELECT company, suspected_at IS NULL,
      (SELECT count(*) FROM contacts_activity part WHERE part.request_id = request.id),
      (SELECT count(*) FROM contacts_email part
        WHERE part.request_id = request.id AND kind = 'confirmation'),
      (SELECT count(*) FROM contacts_email part
        WHERE part.request_id = request.id AND kind = 'notice'),
      (SELECT count(*) > 3 FROM contacts_searchword part WHERE part.request_id = request.id)
    FROM contacts_vacancyrequest request ORDER BY company
"""


def test_request_whose_receipt_was_seen_is_stored_once_and_whole(site):
    web = site.start_web()
    vacancies = [site.vacancy() for _ in range(REQUESTS)]
    receipts = []

    def send(vacancy):
        visitor = site.visitor()
        form = wait_until(lambda: opened(visitor))
        receipts.append(visitor.send_until_received(form | vacancy))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [pool.submit(send, vacancy) for vacancy in vacancies]
        for seen in (8, 20):
            wait_until(lambda seen=seen: len(receipts) >= seen)
            kill_group(web)
            web = site.start_web()
        wait_until(lambda: len(receipts) >= 35)
        kill(family(web)[-1])
        for future in sent:
            future.result()

    assert web.poll() is None
    assert len(set(receipts)) == REQUESTS
    companies = sorted(vacancy["company"] for vacancy in vacancies)
    stored = site.sql(PARTS)
    assert [row[0] for row in stored] == companies
    assert {tuple(map(int, row[1:])) for row in stored} == {(1, 1, 1, 1, 1)}
    assert site.count("django_q_ormq") == site.count("contacts_email") == 2 * REQUESTS


def opened(visitor):
    try:
        return visitor.open_form()
    except (OSError, HTTPException):  # nobody there, or gone in the middle of the page
        return None

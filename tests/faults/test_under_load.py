"""Everything goes away once while people send the form: who saw a receipt is stored, and gets mail."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.processes import kill_group, wait_until

REQUESTS, AT_ONCE = 60, 8
AWAY = 4  # seconds; longer than anybody waits for the database in these tests


def test_what_was_acknowledged_is_stored_and_its_mails_go_out_or_visibly_wait(
    shaky, shaky_mail_server
):
    site, fault = shaky
    web, worker = site.web, site.start_worker()
    shaky_mail_server.start()
    visitors = [site.visitor() for _ in range(REQUESTS)]
    forms = [visitor.open_form() | site.vacancy() for visitor in visitors]
    receipts = []

    def send(visitor, form):
        receipts.append(visitor.send_until_received(form))

    def received(number):
        wait_until(lambda: len(receipts) >= number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [pool.submit(send, *two) for two in zip(visitors, forms, strict=True)]
        received(6)
        shaky_mail_server.stop()
        received(15)
        kill_group(worker)
        received(24)
        fault.go_away()
        time.sleep(AWAY)
        fault.come_back()
        received(33)
        kill_group(web)
        site.start_web()
        received(42)
        shaky_mail_server.start()
        site.start_worker()
        for future in sent:
            future.result()

    assert len(set(receipts)) == REQUESTS
    companies = [row[0] for row in site.sql("SELECT company FROM contacts_vacancyrequest")]
    assert sorted(companies) == sorted(form["company"] for form in forms)
    # Each has both of its mails, sent or waiting in sight: none was given up, none is missing.
    assert site.count("contacts_email", "failed_at IS NULL") == 2 * REQUESTS

    def all_went_out():
        site.make_due()
        return site.count("contacts_email", "sent_at IS NULL") == 0

    wait_until(all_went_out)
    ids = sorted(row[0] for row in site.sql("SELECT message_id FROM contacts_email"))
    assert sorted(set(shaky_mail_server.mailbox.message_ids)) == ids

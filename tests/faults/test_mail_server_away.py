"""A mail server that refuses and then goes away: every mail of that time goes out once after it."""

from tests.faults.processes import wait_until

REQUESTS = 3


def test_mails_of_requests_that_came_meanwhile_go_out_once(site, mail_server):
    site.start_web()
    site.start_worker()
    mail_server.mailbox.answers["RCPT"] = "451 4.3.0 Later"
    mail_server.start()
    send(site)
    wait_until(
        lambda: errors(site) == ["der Mailserver nimmt die Adresse nicht an (451)"] * 2 * REQUESTS
    )
    mail_server.stop()
    send(site)
    wait_until(lambda: errors(site).count("der Mailserver ist nicht zu erreichen") == 2 * REQUESTS)
    before = attempts(site)

    mail_server.mailbox.answers.clear()
    mail_server.start()
    site.make_due()
    wait_until(lambda: not site.count("contacts_email", "sent_at IS NULL"))

    assert before == [1] * 4 * REQUESTS
    ids = site.sql("SELECT message_id FROM contacts_email ORDER BY message_id")
    assert mail_server.mailbox.message_ids == [row[0] for row in ids]
    assert attempts(site) == [2] * 4 * REQUESTS


def send(site):
    for _ in range(REQUESTS):
        visitor = site.visitor()
        visitor.send_until_received(visitor.open_form() | site.vacancy())


def attempts(site):
    return [row[0] for row in site.sql("SELECT attempts FROM contacts_email")]


def errors(site):
    return [row[0] for row in site.sql("SELECT error FROM contacts_email")]

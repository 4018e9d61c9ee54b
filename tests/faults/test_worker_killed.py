"""kill -9 of the worker and of each process below it: every mail goes out, and on its own."""

import asyncio
import signal

import pytest

from tests.contacts.conftest import Mailbox
from tests.faults.processes import (
    PATIENCE,
    family,
    kill,
    kill_group,
    session_of,
    wait_for_the_end_of,
    wait_until,
)

SENTINEL, WORKER_CHILD, MONITOR, PUSHER = range(4)  # in the order in which they start


class BusyMailbox(Mailbox):
    """Takes a message and then says nothing for as long as the test likes."""

    is_busy = True

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        while self.is_busy:
            await asyncio.sleep(0.05)
        return answer


def busy(mail_server):
    """Start the mail server with a mailbox that is busy, and return that."""
    mail_server.mailbox = BusyMailbox()
    mail_server.start()
    return mail_server.mailbox


@pytest.fixture
def send(site):
    """Return a function that sends a request and returns the Message-IDs of its mails."""
    site.start_web()
    visitor = site.visitor()

    def run():
        before = message_ids(site)
        visitor.send_until_received(visitor.open_form() | site.vacancy())
        return sorted(set(message_ids(site)) - set(before))

    return run


def message_ids(site):
    return sorted(row[0] for row in site.sql("SELECT message_id FROM contacts_email"))


def all_sent(site):
    return site.count("contacts_email", "sent_at IS NULL") == 0


def is_idle(site):
    return all_sent(site) and site.count("django_q_ormq") == 0


def processes_of(worker):
    """Return the sentinel of a worker and the three processes below it, once all are there."""

    def found():
        for sentinel in family(worker):
            below = family(sentinel)
            if len(below) == 3:
                return [sentinel, *below]
        return None

    return wait_until(found)


def test_each_process_of_an_idle_worker_can_be_killed(site, send, mail_server):
    mail_server.start()
    worker = site.start_worker()
    expected = send()

    for victim in (SENTINEL, WORKER_CHILD, MONITOR, PUSHER):
        wait_until(lambda: is_idle(site))
        processes = processes_of(worker)
        kill(processes[victim])
        wait_for_the_end_of(processes)
        site.free_tasks()
        expected += send()

    wait_until(lambda: is_idle(site))
    assert worker.poll() is None
    assert mail_server.mailbox.message_ids == sorted(expected)
    assert site.log.count("The worker starts anew: one of its processes was killed.") == 4


def test_process_that_hangs_is_noticed(site, send, mail_server):
    mail_server.start()
    worker = site.start_worker("--patience", "6")
    expected = send()
    wait_until(lambda: is_idle(site))

    processes = processes_of(worker)
    processes[WORKER_CHILD].send_signal(signal.SIGSTOP)
    expected += send()
    wait_for_the_end_of(processes)
    site.make_due()

    wait_until(lambda: all_sent(site))
    assert worker.poll() is None
    assert mail_server.mailbox.message_ids == sorted(expected)
    assert "The worker starts anew: no task was finished in 6 seconds." in site.log


def test_child_killed_while_it_sends_leads_to_a_copy_known_as_one(site, send, mail_server):
    mailbox = busy(mail_server)
    worker = site.start_worker()
    expected = send()
    assert mailbox.arrived.acquire(timeout=PATIENCE)

    processes = processes_of(worker)
    kill(processes[WORKER_CHILD])
    wait_for_the_end_of(processes)
    mailbox.is_busy = False
    site.make_due()

    wait_until(lambda: all_sent(site))
    assert sorted(set(mailbox.message_ids)) == sorted(expected)
    assert len(mailbox.message_ids) == 3  # one was taken twice: before the kill and after it


def test_worker_killed_while_it_sends_leaves_no_process_and_loses_nothing(site, send, mail_server):
    mailbox = busy(mail_server)
    worker = site.start_worker()
    expected = send()
    assert mailbox.arrived.acquire(timeout=PATIENCE)

    processes = processes_of(worker)
    kill_group(worker)
    wait_for_the_end_of(processes)
    mailbox.is_busy = False
    site.make_due()
    worker = site.start_worker()

    wait_until(lambda: all_sent(site))
    assert sorted(set(mailbox.message_ids)) == sorted(expected)
    assert len(mailbox.message_ids) == 3
    processes = processes_of(worker)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    wait_for_the_end_of(processes)


def test_worker_ends_when_told_in_its_first_moments(site):
    """Before its first line, with a sentinel only, and before all of its processes are there."""
    for moment in range(5):
        worker = site.start_worker()
        wait_until(lambda worker=worker, least=moment: len(session_of(worker)) >= least)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(PATIENCE) in {0, -signal.SIGTERM}
        wait_until(lambda worker=worker: not session_of(worker))

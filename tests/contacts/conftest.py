"""A worker's hands, and a real mail server with the moods that mail servers have."""

import logging
import socket
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.utils.module_loading import import_string
from django_q.models import OrmQ


@pytest.fixture
def work():
    """Return a function that does what is queued, as the worker would, and empties the queue."""

    def run():
        for row in OrmQ.objects.order_by("pk"):
            task = row.task
            row.delete()
            import_string(task["func"])(*task["args"], **task["kwargs"])

    return run


class Mailbox:
    """What a mail server took, and how it answers at the steps where a test wants it to fail."""

    def __init__(self):
        self.messages = []
        self.recipients = []
        self.answers = {}  # "RCPT" or "DATA" to an SMTP answer, such as "451 4.3.0 Later"
        self.dies_after_data = False
        self.arrived = threading.Semaphore(0)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := self.answers.get("DATA"):
            return answer
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(envelope.rcpt_tos)
        self.arrived.release()
        if self.dies_after_data:
            server.transport.abort()
        return "250 OK"

    @property
    def message_ids(self):
        return sorted(message["Message-ID"] for message in self.messages)


class Server(Controller):
    def factory(self):
        return SMTP(
            self.handler,
            hostname="mail.test",
            auth_require_tls=False,
            authenticator=lambda *_: AuthResult(success=False, handled=False),
        )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def no_mail_server(settings):
    """Mail goes to a port where nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


@pytest.fixture
def start_mail_server(settings, no_mail_server):
    """Return a function that starts the mail server where mail goes, and returns its mailbox."""
    started = []

    def start():
        controller = Server(Mailbox(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
        controller.start()
        started.append(controller)
        return controller.handler

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def mailbox(start_mail_server):
    """The mailbox of a mail server that runs."""
    return start_mail_server()


@pytest.fixture
def silent_mail_server(settings, no_mail_server):
    """A server that takes connections and never says a word; the first one wakes the event."""
    listener = socket.create_server(("127.0.0.1", settings.EMAIL_PORT))
    connected, connections = threading.Event(), []

    def accept():
        while True:
            try:
                connections.append(listener.accept())
            except OSError:
                return
            connected.set()

    thread = threading.Thread(target=accept)
    thread.start()
    yield connected
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    for connection, _ in connections:
        connection.close()


@pytest.fixture
def log(caplog, monkeypatch):
    """All that we log, the logger "django" too; the mail server of the tests is somebody else's."""
    django = logging.getLogger("django")
    django.addHandler(caplog.handler)
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)
    with caplog.at_level(logging.DEBUG):
        yield caplog
    django.removeHandler(caplog.handler)

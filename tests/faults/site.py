"""The site as it runs in production: web server and worker of the Procfile, killed at will."""

import os
import re
import secrets
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.contacts.conftest import free_port
from tests.faults.processes import kill_all, wait_until
from tests.faults.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "only-for-the-fault-tests-and-long-enough-that-nobody-complains"


def past():
    """Return a moment some minutes ago, as both databases take it."""
    return f"'{datetime.now(UTC) - timedelta(minutes=5):%Y-%m-%d %H:%M:%S}'"


def settings_of(folder):
    """Return the environment of processes whose files lie in a folder."""
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_FOLDER": str(folder),
        "FAULTS_LOCK_TIMEOUT": "20",  # seconds, as shipped
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DEBUG": "off",
        "HTTPS": "off",
        "BEHIND_PROXY": "on",  # each visitor says where they are
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "FROM_EMAIL": "TechMinds <hallo@techminds.test>",
        "OFFICE_EMAIL": "buero@techminds.test",
        "CONTACT_PHONE": "+49 40 123456-0",
        "CONTACT_EMAIL": "kontakt@techminds.test",
        "CACHE_URL": "locmemcache://",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "LOG_LEVEL": "INFO",
        "WORKERS": "1",
    }


def command_of(name, port=0):
    """Return the command of a process as the Procfile has it."""
    line = next(
        line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith(name)
    )
    return shlex.split(line.partition(":")[2].replace("$PORT", str(port)))


class Site:
    """A database, a web server and a worker, each of which can go and come back."""

    def __init__(self, folder, database, **environment):
        self.folder, self.database = folder, database
        self.environment = settings_of(folder) | {"DATABASE_URL": database.url} | environment
        self.port, self.mail_port = free_port(), free_port()
        self.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{self.mail_port}"
        self.started, self.private = [], set()

    # Processes -----------------------------------------------------------------------------------

    def start_web(self):
        """Start the web server and wait until both its workers are there and it answers."""
        web = self._start("web", command_of("web", self.port))
        wait_until(lambda: self._answers(web))
        return web

    def start_worker(self, *options):
        return self._start("worker", [*command_of("worker"), *options])

    def _start(self, name, command):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def _answers(self, web):
        assert web.poll() is None, self.log
        try:
            return Visitor(self).get("/healthz").status == 200
        except OSError:
            return False

    def end(self):
        """Kill whatever was started, and what that started."""
        for process in self.started:
            kill_all(process)

    # What is left behind -------------------------------------------------------------------------

    def sql(self, statement):
        return self.database.sql(statement)

    def count(self, table, where="1 = 1"):
        return self.sql(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]

    def make_due(self):
        """Let the time pass after which mails are tried again and tasks of the dead come back."""
        self.sql(f"UPDATE contacts_email SET next_attempt_at = {past()} WHERE sent_at IS NULL")
        self.sql(f"UPDATE django_q_schedule SET next_run = {past()}")
        self.free_tasks()

    def free_tasks(self):
        """Let the time pass after which tasks come back that a dead worker had taken."""
        self.sql(f"UPDATE django_q_ormq SET lock = {past()}")

    @property
    def log(self):
        """All that the processes said."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def told(self):
        """Return what the log says of those who sent something; it is to be nothing."""
        said = self.log.lower()
        return sorted(word for word in self.private if word.lower() in said)

    # Who comes by --------------------------------------------------------------------------------

    def vacancy(self):
        """Return what somebody types that no other request has, and note that it is private."""
        mark, digits = secrets.token_hex(6), f"{secrets.randbelow(10**9):09}"
        typed = {
            "company": f"Firma {mark} GmbH",
            "name": f"Anna {mark}",
            "email": f"anna@{mark}.example",
            "phone": f"+49 40 {digits}",
            "role_title": "Data Steward",
            "location": f"Ort {mark}",
            "message": f"Bitte rufen Sie {mark} an.\nAm besten „gleich“ & <morgens>.",
        }
        self.private |= {mark, digits, re.sub(r"(\d{3})(?=\d)", r"\1 ", digits)}
        return typed

    def visitor(self, address=None):
        """Return somebody who asks from an address, one of their own where none is named."""
        own = ".".join(str(secrets.randbelow(256)) for _ in range(3))
        return Visitor(self, address or f"10.{own}")

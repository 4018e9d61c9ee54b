"""The task worker, and what starts it anew when one of its processes is killed or hangs.

django-q2 hands tasks from process to process through queues with a lock. Who is killed while holding
it (kill -9, no memory left) never lets go, and whoever comes in its place waits for ever. So a kill of
one process ends them all here, and a new set begins: what was under way comes back from the database.

    worker                 this command: watches, and starts anew
    └─ sentinel            leads a process group of its own
       ├─ worker child     does the tasks (WORKERS of them)
       ├─ monitor          notes the results
       └─ pusher           fetches tasks from the database
"""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time
import uuid
from contextlib import suppress

from django.core.management.base import BaseCommand
from django_q.cluster import Cluster, Sentinel, get_mp_context
from django_q.signals import post_execute, post_execute_in_worker

from techminds.logs import only_frames

logger = logging.getLogger(__name__)

# Seconds without a finished task. There is one every minute (contacts.tasks.send_due_emails), looked
# for every 30 seconds, and the one before it may take Q_CLUSTER["timeout"].
PATIENCE = 180
LAST_TASKS = 60  # seconds that the tasks under way get when the worker is told to end
PAUSE = 1  # second before a new start, so that what fails at once does not keep a core busy
LOOK = 0.25  # seconds between two looks
PR_SET_PDEATHSIG = 1  # sys/prctl.h

# When a task was finished last; shared by the processes, and without a lock that one could die with.
last_sign = multiprocessing.RawValue("d", 0)


def bind_children():
    """Have the kernel kill each process that this one or its children fork once its parent is gone.

    However the parent went, so that nobody works on beside the processes of the next start. Linux
    only; elsewhere a kill of the worker may leave some behind.
    """
    if sys.platform != "linux":
        return
    kernel, parent = ctypes.CDLL(None), 0

    def remember():
        nonlocal parent
        parent = os.getpid()

    def bind():
        kernel.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # gone before we asked
            os._exit(1)

    os.register_at_fork(before=remember, after_in_child=bind)


class WarySentinel(Sentinel):
    """Replaces a process that left of its own accord, and ends them all when one was killed."""

    def __init__(self, *args, **kwargs):
        os.setpgid(0, 0)
        super().__init__(*args, **kwargs)

    def reincarnate(self, process):
        if (process.exitcode or 0) < 0:
            os.killpg(0, signal.SIGKILL)
        super().reincarnate(process)


class Worker(Cluster):
    """The processes that do tasks; `start` begins a new set in the place of the last."""

    is_told_to_end = False

    def sig_handler(self, signum, frame):
        self.is_told_to_end = True  # nothing that waits belongs into a handler

    def start(self):
        self.cluster_id, last_sign.value = uuid.uuid4(), time.monotonic()
        self.stop_event, self.start_event = multiprocessing.Event(), multiprocessing.Event()
        self.sentinel = get_mp_context().Process(
            target=WarySentinel,
            name=f"sentinel-{self.cluster_id.hex}",
            args=(self.stop_event, self.start_event, self.cluster_id, self.broker, self.timeout),
        )
        self.sentinel.start()

    def run(self, patience):
        """Do tasks until somebody says that it is enough."""
        while not self.is_told_to_end:
            self.start()
            if trouble := self._watch(patience):
                logger.error("The worker starts anew: %s.", trouble)
                self._kill()
                time.sleep(PAUSE)
        self._end()

    def _watch(self, patience):
        """Return why a new start is needed, or nothing once the worker is told to end."""
        while not self.is_told_to_end:
            self.sentinel.join(LOOK)
            if not self.sentinel.is_alive():
                return "one of its processes was killed"
            if time.monotonic() - last_sign.value > patience:
                return f"no task was finished in {patience:g} seconds"
        return ""

    def _end(self):
        """Let the tasks under way finish; what takes too long comes back at the next start."""
        if self.sentinel and self.sentinel.is_alive():
            self.stop_event.set()
            self.sentinel.join(LAST_TASKS)
            if self.sentinel.is_alive():
                self._kill()

    def _kill(self):
        with suppress(ProcessLookupError):  # nobody left, or no group yet but the sentinel itself
            os.killpg(self.sentinel.pid, signal.SIGKILL)
        self.sentinel.kill()
        self.sentinel.join()


class Command(BaseCommand):
    """Does what the site leaves for later: sends mails, deletes what was kept long enough."""

    help = "Startet den Worker und startet ihn neu, wenn einer seiner Prozesse stirbt oder hängt."

    def add_arguments(self, parser):
        parser.add_argument(
            "--patience",
            type=float,
            default=PATIENCE,
            help=f"Sekunden ohne erledigte Aufgabe bis zum Neustart (sonst {PATIENCE})",
        )

    def handle(self, *, patience, **options):
        bind_children()
        post_execute.connect(_sign_of_life)
        post_execute_in_worker.connect(_tell_no_words)
        Worker().run(patience)


def _sign_of_life(**kwargs):
    """Note that a task went all the way: fetched, done, its result kept."""
    last_sign.value = time.monotonic()


def _tell_no_words(task, **kwargs):
    """Keep of an error where it was: its message may quote somebody, and stays in queue and log."""
    if not task["success"]:
        task["result"] = only_frames(task["result"])

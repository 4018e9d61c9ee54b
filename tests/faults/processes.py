"""Processes of this machine: found, killed, and seen gone."""

import os
import signal
import time
from contextlib import suppress

import psutil

PATIENCE = 60  # seconds; only what never comes takes so long


def wait_until(condition, patience=PATIENCE):
    """Return what a condition comes to as soon as it holds; fail after a long while."""
    deadline = time.monotonic() + patience
    while not (came := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return came


def family(process):
    """Return the living processes below one, those started first at first."""
    try:
        children = psutil.Process(process.pid).children()
    except psutil.NoSuchProcess:
        return []
    return sorted(children, key=lambda child: (child.create_time(), child.pid))


def kill(process):
    """End one process without a word of warning."""
    os.kill(process.pid, signal.SIGKILL)


def kill_group(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def session_of(process):
    """Return the living processes of the session that one leads, also those without a parent."""
    return [
        member
        for member in psutil.process_iter()
        if _session_id(member) == process.pid and is_alive(member)
    ]


def _session_id(process):
    with suppress(ProcessLookupError):
        return os.getsid(process.pid)


def kill_all(process):
    """Kill a process and all that it started, and see them gone."""
    members = session_of(process)
    for member in members:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    wait_for_the_end_of(members)
    process.wait()


def wait_for_the_end_of(processes):
    wait_until(lambda: not any(map(is_alive, processes)))


def is_alive(process):
    """Whether a process still does something; a dead one may stay listed until init notices."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

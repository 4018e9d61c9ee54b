"""Settings of production for the processes that these tests start, files kept in a folder of theirs."""

import os
from pathlib import Path

from techminds.settings import *  # noqa: F403
from techminds.settings import CACHES, DATABASES, STORAGES

_folder = Path(os.environ["FAULTS_FOLDER"])
(_folder / "static").mkdir(exist_ok=True)

# The manifest knows only files that collectstatic has seen.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = str(_folder / "static")
CACHES["pictures"]["LOCATION"] = str(_folder / "pictures")

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["timeout"] = float(os.environ["FAULTS_LOCK_TIMEOUT"])

"""Settings of the tests: those of production, with mail and files kept out of the way.

The database is SQLite, or what DATABASE_URL names (tests/postgresql.py sets it).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ |= {
    "DEBUG": "off",
    "HTTPS": "off",
    "SECRET_KEY": "only-for-tests-and-long-enough-that-nobody-complains-about-it",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "https://techminds.test",
    "EMAIL_URL": "memorymail://",
    "OFFICE_EMAIL": "buero@techminds.test",
    "FROM_EMAIL": "TechMinds <hallo@techminds.test>",
    "CACHE_URL": "locmemcache://",
    # What a developer's .env says must not reach the tests.
    "BEHIND_PROXY": "off",
    "REPLY_WORKING_DAYS": "2",
    "STATEMENT_TIMEOUT": "5000",
}
os.environ.setdefault("DATABASE_URL", "sqlite:///var/techminds.sqlite3")

from techminds.settings import *  # noqa: F403
from techminds.settings import CACHES, DATABASES

_folder = Path(tempfile.mkdtemp(prefix="techminds-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file rather than memory, so that threads and the live server meet real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}

CACHES["pictures"]["LOCATION"] = str(_folder / "pictures")
MEDIA_ROOT = str(_folder / "media")
_files = "django.core.files.storage.FileSystemStorage"
STORAGES = {
    "default": {"BACKEND": _files},
    "private": {"BACKEND": _files, "OPTIONS": {"location": str(_folder / "private")}},
    # The manifest knows only files that collectstatic has seen.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing to protect

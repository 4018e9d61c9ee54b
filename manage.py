#!/usr/bin/env python
"""Django's command line for TechMinds."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "techminds.settings")
    try:
        settings.DEBUG  # noqa: B018 - read now, for some commands start without and fail later
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"TechMinds cannot start: {error}")

"""Fills the database of DATABASE_URL with what a visitor needs: tables, an office, an edition.

python -m tests.faults.prepare
"""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.factories import published  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("load_offices", verbosity=0)
    published("Data Steward")

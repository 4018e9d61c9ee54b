from pathlib import Path

import yaml
from django.core.management.base import BaseCommand

from contacts.models import Office

CONTENT = Path(__file__).resolve().parents[2] / "content" / "offices.yaml"


class Command(BaseCommand):
    """Creates our offices where they are missing; what was edited since stays."""

    help = "Legt die Standorte an, die es noch nicht gibt."

    def handle(self, **options):
        for office in yaml.safe_load(CONTENT.read_text(encoding="utf-8")):
            slug = office.pop("slug")
            _, created = Office.objects.get_or_create(slug=slug, defaults=office)
            self.stdout.write(
                f"Standort {office['city']}: {'angelegt' if created else 'vorhanden'}"
            )

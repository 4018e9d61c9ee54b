from pathlib import Path

import yaml
from django.core.management.base import BaseCommand

from contacts.models import Office

CONTENT = Path(__file__).resolve().parents[2] / "content" / "offices.yaml"


class Command(BaseCommand):
    """Gives a site without offices ours; once there is one, the back office decides."""

    help = "Legt die Standorte an, wenn es noch keinen gibt."

    def handle(self, **options):
        if Office.objects.exists():
            self.stdout.write("Standorte: vorhanden, unverändert")
            return
        for office in yaml.safe_load(CONTENT.read_text(encoding="utf-8")):
            Office.objects.create(**office)
            self.stdout.write(f"Standort {office['city']}: angelegt")

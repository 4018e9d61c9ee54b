from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from techminds.models import LegalPage
from techminds.prose import clean_chapters

LEGAL = Path(__file__).resolve().parents[2] / "legal"


class Command(BaseCommand):
    """Fills an empty site: guides, offices, legal pages. What is there already stays as it is."""

    help = "Lädt Guides, Standorte und Rechtstexte, soweit sie noch fehlen."

    def handle(self, **options):
        call_command("load_guides", stdout=self.stdout)
        call_command("load_offices", stdout=self.stdout)
        for slug in LegalPage.Slug:
            text = (LEGAL / f"{slug}.html").read_text(encoding="utf-8")
            _, created = LegalPage.objects.get_or_create(
                slug=slug, defaults={"text": clean_chapters(text)}
            )
            self.stdout.write(f"{slug.label}: {'angelegt' if created else 'vorhanden'}")

from django.core.management.base import BaseCommand, CommandError

from roles import guide_file
from roles.models import Edition


class Command(BaseCommand):
    """Prints the current edition of a guide as a file that load_guides takes."""

    help = "Gibt die aktuelle Ausgabe eines Guides als Datei aus, die load_guides wieder lädt."

    def add_arguments(self, parser):
        parser.add_argument("slug")

    def handle(self, *, slug, **options):
        edition = Edition.objects.current().filter(slug=slug).first()
        if edition is None:
            raise CommandError(f"Unter „{slug}“ ist kein Guide veröffentlicht.")
        self.stdout.write(guide_file.dump(edition.guide), ending="")

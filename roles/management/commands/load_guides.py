from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from roles import guide_file
from roles.models import Edition, RoleProfile

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Command(BaseCommand):
    """Loads guide files and publishes them; profiles that exist already stay as they are."""

    help = (
        "Lädt Guides aus Dateien und veröffentlicht sie. Was es schon gibt, bleibt, wie es ist; "
        "mit --overwrite erscheint es in der Fassung der Datei als neue Ausgabe."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="*", type=Path, help="Dateien; ohne Angabe alle mitgelieferten."
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="Auch vorhandene Profile ersetzen."
        )

    def handle(self, *, files, overwrite, **options):
        guides = {path: self._read(path) for path in files or sorted(CONTENT.glob("*.yaml"))}
        known = {
            *RoleProfile.objects.values_list("slug", flat=True),
            *Edition.objects.values_list("slug", flat=True),  # one that was renamed is no gap
        }
        wanted = {
            path: guide for path, guide in guides.items() if overwrite or guide.slug not in known
        }
        with transaction.atomic():
            profiles = {path: self._load(path, guide) for path, guide in wanted.items()}
            for path, guide in wanted.items():
                # Guides name each other as related and link to each other, so all of them have to
                # be there first.
                profiles[path].link_related(guide.related)
                self._publish(path, profiles[path], beside=wanted.values())
        RoleProfile.objects.filter(fingerprint="").take_fingerprints()  # from before there were any
        for path, guide in guides.items():
            done = "veröffentlicht" if path in wanted else "vorhanden, unverändert"
            self.stdout.write(f"{guide.title}: {done}")

    def _read(self, path):
        try:
            return guide_file.parse(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{path}: Die Datei ist nicht in UTF-8 geschrieben.") from None
        except guide_file.GuideFileError as error:
            raise CommandError(
                "\n".join(f"{path}: {line}" for line in str(error).splitlines())
            ) from None

    def _load(self, path, guide):
        profile = RoleProfile.objects.filter(slug=guide.slug).first() or RoleProfile()
        with _faults_of(path):
            profile.load(guide)
        return profile

    def _publish(self, path, profile, beside):
        note = "" if profile.editions.exists() else "Erste Ausgabe."
        with _faults_of(path):
            profile.publish(note=note, beside=beside)


@contextmanager
def _faults_of(path):
    """Name the file in what keeps its guide from being loaded or published."""
    try:
        yield
    except ValidationError as error:
        raise CommandError("\n".join(f"{path}: {message}" for message in error.messages)) from None

"""What a guide must have before it is published, and what it should have."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import strip_tags

from roles import figures
from roles.guide import PARTS, Guide


@dataclass(frozen=True)
class Finding:
    """Something an editor should mend: where (a field of the document), what, and how grave."""

    field: str
    message: str
    is_error: bool


def check(guide: Guide) -> list[Finding]:
    """Return the findings, errors first; an error keeps the guide from being published."""
    findings = [*_empty_texts(guide), *_missing_parts(guide), *_bands(guide), *_placeholders(guide)]
    if guide.review_by < timezone.localdate():
        findings.append(
            Finding("review_by", "Das Prüfdatum des Profils ist vorbei.", is_error=False)
        )
    return sorted(findings, key=lambda finding: not finding.is_error)


def _error(field, message):
    return Finding(field, message, is_error=True)


def _empty_texts(guide):
    if not guide.teaser:
        yield _error("teaser", "Der Anriss fehlt.")
    if not guide.introduction:
        yield _error("introduction", "Die Einleitung fehlt.")
    for name in PARTS:
        for part in getattr(guide, name):
            if name != "salary_bands" and not part.text:
                yield _error(name, f"„{part.title}“ hat noch keinen Text.")


def _missing_parts(guide):
    for name, label in (
        ("key_facts", "Key Facts"),
        ("tasks", "Aufgaben"),
        ("requirements", "Anforderungen"),
        ("career_steps", "Karriereschritte"),
    ):
        if not getattr(guide, name):
            yield _error(name, f"Es gibt noch keine {label}.")


def _bands(guide):
    today = timezone.localdate()
    for band in guide.salary_bands:
        if not band.source:
            yield _error("salary_bands", f"Der Gehaltsspanne {band.label} fehlt die Quelle.")
        if not band.basis:
            yield _error("salary_bands", f"Der Gehaltsspanne {band.label} fehlt die Grundlage.")
        if band.as_of > today:
            yield _error(
                "salary_bands", f"Der Stand der Gehaltsspanne {band.label} liegt in der Zukunft."
            )
        if band.review_by < today:
            yield Finding(
                "salary_bands",
                f"Das Prüfdatum der Gehaltsspanne {band.label} ist vorbei.",
                is_error=False,
            )


def _placeholders(guide):
    for field, text in guide.prose():
        for placeholder in figures.unknown(text, guide):
            yield _error(field, f"Zu „{strip_tags(placeholder)}“ gibt es keine Gehaltsspanne.")
    if figures.BROKEN.search(guide.teaser):
        yield _error("teaser", "Der Anriss steht ohne Zahlen; die Spanne wird ergänzt.")

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from roles import preflight, vocabulary
from roles.guide import (
    COLUMNS,
    ESCO_URI,
    KLDB,
    LINE_LENGTH,
    PARTS,
    SLUG_LENGTH,
    TEASER_LENGTH,
    TITLE_LENGTH,
    Guide,
    slug_validator,
)
from roles.models.author import Author
from roles.models.edition import Edition
from roles.models.parts import Requirement, SalaryBand
from roles.models.skill import Skill
from techminds.prose import ProseField
from techminds.text import clean_text

# What a Guide is made of beside the profile's own columns and its author.
ROWS = ("related", "requirements__skills", *(name for name in PARTS if name != "requirements"))


class RoleProfileQuerySet(models.QuerySet):
    def with_parts(self):
        """Fetch with each profile all that its Guide is made of, in a fixed number of queries."""
        return self.select_related("author").prefetch_related(*ROWS)

    def with_state(self, at=None):
        """Add what lists say of a profile at `at` (default: now): what is live, due, still to come."""
        live = Edition.objects.current(at).filter(profile=OuterRef("pk"))
        scheduled = Edition.objects.scheduled(at).filter(profile=OuterRef("pk"))
        coming = scheduled.order_by("published_at")
        return self.annotate(
            live_number=Subquery(live.values("number")[:1]),
            live_since=Subquery(live.values("published_at")[:1]),
            scheduled_number=Subquery(coming.values("number")[:1]),
            scheduled_for=Subquery(coming.values("published_at")[:1]),
            is_changed=_is_changed(),
            is_due=_is_due(),
            is_published=Exists(Edition.objects.appeared(at).filter(profile=OuterRef("pk"))),
        )

    def live(self, at=None):
        """Profiles that visitors see an edition of."""
        return self.filter(pk__in=Edition.objects.current(at).values("profile"))

    def draft_only(self):
        """Profiles of which nothing has been published, nor will be."""
        return self.exclude(pk__in=Edition.objects.standing().values("profile"))

    def changed(self):
        """Profiles whose working copy says something else than their newest edition."""
        return self.filter(_is_changed())

    def scheduled(self, at=None):
        """Profiles with an edition still to come."""
        return self.filter(pk__in=Edition.objects.scheduled(at).values("profile"))

    def due(self):
        """Profiles that somebody should have looked at again by now, as a whole or at a figure."""
        return self.filter(_is_due())

    def unpublished(self):
        """Profiles that somebody has still to publish: drafts, else `is_changed` since they were."""
        return (self.draft_only() | self.changed()).annotate(is_changed=_is_changed())

    def last_changed_by(self, user):
        return self.filter(updated_by=user)

    def changed_by_others(self, user):
        return self.exclude(updated_by=user)

    def to_review(self, until):
        """Profiles to look at again by a day, as a whole or at a figure, the oldest day first.

        Without those that are withdrawn: nobody reads them.
        """
        bands = SalaryBand.objects.filter(profile=OuterRef("pk")).order_by("review_by")
        first_band = Coalesce(Subquery(bands.values("review_by")[:1]), "review_by")
        return (
            self.annotate(review_first_by=Least("review_by", first_band))
            .filter(_is_read(), review_first_by__lte=until)
            .order_by("review_first_by", "title", "pk")
        )

    def withdrawn(self, at=None):
        """Profiles that visitors saw once and are told to be gone."""
        appeared = Edition.objects.appeared(at).values("profile")
        current = Edition.objects.current(at).values("profile")
        return self.filter(pk__in=appeared).exclude(pk__in=current)

    @transaction.atomic
    def take_fingerprints(self):
        """Note anew what these working copies say, after something that they share has changed."""
        # Locked, so that nobody saves one of them between the reading and the noting.
        locked = RoleProfile.objects.select_for_update(of=("self",)).order_by("pk")
        for profile in locked.filter(pk__in=list(self.values_list("pk", flat=True))).with_parts():
            profile.take_fingerprint(Guide.of_fetched)


def _is_changed():
    editions = Edition.objects.standing()
    later = editions.filter(profile=OuterRef("profile"), number__gt=OuterRef("number"))
    newest = editions.filter(~Exists(later), profile=OuterRef("pk"))
    return Exists(newest.exclude(fingerprint=OuterRef("fingerprint")))


def _is_due():
    bands = SalaryBand.objects.due().filter(profile=OuterRef("pk"))
    return (Q(review_by__lt=timezone.localdate()) | Exists(bands)) & _is_read()


def _is_read():
    """Drafts and what is on the site; nobody reads what is withdrawn."""
    current = Edition.objects.current().filter(profile=OuterRef("pk"))
    return Q(withdrawn_at=None) | Exists(current)


class RoleProfile(models.Model):
    """The working copy of a guide: what editors change, and what nobody sees before `publish`."""

    title = models.CharField(
        "Titel",
        max_length=TITLE_LENGTH,
        help_text="Berufsbezeichnung im Singular, zum Beispiel „Data Engineer“.",
    )
    slug = models.SlugField(
        "Adresse",
        max_length=SLUG_LENGTH,
        unique=True,
        validators=[slug_validator],
        help_text="Steht in der Adresse der Seite. Frühere Adressen leiten nach dem Veröffentlichen hierher weiter.",
    )
    other_titles = models.TextField(
        "Andere Bezeichnungen",
        blank=True,
        help_text="Eine je Zeile; danach wird die Seite auch gefunden.",
    )
    field = models.CharField("Fachgebiet", max_length=20, choices=vocabulary.Field)
    teaser = models.CharField(
        "Anriss",
        max_length=TEASER_LENGTH,
        blank=True,
        help_text="Ein bis zwei Sätze für Listen und Suchergebnisse, ohne Zahlen: Die Spanne wird ergänzt.",
    )
    introduction = ProseField("Einleitung", blank=True)
    tasks_introduction = ProseField("Einleitung der Aufgaben", blank=True)
    requirements_introduction = ProseField("Einleitung der Anforderungen", blank=True)
    salary_introduction = ProseField(
        "Einleitung zum Gehalt",
        blank=True,
        help_text="Zahlen stehen nur in den Gehaltsspannen. Im Text holen Sie sie mit [Gehalt Einsteiger], "
        "[Gehalt Mid-Level], [Gehalt Senior] oder [Gehalt gesamt].",
    )
    career_introduction = ProseField("Einleitung zum Berufsweg", blank=True)
    author = models.ForeignKey(
        "roles.Author", verbose_name="Autor", on_delete=models.PROTECT, related_name="profiles"
    )
    related = models.ManyToManyField(
        "self",
        verbose_name="Verwandte Profile",
        symmetrical=False,
        blank=True,
        help_text="Erscheinen am Ende der Seite, sobald sie selbst veröffentlicht sind.",
    )
    kldb = models.CharField(
        "KldB-Code",
        max_length=9,
        blank=True,
        validators=[RegexValidator(KLDB, "Fünf Ziffern, Bindestrich, drei Ziffern: 43104-133.")],
        help_text="Klassifikation der Berufe 2010 (Fassung 2020), zum Beispiel 43104-133.",
    )
    esco_uri = models.CharField(
        "ESCO-Adresse",
        max_length=LINE_LENGTH,
        blank=True,
        validators=[RegexValidator(ESCO_URI, "Das ist keine Adresse eines ESCO-Berufs.")],
        help_text="Beginnt mit http://data.europa.eu/esco/occupation/",
    )
    esco_match = models.CharField(
        "ESCO-Entsprechung",
        max_length=10,
        choices=vocabulary.EscoMatch,
        default=vocabulary.EscoMatch.CLOSE,
    )
    review_by = models.DateField(
        "Prüfen bis", help_text="Spätestens an diesem Tag liest jemand das Profil wieder ganz."
    )
    withdrawn_at = models.DateTimeField(
        "Zurückgezogen am",
        null=True,
        blank=True,
        editable=False,
    )
    version = models.PositiveIntegerField("Fassung", default=0, editable=False)
    fingerprint = models.CharField(
        "Fingerabdruck", max_length=64, blank=True, db_default="", default="", editable=False
    )
    last_act = models.CharField(
        "Zuletzt", max_length=300, blank=True, db_default="", default="", editable=False
    )
    last_act_at = models.DateTimeField("Zuletzt am", null=True, blank=True, editable=False)
    last_act_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Zuletzt von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    updated_at = models.DateTimeField("Geändert am", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Geändert von",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = RoleProfileQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "Jobprofil"
        verbose_name_plural = "Jobprofile"
        permissions = [("publish_roleprofile", "Darf Jobprofile veröffentlichen")]

    def __str__(self):
        return self.title

    def clean(self):
        titles = [clean_text(line) for line in self.other_titles.splitlines()]
        self.other_titles = "\n".join(title for title in titles if title)
        if any(len(title) > TITLE_LENGTH for title in titles):
            raise ValidationError(
                {"other_titles": f"Eine Bezeichnung hat höchstens {TITLE_LENGTH} Zeichen."}
            )

    def lock(self, expected_version=None) -> "RoleProfile":
        """Return the profile as it is stored, locked until the transaction ends.

        Raises ValidationError (code "conflict") where it is not the expected version any more.
        """
        stored = RoleProfile.objects.select_for_update().get(pk=self.pk)
        if expected_version not in {None, stored.version}:
            raise stored.conflict()
        return stored

    def conflict(self) -> ValidationError:
        """Return what to say to somebody who has an older version open than this one."""
        saved_at = timezone.localtime(self.updated_at)
        return ValidationError(
            f"{self.updated_by or 'Jemand'} hat dieses Profil am {saved_at:%d.%m.%Y} um "
            f"{saved_at:%H:%M} Uhr gespeichert, während Sie es offen hatten. Bitte sehen Sie "
            "sich die neuere Fassung an.",
            code="conflict",
        )

    @transaction.atomic
    def load(self, guide: Guide, *, by=None, expected_version=None):
        """Make the working copy, new or not, say what the document says; what is live stays.

        Authors and skills are shared between profiles: missing ones are created from the document,
        existing ones are kept. Of the related profiles those are linked that exist. Raises
        ValidationError when another profile has the document's address, or as `lock` does.
        """
        if self.pk:
            stored = self.lock(expected_version)
            self.version, self.withdrawn_at = stored.version, stored.withdrawn_at
        for name in COLUMNS:
            setattr(self, name, getattr(guide, name))
        self.other_titles = "\n".join(guide.other_titles)
        self.author, _ = Author.objects.get_or_create(
            slug=guide.author.slug, defaults=guide.author.model_dump()
        )
        self.updated_by = by
        self.version += 1
        self.validate_unique()
        self.save()

        for name in ("key_facts", "illustrations", "tasks", "requirements", "career_steps"):
            self._load_parts(getattr(self, name), getattr(guide, name))
        for band in guide.salary_bands:
            self.salary_bands.update_or_create(
                level=band.level, defaults=band.model_dump(exclude={"level"})
            )
        self.salary_bands.exclude(level__in=[band.level for band in guide.salary_bands]).delete()
        self.link_related(guide.related)
        self.take_fingerprint()

    def _load_parts(self, rows, parts):
        """Write the parts into the rows that are there, so that a page with them open still fits."""
        there = list(rows.all())
        for position, part in enumerate(parts, start=1):
            row = there.pop(0) if there else rows.model(profile=self)
            for name, value in part.model_dump(exclude={"skills"}).items():
                setattr(row, name, value)
            row.position = position
            row.save()
            if isinstance(row, Requirement):
                row.skills.set(Skill.of(skill) for skill in part.skills)
        rows.filter(pk__in=[row.pk for row in there]).delete()

    def take_fingerprint(self, read=Guide.of):
        """Note what the working copy says by now; lists tell by it whether that is published."""
        try:
            self.fingerprint = read(self).fingerprint
        except ValidationError:
            self.fingerprint = ""  # no document yet
        RoleProfile.objects.filter(pk=self.pk).update(fingerprint=self.fingerprint)

    def note_act(self, text, *, by):
        """Keep, for lists, what somebody did last: a sentence of at most 300 signs."""
        self.last_act = text[: RoleProfile._meta.get_field("last_act").max_length]
        self.last_act_at, self.last_act_by = timezone.now(), by
        RoleProfile.objects.filter(pk=self.pk).update(
            last_act=self.last_act, last_act_at=self.last_act_at, last_act_by=by
        )

    def note_change(self, *, by):
        """Count a change, in columns or rows, as a new version of the working copy.

        Whoever has the page of the profile open is then told before they overwrite it.
        """
        self.version += 1
        self.updated_by = by
        self.save(update_fields=["version", "updated_by", "updated_at"])
        self.take_fingerprint()

    def link_related(self, slugs):
        """Relate the profile to those that the addresses name, as far as they exist."""
        named = Q(slug__in=slugs) | Q(pk__in=Edition.objects.at_addresses(slugs).values("profile"))
        self.related.set(RoleProfile.objects.filter(named).exclude(pk=self.pk))

    def related_slugs(self) -> list[str]:
        """The addresses of the related profiles: where visitors find them, else where they will."""
        related = self.related.all()
        live = Edition.objects.current().filter(profile__in=related)
        slugs = dict(live.values_list("profile", "slug"))
        return [slugs.get(profile.pk, profile.slug) for profile in related]

    @transaction.atomic
    def publish(
        self, *, by=None, note="", at=None, is_minor=False, expected_version=None, beside=()
    ) -> Edition:
        """Freeze the working copy as the next edition, visible from `at` (default: now) on.

        Its links may lead to the guides `beside` it, which the same transaction publishes.
        Raises ValidationError, with a sentence for each fault, when the guide lacks what it must
        have, when another guide holds its address, or as `lock` does.
        """
        # Two publishers at once would otherwise read the same last number.
        profile = self.lock(expected_version)
        now = timezone.now()
        guide = Guide.of(profile)
        if errors := [finding for finding in preflight.check(guide, beside) if finding.is_error]:
            raise ValidationError([finding.message for finding in errors])
        self._refuse_taken(guide.slug, now)

        last = self.editions.order_by("-number").first()
        edition = Edition(
            profile=profile,
            number=last.number + 1 if last else 1,
            document=guide.model_dump(mode="json"),
            fingerprint=guide.fingerprint,
            slug=guide.slug,
            title=guide.title,
            teaser=guide.teaser,
            field=guide.field,
            pay_minimum=guide.pay[0] if guide.pay else None,
            pay_maximum=guide.pay[1] if guide.pay else None,
            published_at=at or now,
            published_by=by,
            note=note,
            is_minor=is_minor,
        )
        edition.save()
        edition.skills.set(Skill.objects.filter(slug__in=[skill.slug for skill in guide.skills]))
        # What an author or a skill is called may have changed since the last edit.
        RoleProfile.objects.filter(pk=self.pk).update(fingerprint=guide.fingerprint)
        if last and last.slug != edition.slug:  # others name it by its address
            RoleProfile.objects.filter(related=self).take_fingerprints()
        return edition

    def withdraw(self, *, at=None):
        """Take every edition up to `at` (default: now) off the site; a later one appears again."""
        self.withdrawn_at = at or timezone.now()
        self.save(update_fields=["withdrawn_at"])

    @transaction.atomic
    def reinstate(self):
        """Show the newest edition again.

        Raises ValidationError when another guide has got its address meanwhile.
        """
        self.withdrawn_at = None
        self.save(update_fields=["withdrawn_at"])
        now = timezone.now()
        if current := Edition.objects.current(now).filter(profile=self).first():
            self._refuse_taken(current.slug, now)

    def _refuse_taken(self, slug, now):
        """Raise ValidationError when another guide has the address, now or at a later moment."""
        others = Edition.objects.exclude(profile=self).at_addresses([slug])
        # Locked, so that two guides cannot both find the address free: one coming, one coming back.
        holders = RoleProfile.objects.select_for_update().filter(pk__in=others.values("profile"))
        list(holders.order_by("pk").values_list("pk"))
        shown = Q(pk__in=Edition.objects.current(now)) | Q(pk__in=Edition.objects.scheduled(now))
        if others.filter(shown).exists():
            raise ValidationError("Unter dieser Adresse steht schon ein anderes Jobprofil.")

from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from pydantic import TypeAdapter

from roles import vocabulary
from roles.guide import SLUG_LENGTH, TEASER_LENGTH, TITLE_LENGTH, Guide, SalaryBands
from roles.models.cancellation import Cancellation
from roles.pay import RolePay
from techminds.typography import typeset

SALARY_BANDS = TypeAdapter(SalaryBands)


class WrittenOnce(models.QuerySet):
    """Rows that stay as they were written, whichever way somebody takes to change them."""

    def update(self, **kwargs):
        raise TypeError("An edition never changes; publish the next one.")

    def delete(self):
        raise TypeError("An edition never goes away; withdraw the profile.")

    # As Django marks its own: not for templates, not on the manager.
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs, *args, update_conflicts=False, **kwargs):
        if update_conflicts or len(args) > 2:
            raise TypeError("An edition never changes; publish the next one.")
        return super().bulk_create(objs, *args, **kwargs)


class EditionQuerySet(WrittenOnce):
    def standing(self):
        """Editions that nobody has called off."""
        return self.filter(cancellation=None)

    def appeared(self, at=None):
        """Editions that visitors have been shown up to `at` (default: now).

        One that was scheduled and overtaken by a later number before its moment never appeared.
        """
        return self._not_overtaken().filter(published_at__lte=at or timezone.now())

    def current(self, at=None):
        """The edition of each profile that visitors see at `at` (default: now).

        It is the one with the highest number among those whose moment has passed, so no job has to
        run for a scheduled one. A withdrawal covers the editions that were published before it.
        """
        at = at or timezone.now()
        newer = Edition.objects.standing().filter(
            profile=OuterRef("profile"), number__gt=OuterRef("number"), published_at__lte=at
        )
        withdrawn = Q(profile__withdrawn_at__lte=at, profile__withdrawn_at__gte=F("published_at"))
        return self.standing().filter(~Exists(newer), ~withdrawn, published_at__lte=at)

    def scheduled(self, at=None):
        """Editions still to come."""
        return self._not_overtaken().filter(published_at__gt=at or timezone.now())

    def with_first_appearance(self):
        """Add when visitors first saw an edition of the same profile, as `first_published_at`."""
        appeared = Edition.objects.appeared().filter(profile=OuterRef("profile"))
        first = appeared.order_by("published_at", "number").values("published_at")[:1]
        return self.annotate(first_published_at=Subquery(first))

    def told(self):
        """Editions of which visitors read what changed: small corrections tell nothing."""
        return self.filter(is_minor=False)

    def best_paid(self):
        """Editions with salary bands, the highest pay first."""
        return self.with_bands().order_by("-pay_maximum", "title", "pk")

    def with_bands(self):
        return self.exclude(pay_maximum=None)

    def without_bands(self):
        return self.filter(pay_maximum=None)

    def pay(self):
        """Return what each edition says about pay, read without the rest of its document."""
        columns = ("slug", "title", "document__salary_bands", "number", "published_at")
        return [
            RolePay(slug, title, SALARY_BANDS.validate_python(bands), number, published_at)
            for slug, title, bands, number, published_at in self.values_list(*columns)
        ]

    def at_addresses(self, slugs):
        """Editions that stand, stood or will stand under one of the addresses."""
        return self.standing().filter(slug__in=slugs)

    def related_to(self, guide):
        """What a guide names as related, wherever it has moved since; for lists."""
        meant = Edition.objects.at_addresses(guide.related).values("profile")
        return self.filter(profile__in=meant).defer("document").order_by("title", "pk")

    def _not_overtaken(self):
        """Editions without a later number that appears before or with them."""
        overtaking = Edition.objects.standing().filter(
            profile=OuterRef("profile"),
            number__gt=OuterRef("number"),
            published_at__lte=OuterRef("published_at"),
        )
        return self.standing().filter(~Exists(overtaking))


class Edition(models.Model):
    """One published, immutable state of a role profile; all that visitors ever see."""

    profile = models.ForeignKey(
        "roles.RoleProfile",
        verbose_name="Jobprofil",
        on_delete=models.PROTECT,
        related_name="editions",
    )
    number = models.PositiveIntegerField("Nummer")
    document = models.JSONField("Dokument")
    fingerprint = models.CharField(
        "Fingerabdruck", max_length=64, blank=True, db_default="", default="", editable=False
    )
    published_at = models.DateTimeField("Erschienen", db_index=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Veröffentlicht von",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(
        "Was sich geändert hat",
        max_length=300,
        blank=True,
        help_text="Ein Satz für Leserinnen und Leser.",
    )
    is_minor = models.BooleanField("Kleine Korrektur", default=False)

    # Copies from the document, for lists and filters.
    slug = models.SlugField("Adresse", max_length=SLUG_LENGTH)
    title = models.CharField("Titel", max_length=TITLE_LENGTH)
    teaser = models.CharField("Anriss", max_length=TEASER_LENGTH)
    field = models.CharField("Fachgebiet", max_length=20, choices=vocabulary.Field)
    pay_minimum = models.PositiveIntegerField("Gehalt von", null=True)
    pay_maximum = models.PositiveIntegerField("Gehalt bis", null=True)
    skills = models.ManyToManyField(
        "roles.Skill", through="roles.EditionSkill", related_name="editions"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["profile", "-number"]
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "number"], name="edition_number_once_a_profile"
            ),
            models.CheckConstraint(
                # With NULL at one end the comparison alone is not false, and would pass.
                condition=Q(pay_minimum=None, pay_maximum=None)
                | Q(
                    pay_minimum__isnull=False,
                    pay_maximum__isnull=False,
                    pay_minimum__lte=F("pay_maximum"),
                ),
                name="edition_pay_both_ends_or_none",
            ),
        ]

    def __str__(self):
        return f"{self.title}, Ausgabe {self.number}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError("An edition never changes; publish the next one.")
        # Else Django would try to update a row that has the key of this one.
        super().save(**kwargs | {"force_insert": True})

    def get_absolute_url(self):
        return reverse("roles:guide", args=[self.slug])

    def delete(self, *args, **kwargs):
        raise TypeError("An edition never goes away; withdraw the profile.")

    @cached_property
    def guide(self) -> Guide:
        return Guide.model_validate(self.document)

    @property
    def pay(self) -> tuple[int, int] | None:
        """As Guide.pay, without reading the document."""
        if self.pay_minimum is None or self.pay_maximum is None:
            return None
        return self.pay_minimum, self.pay_maximum

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody called it off before it appeared; fetch it with its cancellation."""
        return hasattr(self, "cancellation")

    @property
    def is_still_to_come(self) -> bool:
        return not self.is_cancelled and self.published_at > timezone.now()

    @property
    def public_note(self):
        """What visitors read about the change; small corrections tell nothing."""
        return "" if self.is_minor else typeset(self.note)

    @transaction.atomic
    def cancel(self, *, by=None):
        """Call off a scheduled edition.

        Raises ValidationError once it has appeared, or when it was called off before.
        """
        self.profile.lock()
        if self.published_at <= timezone.now():
            raise ValidationError(f"Ausgabe {self.number} ist schon erschienen.", code="appeared")
        _, is_new = Cancellation.objects.get_or_create(edition=self, defaults={"cancelled_by": by})
        if not is_new:
            raise ValidationError(f"Ausgabe {self.number} ist schon abgesagt.", code="cancelled")

    def restore(self, *, by=None, expected_version=None):
        """Bring this edition's text and figures back into the working copy.

        Raises ValidationError as RoleProfile.load does.
        """
        self.profile.load(self.guide, by=by, expected_version=expected_version)


class EditionSkill(models.Model):
    """A skill that an edition names; neither goes away while the other is there."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    skill = models.ForeignKey("roles.Skill", models.PROTECT, related_name="+")

    objects = WrittenOnce.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "Fähigkeit einer Ausgabe"
        verbose_name_plural = "Fähigkeiten von Ausgaben"
        constraints = [
            models.UniqueConstraint(fields=["edition", "skill"], name="edition_skill_once")
        ]

    def __str__(self):
        return f"{self.edition}: {self.skill}"

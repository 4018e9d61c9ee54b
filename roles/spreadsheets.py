"""Salary bands and skills as spreadsheets: what editors export and import."""

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from roles import vocabulary
from roles.amounts import AmountField
from roles.guide import LINE_LENGTH, SLUG_LENGTH, TEASER_LENGTH, TITLE_LENGTH, slug_validator
from roles.models import RoleProfile, SalaryBand, Skill
from techminds.spreadsheets.rows import DayField, LabelField, RowForm
from techminds.spreadsheets.sheets import Column, Sheet
from techminds.text import CleanCharField
from techminds.typography import grouped

# Salary bands ------------------------------------------------------------------------------------


class SalaryBandRow(RowForm):
    minimum = AmountField()
    maximum = AmountField()
    currency = LabelField(
        vocabulary.Currency.choices, required=False, default=vocabulary.Currency.EUR
    )
    period = LabelField(vocabulary.Period.choices, required=False, default=vocabulary.Period.YEAR)
    region = LabelField(vocabulary.Region.choices, required=False, default=vocabulary.Region.DE)
    basis = CleanCharField(
        max_length=TEASER_LENGTH,
        error_messages={"required": "Bitte sagen Sie, was die Zahl ist: Art der Erhebung, Umfang."},
    )
    source = CleanCharField(
        max_length=LINE_LENGTH, error_messages={"required": "Bitte nennen Sie die Quelle."}
    )
    as_of = DayField(error_messages={"required": "Bitte nennen Sie den Tag, von dem die Zahl ist."})
    review_by = DayField(
        error_messages={"required": "Bitte nennen Sie den Tag, bis zu dem jemand die Zahl prüft."}
    )

    def clean_as_of(self):
        as_of = self.cleaned_data["as_of"]
        if as_of > timezone.localdate():
            raise ValidationError(
                "Der Stand liegt in der Zukunft. Bitte nennen Sie den Tag, von dem die Zahl ist."
            )
        return as_of

    def clean(self):
        super().clean()
        low, high = self.value("minimum"), self.value("maximum")
        if not {"minimum", "maximum"} & self.errors.keys() and low > high:
            self.add_error(
                "minimum" if "minimum" in self.fields else "maximum",
                "„Von“ liegt über „Bis“. Bitte tauschen Sie die Beträge.",
            )


class SalaryBandSheet(Sheet):
    """The salary bands of all working copies; a row is known by profile and level."""

    file_name = "gehaltsspannen"
    form = SalaryBandRow
    identity = ("profile", "level")
    remarks = (
        "Eine Zeile meint die Gehaltsspanne eines Jobprofils für ein Level. Gibt es sie noch nicht, "
        "so kommt sie dazu.",
        "Gelöscht wird nichts: Spannen, die in der Tabelle fehlen, bleiben, wie sie sind. Löschen "
        "können Sie auf der Seite des Jobprofils.",
        "Geändert wird die Arbeitsfassung. Auf der Website steht die Zahl erst, wenn Sie das "
        "Jobprofil veröffentlichen.",
    )

    profile = Column(
        "Jobprofil", "profile__slug", "Adresse, zum Beispiel machine-learning-engineer."
    )
    level = Column("Level", "get_level_display", f"{', '.join(vocabulary.Level.labels)}.")
    minimum = Column("Von", "minimum", "Brutto im Jahr, zum Beispiel 80.000.", reads=grouped)
    maximum = Column("Bis", "maximum", "Nicht unter „Von“.", reads=grouped)
    currency = Column("Währung", "get_currency_display", "Euro; leer heißt Euro.")
    period = Column("Zeitraum", "get_period_display", "im Jahr; leer heißt im Jahr.")
    region = Column("Gebiet", "get_region_display", "Deutschland; leer heißt Deutschland.")
    basis = Column("Grundlage", "basis", "Was die Zahl ist, und was sie nicht ist.")
    source = Column("Quelle", "source", "Von wem die Zahl stammt.")
    as_of = Column("Stand", "as_of", "Von welchem Tag die Zahl ist, zum Beispiel 31.12.2025.")
    review_by = Column("Prüfen bis", "review_by", "Wann jemand die Zahl wieder prüft.")

    class Meta:
        model = SalaryBand

    def before_import(self, dataset, **kwargs):
        slugs = {slug.casefold() for slug in dataset[self.fields["profile"].column_name]}
        profiles = RoleProfile.objects.filter(slug__in=slugs).order_by("pk")
        # Locked until the transaction ends, in one order, as the page of a profile locks its own.
        self.profiles = {profile.slug: profile for profile in profiles.select_for_update()}
        bands = SalaryBand.objects.filter(profile__slug__in=slugs).select_related("profile")
        self.bands = {(band.profile.slug, band.level): band for band in bands}

    def find(self, row):
        return self.bands.get(self.key_of(row))

    def key_of(self, row):
        slug, level = (row[heading] for heading in self.identifying)
        faults: dict[str, str | ValidationError] = {}
        if not slug:
            faults["profile"] = "Bitte nennen Sie die Adresse des Jobprofils."
        elif slug.casefold() not in self.profiles:
            faults["profile"] = f"Ein Jobprofil mit der Adresse „{slug}“ gibt es nicht."
        try:
            level = LabelField(vocabulary.Level.choices).clean(level)
        except ValidationError as error:
            faults["level"] = error
        if faults:
            raise ValidationError(faults)
        return slug.casefold(), level

    def init_instance(self, row=None):
        slug, level = self.key_of(row)
        return SalaryBand(profile=self.profiles[slug], level=level)

    def thanks(self, outcome):
        return f"{super().thanks(outcome)} Auf der Website ändert sich erst mit „Veröffentlichen“ etwas."

    def finish(self, outcome, *, by):
        done = "Gehaltsspannen aus Tabelle übernommen"
        slugs = {row.instance.profile.slug for row in [*outcome.new, *outcome.changed]}
        profiles = [profile for slug, profile in self.profiles.items() if slug in slugs]
        for profile in profiles:
            profile.note_change(by=by)
            profile.note_act(done, by=by)
        LogEntry.objects.log_actions(by.pk, profiles, CHANGE, done)


# Skills ------------------------------------------------------------------------------------------


class SkillRow(RowForm):
    slug = CleanCharField(
        max_length=SLUG_LENGTH,
        validators=[slug_validator],
        error_messages={"required": "Bitte nennen Sie die Adresse."},
    )
    name = CleanCharField(
        max_length=TITLE_LENGTH, error_messages={"required": "Bitte nennen Sie die Fähigkeit."}
    )
    kind = LabelField(vocabulary.SkillKind.choices)
    description = CleanCharField(widget=forms.Textarea, required=False)
    esco_uri = CleanCharField(
        max_length=LINE_LENGTH,
        required=False,
        validators=[
            RegexValidator(
                r"^http://data\.europa\.eu/esco/[-./0-9A-Za-z]+$",
                "Das ist keine ESCO-Adresse. Sie beginnt mit http://data.europa.eu/esco/.",
            )
        ],
    )

    def clean_name(self):
        name = self.cleaned_data["name"]
        other = Skill.objects.filter(name=name).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(
                f"So heißt schon die Fähigkeit mit der Adresse „{other.slug}“. Eine Adresse lässt "
                "sich hier nicht ändern; sie sagt, welche Fähigkeit gemeint ist."
            )
        return name


class SkillSheet(Sheet):
    """The skills that requirements name; a row is known by its address."""

    file_name = "faehigkeiten"
    form = SkillRow
    identity = ("slug",)
    remarks = (
        "Eine Zeile meint die Fähigkeit mit ihrer Adresse. Eine neue Adresse ist eine neue Fähigkeit; "
        "umbenennen können Sie, indem Sie nur den Namen ändern.",
        "Gelöscht wird nichts: Fähigkeiten, die in der Tabelle fehlen, bleiben, wie sie sind.",
        "Ein neuer Name steht auf der Website erst, wenn Sie die Jobprofile veröffentlichen, die ihn "
        "nennen.",
    )

    slug = Column("Adresse", "slug", "Kleinbuchstaben, Ziffern, Bindestriche, zum Beispiel python.")
    name = Column("Name", "name", "Jeder Name nur einmal.")
    kind = Column("Art", "get_kind_display", f"{', '.join(vocabulary.SkillKind.labels)}.")
    description = Column("Beschreibung", "description", "Ein bis zwei Sätze; darf leer sein.")
    esco_uri = Column("ESCO-Adresse", "esco_uri", "http://data.europa.eu/esco/…; darf leer sein.")

    class Meta:
        model = Skill

    def before_import(self, dataset, **kwargs):
        slugs = set(dataset[self.fields["slug"].column_name])
        skills = Skill.objects.select_for_update().filter(slug__in=slugs).order_by("pk")
        self.skills = {skill.slug: skill for skill in skills}

    def find(self, row):
        (slug,) = self.key_of(row)
        return self.skills.get(slug)

    def key_of(self, row):
        return (row[self.fields["slug"].column_name],)

    def init_instance(self, row=None):
        return Skill()

    def finish(self, outcome, *, by):
        done = "Aus Tabelle übernommen"
        for rows, act in ((outcome.new, ADDITION), (outcome.changed, CHANGE)):
            LogEntry.objects.log_actions(by.pk, [row.instance for row in rows], act, done)
        changed = [row.instance for row in outcome.changed]
        RoleProfile.objects.filter(requirements__skills__in=changed).take_fingerprints()

"""Vacancy requests as a spreadsheet: what consultants take along, decide in rows and bring from a fair."""

from typing import cast

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.utils.text import Truncator

from contacts.consultants import consultants
from contacts.forms import VacancyRequestForm
from contacts.models import VacancyRequest
from contacts.models.handling import check_follow_up
from roles import vocabulary
from roles.models import Edition
from techminds.spreadsheets.files import ROW
from techminds.spreadsheets.rows import DayField, LabelField, RowForm
from techminds.spreadsheets.sheets import Column, Sheet
from techminds.text import CleanCharField
from techminds.typography import grouped

# In place of a form's token, as none is that we sign: the same words from tables are one request.
FORM = "Tabelle"
DECISIONS = (*VacancyRequest.DECISIONS, "status_reason")


class DecisionRow(RowForm):
    """What a consultant decides; in a row that is a new request each cell may be empty."""

    status = LabelField(
        VacancyRequest.Status.choices,
        required=False,
        default=VacancyRequest.Status.NEW,
    )
    status_reason = CleanCharField(max_length=300, required=False)
    consultant = LabelField([], required=False)
    follow_up_on = DayField(required=False)

    def __init__(self, said, *, instance, colleagues):
        super().__init__(said, instance=instance)
        if "status" in self.fields:
            self.fields["status"].required = instance.pk is not None
        if "consultant" in self.fields:
            cast(LabelField, self.fields["consultant"]).choices = colleagues

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        reason = data.get("status_reason")
        if self.instance.pk is None:  # each cell is asked of it, and an empty one says nothing
            reason = reason or None
        try:
            self.instance.check_move(data.get("status", self.instance.status), reason=reason)
        except ValidationError as error:
            self.add_error("status" if error.code == "move" else "status_reason", error)
        return data

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        check_follow_up(day, before=self.instance.follow_up_on)
        return day


class VacancyRequestSheet(Sheet):
    """Requests, known by their reference; a row without one is a request that nobody typed yet."""

    file_name = "vakanzanfragen"
    most_rows = 500  # a new request is checked and stored as one from the website, and as slowly
    remarks = (
        "Eine Zeile mit Referenz meint die Anfrage, die sie trägt. Ändern lassen sich Status, "
        "Zuständigkeit und Wiedervorlage; alles andere bleibt, wie es ist. Ein Grund gehört zu einem "
        "neuen Status: „Abgesagt“ und „Zurückgezogen“ brauchen einen, „Suche läuft“, solange zum "
        "Gehalt oder Titel etwas offen ist. Spalten, die Sie nicht brauchen, können Sie löschen.",
        "Eine Zeile ohne Referenz ist eine neue Anfrage, etwa vom Telefon oder von einer Messe. Sie "
        "wird geprüft wie eine von der Website und bekommt eine Referenz. Der Kunde bekommt keine "
        "E-Mail.",
        "Gelöscht wird nichts: Anfragen, die in der Tabelle fehlen, bleiben, wie sie sind.",
    )

    reference = Column("Referenz", "reference", "Leer bei einer neuen Anfrage.", is_ours=True)
    status = Column("Status", "get_status_display", f"{', '.join(VacancyRequest.Status.labels)}.")
    status_reason = Column("Grund", "status_reason", "Nötig, wo ein neuer Status einen braucht.")
    consultant = Column("Zuständig", "consultant__username", "Benutzername; darf leer sein.")
    follow_up_on = Column("Wiedervorlage", "follow_up_on", "Ein Datum; darf leer sein.")
    received_at = Column("Eingang", "received_at", is_ours=True)
    reply_due_on = Column("Antwort versprochen bis", "reply_due_on", is_ours=True)
    answered_at = Column("Beantwortet", "answered_at", is_ours=True)
    company = Column("Unternehmen", "company", "Nötig bei einer neuen Anfrage.")
    name = Column("Name", "name", "Nötig bei einer neuen Anfrage.")
    email = Column("E-Mail", "email", "Nötig bei einer neuen Anfrage.")
    phone = Column("Telefon", "phone", "Darf leer sein.")
    edition = Column(
        "Jobprofil",
        "edition__title",
        "Titel oder Adresse eines Jobprofils auf der Website; darf leer sein.",
    )
    number = Column("Ausgabe", "edition__number", is_ours=True)
    role_title = Column("Stellentitel", "role_title", "Nötig, falls kein Jobprofil passt.")
    level = Column(
        "Level", "get_level_display", f"{', '.join(vocabulary.Level.labels)}; darf leer sein."
    )
    headcount = Column("Anzahl der Stellen", "headcount", "Darf leer sein.")
    location = Column("Arbeitsort", "location", "Darf leer sein.")
    workplace = Column(
        "Arbeitsweise",
        "get_workplace_display",
        f"{'; '.join(VacancyRequest.Workplace.labels)}; darf leer sein.",
    )
    start_on = Column("Beginn", "start_on", "Ein Datum; darf leer sein.")
    budget_minimum = Column(
        "Budget von", "budget_minimum", "Brutto im Jahr; darf leer sein.", reads=grouped
    )
    budget_maximum = Column(
        "Budget bis", "budget_maximum", "Brutto im Jahr; darf leer sein.", reads=grouped
    )
    market_position = Column("Budget am Markt", "get_market_position_display", is_ours=True)
    message = Column("Nachricht", "message", "Darf leer sein.")

    class Meta:
        model = VacancyRequest

    @property
    def needed(self):
        return []

    def name_of(self, row):
        return self._reference(row) or row.get(self.fields["company"].column_name, "")

    def before_import(self, dataset, **kwargs):
        heading = self.fields["reference"].column_name
        references = dataset[heading] if heading in dataset.headers else []
        stored = (
            VacancyRequest.objects.select_for_update(of=("self",))
            .select_related("consultant", "edition")
            .defer("edition__document")
            .filter(reference__in={reference.upper() for reference in references})
            .order_by("pk")
        )
        self.stored = {vacancy.reference: vacancy for vacancy in stored}
        self.colleagues = [(colleague, colleague.username) for colleague in consultants()]
        self.editions = {
            name.casefold(): str(edition.pk)
            for edition in Edition.objects.current().only("slug", "title")
            for name in (edition.slug, edition.title)
        }
        self.decisions, self.taken_down = {}, {}

    def _reference(self, row):
        return row.get(self.fields["reference"].column_name, "").upper()

    def key_of(self, row):
        return self._reference(row) or row[ROW]

    def find(self, row):
        reference = self._reference(row)
        if reference and reference not in self.stored:
            raise ValidationError(
                {
                    "reference": f"Eine Anfrage „{reference}“ gibt es nicht. "
                    "Bei einer neuen Anfrage lassen Sie die Zelle leer."
                }
            )
        return self.stored.get(reference)

    def init_instance(self, row=None):
        return VacancyRequest()

    def import_instance(self, instance, row, **kwargs):
        said = self.said(instance, row)
        said.pop("reference", None)  # of a new request: the file has none yet
        self._refuse_erased(instance, said)
        decided = {name: said.pop(name) for name in DECISIONS if name in said}
        if "status" in decided:  # a reason that stood there before was one for the old status
            decided.setdefault("status_reason", "")
        decisions = DecisionRow(decided, instance=instance, colleagues=self.colleagues)
        if instance.pk is None:
            faults = self._take_down(instance, said)
            self.decisions[row[ROW]] = decisions
        else:
            faults = {name: self._restore(instance, name) for name in said}
        if faults := faults | decisions.errors.as_data():
            raise ValidationError(faults)
        if instance.pk is not None:
            decisions.write()

    def _refuse_erased(self, instance, said):
        if instance.pk is not None and instance.is_erased and said:
            raise ValidationError(
                "Die Daten dieser Anfrage sind gelöscht; sie lässt sich nicht mehr ändern. Bitte "
                "löschen Sie die Zeile."
            )

    def _restore(self, instance, name):
        """Return what to do about a cell that no import changes."""
        column = self.fields[name]
        whose = "Das vergibt das System" if column.readonly else "Das hat der Kunde gesagt"
        stands = Truncator(column.read(column.get_value(instance)) or "leer").chars(60)
        return ValidationError(
            f"{whose}, hier lässt es sich nicht ändern; es steht auf „{stands}“. "
            "Bitte stellen Sie den Wert wieder her, oder löschen Sie die Spalte."
        )

    def _take_down(self, instance, said):
        """Write into a new request what the row says; return the faults by names of columns."""
        unreadable, data = {}, {}
        for name, text in said.items():
            try:
                data[name] = self._typed(name, text)
            except ValidationError as error:
                unreadable[name] = error
        form = VacancyRequestForm(data, instance=instance)
        if faults := form.errors.as_data() | unreadable:
            return faults
        instance.submission_key = form.key_within(FORM)
        if known := instance.same_submission():
            number = self.taken_down.get(known.submission_key)
            where = f"in Zeile {number}" if number else f"als {known.reference}"
            raise ValidationError(
                f"Diese Anfrage steht schon {where}. Bitte löschen Sie die Zeile."
            )
        return {}

    def _typed(self, name, text):
        """Return what somebody would send with the form on the website for a cell."""
        if text and self.fields[name].readonly:
            raise ValidationError("Das vergibt das System. Bitte lassen Sie die Zelle leer.")
        if name == "edition" and text:
            if text.casefold() not in self.editions:
                raise ValidationError(
                    f"„{text}“ ist kein Jobprofil auf der Website. Bitte schreiben Sie es in die "
                    "Spalte „Stellentitel“."
                )
            return self.editions[text.casefold()]
        if name in VacancyRequest.CHOICES:
            return LabelField(VacancyRequest.CHOICES[name], required=False, default="").clean(text)
        return text

    def save_instance(self, instance, is_create, row, *, user, **kwargs):
        if is_create:
            received = instance.receive(by=user)
            if received is not instance:
                raise ValidationError(
                    f"Dieselbe Anfrage ist eben erst als {received.reference} eingegangen."
                )
            self.taken_down[instance.submission_key] = row[ROW]
            stored, decided = instance, dict(self.decisions[row[ROW]].cleaned_data)
        else:
            stored = VacancyRequest.objects.get(pk=instance.pk)
            decided = {name: getattr(instance, name) for name in DECISIONS}
        stored.decide(by=user, reason=decided.pop("status_reason"), **decided)

    def finish(self, outcome, *, by):
        done = "Aus Tabelle übernommen"
        for rows, act in ((outcome.new, ADDITION), (outcome.changed, CHANGE)):
            LogEntry.objects.log_actions(by.pk, [row.instance for row in rows], act, done)

"""What the rows of a table say about records of one kind, and what taking them over does."""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.functional import cached_property
from import_export import fields, resources, results
from import_export.instance_loaders import BaseInstanceLoader

from techminds.differences import Change, Kind, words
from techminds.spreadsheets.cells import Value, shown, text_of
from techminds.spreadsheets.files import MOST_ROWS, ROW
from techminds.spreadsheets.rows import RowForm
from techminds.typography import grouped

logger = logging.getLogger(__name__)

LONG = 60  # characters; of a longer text the words are compared

OUTDATED = (
    "Seit dem Vergleich hat sich etwas geändert, das auch in dieser Tabelle steht. Es wurde nichts "
    "übernommen; hier ist der neue Vergleich."
)
REFUSED = "Diese Zeile ließ sich nicht speichern. Bitte prüfen Sie ihre Werte."


class Column(fields.Field):
    """A column: its heading, what of a record stands in it, and what a person writes there.

    One that is ours alone is exported, and an import may repeat it but never change it. `reads`
    turns a value into what people read in a comparison, where that is not what the file has.
    """

    def __init__(self, heading, attribute, help_text="", *, reads=shown, is_ours=False):
        super().__init__(attribute=attribute, column_name=heading, readonly=is_ours)
        self.help_text = help_text
        self.reads = reads

    def export(self, instance, **kwargs):
        return self.get_value(instance)

    def read(self, value: Value) -> str:
        """Return a value of the column as people read it, "" for none."""
        return "" if value in (None, "") else self.reads(value)

    def says(self, instance, text) -> bool:
        """Whether a cell says what the record says, in the way of XLSX or of CSV."""
        value = self.get_value(instance)
        return text in {text_of(value), text_of(shown(value))}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: in which column ("" for the row as a whole), and what to do."""

    heading: str
    message: str


class RowOutcome(results.RowResult):
    """What became of a row, or would: a new record, a changed one, an unchanged one, faults."""

    LABELS: ClassVar = {
        results.RowResult.IMPORT_TYPE_NEW: "neu",
        results.RowResult.IMPORT_TYPE_UPDATE: "geändert",
        results.RowResult.IMPORT_TYPE_SKIP: "unverändert",
        results.RowResult.IMPORT_TYPE_INVALID: "Fehler",
        results.RowResult.IMPORT_TYPE_ERROR: "Fehler",
    }

    name = ""
    faults: list[Fault]

    @property
    def label(self) -> str:
        return self.LABELS[self.import_type]

    @property
    def number(self) -> int:
        """The row's number in the file, where the headings are row 1."""
        return self.row_values[ROW]


class Outcome(results.Result):
    """What became of a table, or would, row by row."""

    def __str__(self):
        counts = (
            (len(self.faulty), "fehlerhaft"),
            (len(self.new), "neu"),
            (len(self.changed), "geändert"),
            (len(self.unchanged), "unverändert"),
        )
        return ", ".join(f"{grouped(count)} {word}" for count, word in counts if count)

    def _of(self, *kinds):
        return [row for row in self.rows if row.import_type in kinds]

    @cached_property
    def new(self):
        return self._of(RowOutcome.IMPORT_TYPE_NEW)

    @cached_property
    def changed(self):
        return self._of(RowOutcome.IMPORT_TYPE_UPDATE)

    @cached_property
    def unchanged(self):
        return self._of(RowOutcome.IMPORT_TYPE_SKIP)

    @cached_property
    def faulty(self):
        return self._of(RowOutcome.IMPORT_TYPE_INVALID, RowOutcome.IMPORT_TYPE_ERROR)

    @property
    def telling(self):
        """The rows to look at: those with faults first, then those that would change something."""
        changing = sorted([*self.new, *self.changed], key=lambda row: row.number)
        return [*self.faulty, *changing]

    @property
    def would_change(self) -> bool:
        """Whether there is something to take over, and nothing in its way."""
        return bool(self.new or self.changed) and not self.faulty

    @property
    def is_outdated(self) -> bool:
        """Whether it was not taken over because the comparison did not hold any more."""
        return bool(self.base_errors)

    @property
    def unchanged_rows(self) -> str:
        """The numbers of unchanged rows, such as "2–5, 9"."""
        runs: list[list[int]] = []
        for row in self.unchanged:
            if runs and row.number == runs[-1][-1] + 1:
                runs[-1][1:] = [row.number]
            else:
                runs.append([row.number])
        return ", ".join("–".join(map(str, run)) for run in runs)

    @property
    def digest(self) -> str:
        """Some signs that are others as soon as anything would change in another way."""
        said = [
            (row.number, row.import_type, [repr(change) for change in row.diff or ()])
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Sheet(resources.Resource):
    """Records of one kind as rows: exported, compared with a table, changed by one.

    A row names its record in the columns of `identity`. Rows are taken over together or not at all,
    and only where they do what the comparison showed.
    """

    file_name = ""
    form: type[RowForm]
    identity: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what somebody should know before they import
    most_rows = MOST_ROWS

    class Meta:
        instance_loader_class = BaseInstanceLoader
        store_row_values = True
        store_instance = True
        skip_diff = True  # the library's copies each record and writes HTML with colours in it

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.numbers = {}  # of the rows so far, by what they name
        self.before = {}  # what the record of the row at hand said

    @classmethod
    def get_result_class(cls):
        return Outcome

    @classmethod
    def get_row_result_class(cls):
        return RowOutcome

    @property
    def headings(self):
        return [column.column_name for column in self.fields.values()]

    @property
    def identifying(self):
        return [self.fields[name].column_name for name in self.identity]

    @property
    def needed(self):
        """The headings that a table has to have."""
        return self.identifying

    def name_of(self, row) -> str:
        """Return what people know a row by."""
        return ", ".join(row[heading] for heading in self.identifying)

    def compare(self, table, *, by) -> Outcome:
        """Return what taking the table over would do; nothing stays of it."""
        return self.import_data(table, dry_run=True, use_transactions=True, user=by)

    def take_over(self, table, *, by, seen) -> Outcome:
        """Save what the table says, if that is what the comparison with this digest showed."""
        return self.import_data(
            table,
            use_transactions=True,
            rollback_on_validation_errors=True,
            user=by,
            seen=seen,
        )

    # What a kind of records says for itself -----------------------------------------------------

    def find(self, row):
        """Return the record that a row names, None for a new one.

        Raises ValidationError where it names neither.
        """
        raise NotImplementedError

    def key_of(self, row):
        """Return what no two rows may have in common."""
        return tuple(row[heading].casefold() for heading in self.identifying)

    def thanks(self, outcome) -> str:
        """Return what to say to somebody who has taken a table over."""
        return f"Aus der Tabelle übernommen: {outcome}."

    def finish(self, outcome, *, by):
        """Do what a change of these records brings with it, in the same transaction."""

    # The library's steps ------------------------------------------------------------------------

    def import_row(self, row, instance_loader, **kwargs):
        outcome = super().import_row(row, instance_loader, **kwargs)
        outcome.name = self.name_of(row)
        outcome.faults = list(self._faults(outcome))
        return outcome

    def _faults(self, outcome):
        for error in outcome.errors:
            if not isinstance(error.error, DatabaseError):
                raise error.error
            # Without the database's words: they repeat what somebody typed.
            logger.warning("Row of a spreadsheet refused: %s", type(error.error).__name__)
            yield Fault("", REFUSED)
        if error := outcome.validation_error:
            by_name = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in by_name.items():
                heading = self.fields[name].column_name if name in self.fields else ""
                yield from (Fault(heading, message) for message in messages)

    def get_or_init_instance(self, instance_loader, row):
        first = self.numbers.setdefault(self.key_of(row), row[ROW])
        if first != row[ROW]:
            raise ValidationError(f"Dasselbe steht schon in Zeile {first}. Bitte löschen Sie eine.")
        found = self.find(row)
        return (self.init_instance(row), True) if found is None else (found, False)

    def after_init_instance(self, instance, new, row, **kwargs):
        self.before = {} if new else self.values(instance)

    def import_instance(self, instance, row, **kwargs):
        said = self.said(instance, row)
        if said or instance.pk is None:
            self.form(said, instance=instance).write()

    def said(self, instance, row) -> dict[str, str]:
        """Return what a row says otherwise than the record, by the names of the columns."""
        return {
            name: row[column.column_name]
            for name, column in self.fields.items()
            if column.column_name in row and not column.says(instance, row[column.column_name])
        }

    def values(self, instance) -> dict[str, Value]:
        """Return what an import may change, by the names of the columns."""
        return {
            name: column.get_value(instance)
            for name, column in self.fields.items()
            if not column.readonly and name not in self.identity
        }

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and self.values(instance) == self.before

    def after_import_row(self, row, row_result, **kwargs):
        row_result.diff = list(self._changes(self.values(row_result.instance)))

    def _changes(self, values) -> Iterator[Change]:
        for name, value in values.items():
            column = self.fields[name]
            before, after = column.read(self.before.get(name)), column.read(value)
            if before == after:
                continue
            kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
            if kind == Kind.CHANGED and max(len(before), len(after)) > LONG:
                yield Change(name, column.column_name, kind, words=words(before, after))
            else:
                yield Change(name, column.column_name, kind, before, after)

    def after_import(self, dataset, result, *, user, dry_run, seen=None, **kwargs):
        if dry_run or result.faulty:
            return
        if result.digest != seen:
            raise ValidationError(OUTDATED, code="outdated")
        self.finish(result, by=user)

    def handle_import_error(self, result, error, raise_errors=False):
        if not isinstance(error, ValidationError):
            raise error
        super().handle_import_error(result, error, raise_errors)

from typing import Any

from django.forms import BaseInlineFormSet


class KeptRows(BaseInlineFormSet):
    """Rows of a page that keep what was typed when somebody else has deleted them meanwhile.

    Such a row comes back as a new one: Django would refuse it for ever, its original being gone.
    """

    def __init__(self, data: Any = None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if self.is_bound and self.management_form.is_valid():
            self.data = self._with_gone_rows_as_new(data)
            del self.management_form  # remembered, and counts the rows

    def get_queryset(self):
        """Return the rows, those that the profile was fetched with if it was."""
        name = self.fk.remote_field.get_accessor_name()
        if name in getattr(self.instance, "_prefetched_objects_cache", {}):
            return getattr(self.instance, name).all()
        return super().get_queryset()

    def _with_gone_rows_as_new(self, data):
        counts = self.management_form.cleaned_data
        total: int = min(counts["TOTAL_FORMS"] or 0, self.absolute_max or 0)
        rows = [self._row(data, number) for number in range(total)]
        old, new = rows[: counts["INITIAL_FORMS"]], rows[counts["INITIAL_FORMS"] :]
        there = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        kept = [row for row in old if row.get("id", [""])[0] in there]
        if len(kept) == len(old):
            return data
        gone = [row | {"id": [""]} for row in old if row not in kept and "DELETE" not in row]

        data = data.copy()
        for name in [name for number in range(total) for name in self._names(data, number)]:
            del data[name]
        for number, row in enumerate([*kept, *gone, *new]):
            for name, values in row.items():
                data.setlist(f"{self.add_prefix(number)}-{name}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(kept) + len(gone) + len(new))
        return data

    def _row(self, data, number):
        start = f"{self.add_prefix(number)}-"
        return {name.removeprefix(start): data.getlist(name) for name in self._names(data, number)}

    def _names(self, data, number):
        return [name for name in data if name.startswith(f"{self.add_prefix(number)}-")]

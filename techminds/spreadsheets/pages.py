"""The pages of a list in the back office that import a table into it and export it as one."""

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from techminds.spreadsheets.files import MOST_ROWS
from techminds.spreadsheets.forms import AcceptanceForm, ExportForm, TableForm
from techminds.spreadsheets.sheets import Sheet

LOST = (
    "Dieser Vergleich ist älter als eine Stunde oder nicht von Ihnen. "
    "Bitte wählen Sie die Datei noch einmal."
)


class SpreadsheetPages(ImportExportMixin):
    """An admin whose list is imported and exported, as its sheet says.

    The library gives the addresses, the tools of the list and the transaction; its own pages ask
    for a format that the file tells anyway, keep the file in a folder and speak of success in any
    case.
    """

    sheet: type[Sheet]
    import_permissions: tuple[str, ...]  # that somebody needs to import, all of them

    def has_import_permission(self, request):
        return request.user.has_perms(self.import_permissions)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def import_action(self, request):
        """Compare a table with what is stored, and offer to take it over."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sheet = self.sheet()
        if request.method != "POST":
            return self._import_page(request, TableForm(sheet=sheet))
        form = TableForm(request.POST, request.FILES, sheet=sheet)
        if not form.is_valid():
            return self._import_page(request, form)
        table = form.cleaned_data["file"]
        return self._import_page(request, form, table, sheet.compare(table, by=request.user))

    @method_decorator(require_POST)
    def process_import(self, request):
        """Take over a table whose comparison somebody has accepted."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        acceptance = AcceptanceForm(request.POST, salt=self._salt(request))
        if not acceptance.is_valid():
            messages.error(request, LOST)
            return redirect(self._address("import"))
        sheet = self.sheet()
        table = acceptance.cleaned_data["table"]
        outcome = sheet.take_over(table, by=request.user, seen=acceptance.cleaned_data["seen"])
        if outcome.faulty or outcome.is_outdated:
            return self._import_page(request, TableForm(sheet=sheet), table, outcome)
        messages.success(request, sheet.thanks(outcome))
        return redirect(self._address("changelist"))

    def export_action(self, request):
        """Offer the rows of the list, filtered as it was, as a file, unless they are too many for one."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            records = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return redirect(self._address("export"))
        form = ExportForm(request.POST if request.method == "POST" else None)
        count = records[: MOST_ROWS + 1].count()
        if request.method == "POST" and form.is_valid() and count <= MOST_ROWS:
            return self._file(form.cleaned_data["format"], records)
        return self._page(
            request,
            self.export_template_name,
            "Als Tabelle exportieren",
            form=form,
            count=count,
            most_rows=MOST_ROWS,
            is_too_much=count > MOST_ROWS,
        )

    def _file(self, kind, records):
        sheet = self.sheet()
        table = sheet.export(records)
        name = f"{sheet.file_name}-{timezone.localdate():%Y-%m-%d}.{kind.name}"
        return HttpResponse(
            kind.write(str(self.opts.verbose_name_plural), table.headers, list(table)),
            content_type=kind.content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _import_page(self, request, form, table=None, outcome=None):
        acceptance = None
        if outcome is not None and outcome.would_change:
            acceptance = AcceptanceForm.of(table, outcome, salt=self._salt(request))
        return self._page(
            request,
            self.import_template_name,
            "Tabelle importieren",
            form=form,
            sheet=form.sheet,
            outcome=outcome,
            acceptance=acceptance,
        )

    def _page(self, request, template, step, **context):
        context |= self.admin_site.each_context(request) | {
            "title": f"{self.opts.verbose_name_plural}: {step}",
            "step": step,
            "opts": self.opts,
        }
        return TemplateResponse(request, template, context)

    def _address(self, page):
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _salt(self, request):
        """Return what makes an acceptance one of this list and this person."""
        return f"{self._address('import')} {request.user.pk}"

"""The folders of the consultants' inbox: what each holds, in which order, and what it shows."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import (
    ALL_VAR,
    ERROR_FLAG,
    ORDER_VAR,
    PAGE_VAR,
    SEARCH_VAR,
    ChangeList,
)
from django.db.models import Prefetch, TextChoices

from contacts.models import Email

PARAMETER = "ordner"
# What an address may say without asking for anything in particular.
NO_QUESTION = {ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR}
BESIDE = ("status", "consultant_name", "budget_short", "received")


class Folder(TextChoices):
    """A part of all requests that somebody looks through; values stand in addresses."""

    INBOX = "posteingang", "Posteingang"
    MINE = "meine", "Meine"
    UNASSIGNED = "ohne-zustaendige", "Ohne Zuständige"
    OVERDUE = "ueberfaellig", "Überfällig"
    FOLLOW_UP = "wiedervorlage", "Wiedervorlage"
    NEWS = "neues", "Neues vom Kunden"
    ANSWERED = "beantwortet", "Beantwortet"
    UNDELIVERED = "nicht-zugestellt", "E-Mail-Fehler"
    SUSPECTED = "verdacht", "Verdacht"
    CLOSED = "abgeschlossen", "Abgeschlossen"
    ALL = "alle", "Alle"

    def requests(self, requests, user):
        """Return which of the requests lie in the folder, the first to look at first.

        Those whose data are erased lie in none but the last.
        """
        match self:
            case Folder.ALL:
                return requests.order_by("-received_at", "-pk")
            case Folder.CLOSED:
                return requests.closed().not_erased().order_by("-closed_at", "-pk")
            case Folder.SUSPECTED:
                return requests.suspected().not_erased().order_by("-received_at", "-pk")
            case Folder.UNDELIVERED:  # also of closed ones
                return requests.with_failed_mail().most_urgent_first()
            case Folder.NEWS:  # also of closed and suspected ones: the client waits all the same
                return requests.with_news().most_urgent_first()
        found = requests.open().most_urgent_first()
        match self:
            case Folder.MINE:
                return found.of(user)
            case Folder.UNASSIGNED:
                return found.unassigned()
            case Folder.OVERDUE:
                return found.overdue()
            case Folder.FOLLOW_UP:
                return found.to_follow_up()
            case Folder.ANSWERED:
                return found.answered()
        return found

    @property
    def heading(self):
        """The folder's name where nothing around it says what it is about."""
        return {
            Folder.MINE: "Meine Anfragen",
            Folder.OVERDUE: "Antwort überfällig",
            Folder.ANSWERED: "Beantwortet, noch offen",
            Folder.ALL: "Alle Anfragen",
        }.get(self, self.label)

    @property
    def columns(self):
        """What the list shows of a request; the first names it."""
        match self:
            case Folder.SUSPECTED:
                return ["client", "suspicion", "received", "consultant_name"]
            case Folder.CLOSED:
                return ["client", "closed", *BESIDE]
            case Folder.UNDELIVERED:
                return [
                    "client",
                    "next_step",
                    "failed_mails",
                    "status",
                    "consultant_name",
                    "received",
                ]
        return ["client", "next_step", *BESIDE]

    @property
    def order(self):
        """The column that the folder is in order of, with a minus for the last one first."""
        return {
            Folder.SUSPECTED: "-received",
            Folder.CLOSED: "-closed",
            Folder.ALL: "-received",
        }.get(self, "next_step")

    @property
    def sortable(self):
        """Columns to sort by: the folder's own, and where there are few requests one more.

        Any other would sort all that were ever closed.
        """
        column = self.order.removeprefix("-")
        return {"next_step", "received"} if column == "next_step" else {column}

    @property
    def nothing(self):
        """What somebody reads who finds the folder empty."""
        return {
            Folder.INBOX: "Der Posteingang ist leer: Keine Anfrage ist offen.",
            Folder.MINE: "Sie sind für keine offene Anfrage zuständig.",
            Folder.UNASSIGNED: "Jede offene Anfrage hat jemanden, der sich kümmert.",
            Folder.OVERDUE: "Keine Antwort ist überfällig.",
            Folder.FOLLOW_UP: "Bis heute ist keine Wiedervorlage fällig.",
            Folder.NEWS: "Kein Kunde hat etwas ergänzt, das noch niemand gelesen hat.",
            Folder.ANSWERED: "Keine offene Anfrage hat schon eine Antwort.",
            Folder.UNDELIVERED: "Keine E-Mail ist liegen geblieben, um die sich noch jemand kümmern müsste.",
            Folder.SUSPECTED: "Keine Anfrage liegt unter Verdacht.",
            Folder.CLOSED: "Keine abgeschlossene Anfrage ist noch da.",
            Folder.ALL: "Noch ist keine Anfrage eingegangen.",
        }[self]


def folder_of(request) -> Folder:
    """Return the folder that an address asks for; whoever searches looks through all of them."""
    if request.GET.get(SEARCH_VAR, "").strip():
        return Folder.ALL
    name = request.GET.get(PARAMETER, Folder.ALL)
    if name not in Folder.values:
        raise IncorrectLookupParameters(f"No folder {name!r}")
    return Folder(name)


def asks_for_nothing(request) -> bool:
    """Whether somebody just opens the list, and is led to the inbox."""
    return not {name for name, value in request.GET.items() if value} - NO_QUESTION


class FolderFilter(admin.SimpleListFilter):
    title = "Ordner"
    parameter_name = PARAMETER
    template = "admin/contacts/folders.html"

    def lookups(self, request, model_admin):
        return Folder.choices

    def queryset(self, request, queryset):
        return folder_of(request).requests(queryset, request.user)

    def choices(self, changelist):
        """Lead from folder to folder; search, filters and order stay behind."""
        for folder in Folder:
            yield {
                "selected": folder == changelist.folder,
                "query_string": f"?{PARAMETER}={folder.value}",
                "display": folder.label,
            }


class FolderPages(ChangeList):
    """The pages of one folder."""

    def __init__(self, request, *args, **kwargs):
        self.folder = folder_of(request)
        super().__init__(request, *args, **kwargs)

    def get_filters(self, request):
        """Count a folder as no filter: one can't be without."""
        specs, has_filters, remaining, may_have_duplicates, _ = super().get_filters(request)
        is_filtered = any(
            spec.used_parameters for spec in specs if not isinstance(spec, FolderFilter)
        )
        return specs, has_filters, remaining, may_have_duplicates, is_filtered

    def get_queryset(self, request, exclude_parameters=None):
        queryset = super().get_queryset(request, exclude_parameters)
        self.clear_all_filters_qs = f"?{PARAMETER}={self.folder.value}"
        return queryset

    def get_results(self, request):
        super().get_results(request)
        rows = self.result_list if self.result_count else self.result_list.none()
        self.result_list = rows.as_rows()
        if self.folder == Folder.UNDELIVERED:
            failed = Prefetch("emails", Email.objects.to_see_to(), to_attr="failed_emails")
            self.result_list = self.result_list.prefetch_related(failed)

    def _get_default_ordering(self):
        return []  # the folder's queryset has its order

    def get_ordering_field(self, field_name):
        is_bounded = field_name in self.folder.sortable
        return super().get_ordering_field(field_name) if is_bounded else None

    def get_ordering_field_columns(self):
        if self.params.get(ORDER_VAR):
            return super().get_ordering_field_columns()
        direction = "desc" if self.folder.order.startswith("-") else "asc"
        return {self.list_display.index(self.folder.order.removeprefix("-")): direction}

    @property
    def other_way_round(self):
        """The address of the same list with its last rows first."""
        number, direction = next(iter(self.get_ordering_field_columns().items()), (0, "asc"))
        return self.get_query_string({ORDER_VAR: number if direction == "desc" else f"-{number}"})

    @property
    def everywhere(self):
        """The address of all requests that the same filters let through."""
        return self.get_query_string({PARAMETER: Folder.ALL.value})

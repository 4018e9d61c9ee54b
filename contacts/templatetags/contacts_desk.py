"""The consultant's part of the desk: who waits for an answer, and what somebody has to see to."""

from django import template
from django.db.models import Case, Exists, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from contacts.admin import bounded_pages
from contacts.admin.bounded_pages import CappedCount
from contacts.admin.folders import Folder
from contacts.models import Email, RetentionRun, VacancyRequest
from contacts.models.retention_run import LATE
from contacts.models.vacancy_requests import WITHOUT_CONSULTANT

register = template.Library()

ROWS = 5  # of a list; what is more stands on a page of its own
MOST = 100  # that the desk counts to
COUNTED = {
    "count_all": Folder.INBOX,
    "count_mine": Folder.MINE,
    "count_unassigned": Folder.UNASSIGNED,
    "count_overdue": Folder.OVERDUE,
    "count_news": Folder.NEWS,
    "count_failed": Folder.UNDELIVERED,
    "count_suspected": Folder.SUSPECTED,
}


@register.filter
def counted(number):
    """Show a number that the desk has counted; beyond its limit, that there are more."""
    return bounded_pages.in_words(number, most=MOST)


@register.inclusion_tag("admin/contacts/desk/requests.html", takes_context=True)
def open_requests(context):
    """Show the open requests: this person's own, those that nobody has yet, and the others'."""
    user = context["request"].user
    facts = _facts(user)
    rows = list(_first_of_each(user).annotate(**facts))
    told = {name: getattr(rows[0], name) if rows else 0 for name in facts}
    return told | {
        name: [vacancy for vacancy in rows if vacancy.whose == name]
        for name in ("mine", "unassigned", "others")
    }


def _facts(user):
    """Return what the desk tells beside the rows, as parts of their query; nothing counts to the end."""
    requests = VacancyRequest.objects.all()
    counted = {
        name: CappedCount(folder.requests(requests, user), most=MOST)
        for name, folder in COUNTED.items()
    }
    # On a new site there is nothing yet that should have been erased; an erased request says only in
    # which month it came.
    is_old_enough = Exists(requests.not_erased().filter(received_at__lt=timezone.now() - LATE))
    return counted | {
        "mail_is_late": Exists(Email.objects.late()),
        "retention_failed": Exists(RetentionRun.objects.failed_last()),
        "retention_is_late": is_old_enough & ~Exists(RetentionRun.objects.done_lately()),
    }


def _first_of_each(user):
    """Return the most urgent open requests of each group, in one query.

    The newest request of all comes along without a group: where none is open, there is a row all the
    same to bring the facts; and where there is none at all, there are no facts.
    """
    requests = VacancyRequest.objects.all()
    whose = Case(
        When(~Q(closed_at=None, suspected_at=None), then=Value("")),
        When(consultant=user, then=Value("mine")),
        When(WITHOUT_CONSULTANT, then=Value("unassigned")),
        default=Value("others"),
    )
    urgent = requests.open().most_urgent_first()
    place = Window(RowNumber(), partition_by=[whose], order_by=urgent.query.order_by)
    first = urgent.annotate(place=place).filter(place__lte=ROWS)
    newest = requests.order_by("-received_at", "-pk").values("pk")[:1]
    shown = (
        first.order_by()
        .values("pk")
        .union(requests.filter(pk=Subquery(newest)).order_by().values("pk"), all=True)
    )
    found = requests.filter(pk__in=shown).annotate(whose=whose).most_urgent_first()
    return found.as_rows()

"""The consultant's part of the desk: who waits for an answer, and which mails went nowhere."""

from django import template
from django.db.models import Count, Q

from contacts.models import VacancyRequest

register = template.Library()

ROWS = 5  # of a list; what is more stands on a page of its own
MOST_FAILED = 100  # requests that one link names
SHOWN = (
    "reference",
    "company",
    "role_title",
    "edition__title",
    "status",
    "reply_due_on",
    "answered_at",
    "consultant__username",
    "consultant__first_name",
    "consultant__last_name",
)


@register.inclusion_tag("admin/contacts/desk/requests.html", takes_context=True)
def open_requests(context):
    """Show the open requests: this person's own, those that nobody has yet, and the others'."""
    user = context["request"].user
    requests = VacancyRequest.objects.open()
    failed = VacancyRequest.objects.with_failed_mail()
    groups = {
        "mine": requests.of(user),
        "unassigned": requests.unassigned(),
        "others": requests.of_others(user),
    }
    counted = groups | {"overdue": requests.overdue(), "failed": failed}
    counts = requests.aggregate(
        all=Count("pk"),
        **{name: Count("pk", filter=Q(pk__in=rows.values("pk"))) for name, rows in counted.items()},
    )
    return {
        "user": user,
        "counts": counts,
        "failed": failed.order_by("pk").values_list("pk", flat=True)[:MOST_FAILED],
        **{
            name: rows.most_urgent_first()
            .select_related("edition", "consultant")
            .only(*SHOWN)[:ROWS]
            for name, rows in groups.items()
        },
    }

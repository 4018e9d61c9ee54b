"""What happened lately in the back office."""

from django import template
from django.contrib.admin.models import LogEntry
from django.db.models import Q

register = template.Library()

ACTS = 10


@register.inclusion_tag("admin/includes/acts.html", takes_context=True)
def recent_acts(context):
    """Show what all colleagues did, as far as this person may see what they did it to."""
    visible = Q(pk__in=[])
    for app in context["available_apps"]:
        for entry in app["models"]:
            if entry["perms"]["view"]:
                options = entry["model"]._meta
                visible |= Q(
                    content_type__app_label=options.app_label,
                    content_type__model=options.model_name,
                )
    # By number, which is as good as by moment and has an index.
    acts = LogEntry.objects.filter(visible).select_related("content_type", "user").order_by("-pk")
    shown = list(acts[:ACTS])
    gone = {(act.content_type_id, act.object_id) for act in shown if act.is_deletion()}
    return {
        "acts": [
            (act, None if (act.content_type_id, act.object_id) in gone else act.get_admin_url())
            for act in shown
        ]
    }

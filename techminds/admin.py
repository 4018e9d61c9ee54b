from django.contrib import admin
from django_q.admin import QueueAdmin
from django_q.models import OrmQ

from techminds.back_office import ProseAdmin
from techminds.models import LegalPage


@admin.register(LegalPage)
class LegalPageAdmin(ProseAdmin):
    list_display = ["__str__", "updated_at"]
    search_fields = ["slug", "text"]
    fieldsets = [
        (
            None,
            {
                "fields": ["text", "updated_at"],
                "description": "„[nach Abschluss]“, „[nach Verdacht]“ und „[so lange wie E-Mails]“ "
                "ersetzt die Seite durch die Fristen, nach denen das System wirklich löscht.",
            },
        )
    ]
    readonly_fields = ["updated_at"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.unregister(OrmQ)


@admin.register(OrmQ)
class SearchedQueueAdmin(QueueAdmin):
    """What waits in the queue; the library's own list of it is the only one without a search."""

    search_fields = ["key"]  # shows the search; what is looked for stands packed in one column

    def get_search_results(self, request, queryset, search_term):
        words = search_term.casefold().split()
        if not words:
            return queryset, False
        found = [waiting.pk for waiting in queryset if self._says(waiting, words)]
        return queryset.filter(pk__in=found), False

    def _says(self, waiting, words):
        shown = (waiting.key, waiting.name(), waiting.group(), waiting.func(), waiting.task_id())
        text = " ".join(str(value) for value in shown).casefold()
        return all(word in text for word in words)

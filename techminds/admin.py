from django.contrib import admin

from techminds.back_office import ProseAdmin
from techminds.models import LegalPage


@admin.register(LegalPage)
class LegalPageAdmin(ProseAdmin):
    list_display = ["__str__", "updated_at"]
    fields = ["text", "updated_at"]
    readonly_fields = ["updated_at"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

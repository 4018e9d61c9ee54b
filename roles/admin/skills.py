from django.contrib import admin

from roles.models import Skill
from techminds.back_office import CleanText


@admin.register(Skill)
class SkillAdmin(CleanText, admin.ModelAdmin):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "description"]

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.editions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        # Guides that are out link to the skill by its address.
        return ["slug"] if obj and obj.editions.exists() else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.get_readonly_fields(request, obj) else {"slug": ["name"]}

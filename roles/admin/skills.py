from django.contrib import admin

from roles.models import RoleProfile, Skill
from roles.spreadsheets import SkillSheet
from techminds.back_office import CleanText
from techminds.spreadsheets.pages import SpreadsheetPages


@admin.register(Skill)
class SkillAdmin(SpreadsheetPages, CleanText, admin.ModelAdmin):
    sheet = SkillSheet
    import_permissions = ("roles.add_skill", "roles.change_skill")
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "description"]

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.editions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            RoleProfile.objects.filter(requirements__skills=obj).take_fingerprints()

    def delete_model(self, request, obj):
        self.delete_queryset(request, Skill.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        naming = RoleProfile.objects.filter(requirements__skills__in=queryset)
        profiles = list(naming.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        RoleProfile.objects.filter(pk__in=profiles).take_fingerprints()

    def get_readonly_fields(self, request, obj=None):
        # Guides that are out link to the skill by its address.
        return ["slug"] if obj and obj.editions.exists() else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.get_readonly_fields(request, obj) else {"slug": ["name"]}

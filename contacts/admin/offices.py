from django.contrib import admin

from contacts.models import Office
from techminds.back_office import CleanText


@admin.register(Office)
class OfficeAdmin(CleanText, admin.ModelAdmin):
    list_display = ["city", "street", "postal_code", "phone", "is_head_office"]
    search_fields = ["city", "street", "postal_code", "phone"]
    prepopulated_fields = {"slug": ["city"]}

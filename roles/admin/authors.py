from django import forms
from django.contrib import admin

from roles.forms import PortraitField
from roles.models import Author
from techminds.back_office import ProseAdmin


class AuthorForm(forms.ModelForm):
    photo = PortraitField(
        label="Porträt", required=False, help_text=Author._meta.get_field("photo").help_text
    )


@admin.register(Author)
class AuthorAdmin(ProseAdmin):
    form = AuthorForm
    list_display = ["name", "position", "office"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["user"]

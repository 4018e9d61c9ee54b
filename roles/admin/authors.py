from django import forms
from django.contrib import admin

from roles.models import Author
from roles.pictures import PictureField, PictureInput
from techminds.back_office import ProseAdmin


class AuthorForm(forms.ModelForm):
    photo = PictureField(
        side=480,
        label="Porträt",
        required=False,
        help_text=Author._meta.get_field("photo").help_text,
        widget=PictureInput("roles:portrait"),
    )


@admin.register(Author)
class AuthorAdmin(ProseAdmin):
    form = AuthorForm
    list_display = ["name", "position", "office"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["user"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.has_changed():
            obj.profiles.all().take_fingerprints()

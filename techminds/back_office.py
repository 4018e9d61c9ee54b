"""Django's admin under our name, and what all of its pages share."""

from csp.decorators import csp_update
from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.db import models
from django.utils.decorators import method_decorator
from js_asset import Media

from techminds.text import CleanCharField


class CleanText(admin.options.BaseModelAdmin):
    """An admin or inline that cleans what staff type as it is cleaned for visitors.

    Only plain text: fields that derive from it (slugs, rich text) have form fields of their own.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) in (models.CharField, models.TextField) and not db_field.choices:
            kwargs.setdefault("form_class", CleanCharField)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class LoginForm(AdminAuthenticationForm):
    # Django's own has no limit but the widget's, and Axes writes what failed into 255 characters.
    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))


class BackOffice(admin.AdminSite):
    login_form = LoginForm
    site_title = site_header = "TechMinds"
    index_title = "Schreibtisch"


# The editor writes this style sheet of its own into the page; its wording is part of the library.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class ProseAdmin(CleanText, admin.ModelAdmin):
    """An admin whose pages hold the rich text editor."""

    @method_decorator(csp_update({"style-src": [EDITOR_STYLE]}))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map can only be inline; the policy lets it pass by this nonce.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

"""Django's admin under our name, and what all of its pages share."""

from django.contrib import admin
from django.db import models
from js_asset import Media

from techminds.text import CleanCharField

# For `formfield_overrides`: what is typed in the back office is cleaned like what visitors type.
CLEAN_TEXT = {
    models.CharField: {"form_class": CleanCharField},
    models.TextField: {"form_class": CleanCharField},
}


class BackOffice(admin.AdminSite):
    site_title = site_header = "TechMinds"
    index_title = "Schreibtisch"


class ProseAdmin(admin.ModelAdmin):
    """An admin whose pages hold the rich text editor."""

    formfield_overrides = CLEAN_TEXT

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map can only be inline; the policy lets it pass by this nonce.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)

"""Django's admin under our name, and what all of its pages share."""

from functools import wraps

from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.forms import UsernameField
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.i18n import JavaScriptCatalog
from js_asset import Media

from techminds.text import CleanCharField, clean_text

LONGEST_LINE = 200  # characters; who writes more wants to see more than one line
LONGEST_SEARCH = 200  # characters


class CleanText(admin.options.BaseModelAdmin):
    """An admin or inline that cleans what staff type as it is cleaned for visitors.

    Only plain text: fields that derive from it (slugs, rich text) have form fields of their own.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) in (models.CharField, models.TextField) and not db_field.choices:
            kwargs.setdefault("form_class", CleanCharField)
            if (db_field.max_length or 0) > LONGEST_LINE:
                kwargs.setdefault("widget", AdminTextareaWidget(attrs={"rows": 3}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name in self.autocomplete_fields:
            # Else Select2 offers to clear all, by a button inside a list that may hold items only.
            field.widget.is_required = True
        return field


class LoginForm(AdminAuthenticationForm):
    # Django's own has no limit but the widget's, and Axes writes what failed into 255 characters.
    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))


class BackOffice(admin.AdminSite):
    login_form = LoginForm
    site_title = site_header = "TechMinds"
    index_title = "Schreibtisch"
    index_template = "admin/desk.html"  # not admin/index.html, which the page of an app builds on

    def admin_view(self, view, cacheable=False):
        """Clean what somebody searches for; refuse more words than a database compares at once."""

        @wraps(view)
        def with_bounded_search(request, *args, **kwargs):
            request.GET = _cleaned(request.GET)
            if len(request.GET.get("term", "")) > LONGEST_SEARCH:
                raise BadRequest("The search is too long.")
            if len(request.GET.get("q", "")) > LONGEST_SEARCH:
                return _without_search(request)
            return view(request, *args, **kwargs)

        return super().admin_view(with_bounded_search, cacheable)

    def get_urls(self):
        guarded = self.admin_view(self.view_on_site)
        address = "r/<int:content_type_id>/<int:object_id>/"
        return [
            path(address, guarded, name="view_on_site"),
            path("r/<path:anything>", guarded),
            *super().get_urls(),
        ]

    def view_on_site(self, request, content_type_id=None, object_id=None, anything=None):
        """Lead to the page of something that this person may see and that has a page for everybody.

        Django's own asks for no right, and some addresses here are keys.
        """
        if anything is not None:
            raise Http404
        content_type = get_object_or_404(ContentType, pk=content_type_id)
        model = content_type.model_class()
        pages = self._registry.get(model) if model else None
        if pages is None or not pages.view_on_site:
            raise Http404
        if not pages.has_view_permission(request):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)

    def i18n_javascript(self, request, extra_context=None):
        """Give the scripts of the text editor their German words too, not only Django's own."""
        packages = ["django.contrib.admin", "django_prose_editor"]
        return JavaScriptCatalog.as_view(packages=packages)(request)


def _cleaned(query):
    """Return what an address asks for, its search without the unseen signs that come with a copy."""
    query = query.copy()
    for name in {"q", "term"} & query.keys():
        query[name] = clean_text(query[name])
    return query


def _without_search(request):
    """Lead back to the list, with word of why it does not search."""
    query = request.GET.copy()
    del query["q"]
    messages.error(
        request,
        f"Gesucht wird nach höchstens {LONGEST_SEARCH} Zeichen. Bitte kürzen Sie, was Sie suchen.",
    )
    return redirect(f"{request.path}?{query.urlencode()}")


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

from typing import cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.forms import all_valid
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime

from roles.admin.parts import (
    CareerStepInline,
    IllustrationInline,
    KeyFactInline,
    RequirementInline,
    SalaryBandInline,
    TaskInline,
)
from roles.admin.presence import PresencePage
from roles.admin.previews import PreviewPages
from roles.admin.publication import PublicationPage
from roles.admin.states import StateFilter, badges
from roles.comparison import compare
from roles.guide import Guide
from roles.models import RoleProfile, SalaryBand
from roles.models.profile import ROWS, RoleProfileQuerySet
from techminds.back_office import ProseAdmin

CHANGES = 5  # that the change page names; the comparison shows all
SHOWN_OF_AN_ACT = 90  # signs, in the list; the history has all of them


class RoleProfileForm(forms.ModelForm):
    """The working copy as an editor changes it, guarded against overwriting somebody's newer one.

    Where somebody has saved meanwhile, `newer` is that version. To overwrite it, the editor sends
    its number as `overwritten_version`, which says that they have seen just this one.
    """

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    newer: RoleProfile | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["loaded_version"].initial = self.instance.version
        if "related" in self.fields:
            # A new profile is more than fits into a small window.
            cast(RelatedFieldWidgetWrapper, self.fields["related"].widget).can_add_related = False
        if "related" in self.fields and self.instance.pk:
            related = cast(forms.ModelMultipleChoiceField, self.fields["related"])
            related.queryset = RoleProfile.objects.exclude(pk=self.instance.pk)

    def clean(self):
        super().clean()
        if self.instance.pk:
            # Locked until this save is through, so that two at once cannot both be the newer one.
            stored = self.instance.lock()
            seen = self.data.get("overwritten_version"), self.data.get("loaded_version")
            if str(stored.version) not in seen:
                self.newer = stored
                raise ValidationError(
                    [
                        *stored.conflict().error_list,
                        "Ihre Fassung wurde nicht gespeichert; Ihre Eingaben stehen noch da. Soll sie "
                        "gelten, kreuzen Sie das darunter an, und speichern Sie noch einmal.",
                    ]
                )
            for name in ("version", "withdrawn_at"):
                setattr(self.instance, name, getattr(stored, name))
        return self.cleaned_data


@admin.register(RoleProfile)
class RoleProfileAdmin(PresencePage, PreviewPages, PublicationPage, ProseAdmin):
    form = RoleProfileForm
    inlines = [
        KeyFactInline,
        IllustrationInline,
        TaskInline,
        RequirementInline,
        SalaryBandInline,
        CareerStepInline,
    ]
    list_display = ["title", "states", "changed", "field"]
    actions = None  # many at once can only be deleted, which published ones never are
    list_filter = [StateFilter, "field", "author"]
    list_select_related = ["last_act_by"]
    search_fields = ["title", "other_titles"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["related"]
    readonly_fields = ["state"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "state",
                    "title",
                    "slug",
                    "other_titles",
                    "field",
                    "teaser",
                    "introduction",
                ]
            },
        ),
        (
            "Einleitungen der Abschnitte",
            {
                "fields": [
                    "tasks_introduction",
                    "requirements_introduction",
                    "salary_introduction",
                    "career_introduction",
                ]
            },
        ),
        ("Verantwortung und Bezüge", {"fields": ["author", "review_by", "related"]}),
        (
            "Klassifikationen",
            {"fields": ["kldb", "esco_uri", "esco_match"], "classes": ["collapse"]},
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        first, *others = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return [first, *others]
        return [(first[0], first[1] | {"fields": [*first[1]["fields"], "loaded_version"]}), *others]

    def get_queryset(self, request):
        profiles = cast(RoleProfileQuerySet, super().get_queryset(request))
        return profiles.with_state().select_related("author")

    def get_object(self, request, object_id, from_field=None):
        """Fetch a profile once with all that its page shows, rows and document."""
        profile = super().get_object(request, object_id, from_field)
        if profile and request.method == "GET":
            prefetch_related_objects([profile], *ROWS)
        return profile

    @admin.display(description="Zustand", ordering="live_since")
    def states(self, profile):
        return badges(profile)

    @admin.display(description="Zuletzt", ordering="last_act_at")
    def changed(self, profile):
        """Who did what last, and when."""
        if profile.last_act_at is None:
            return None
        who = profile.last_act_by or "Ohne Konto"
        when = localtime(profile.last_act_at)
        return format_html(
            "{}, {}<br><small>{}</small>",
            who,
            f"{when:%d.%m.%Y, %H:%M}",
            Truncator(profile.last_act).chars(SHOWN_OF_AN_ACT),
        )

    @admin.display(description="Stand")
    def state(self, profile):
        if not profile.pk:
            return "Neu: Erst „Veröffentlichen“ zeigt das Profil auf der Website."
        newest = profile.editions.standing().order_by("-number").first()
        return format_html("{}{}", badges(profile), self._unpublished(profile, newest))

    def _unpublished(self, profile, newest):
        """Say what the working copy has that no edition has, be it out or planned."""
        if newest is None:
            return "Auf der Website ist nichts davon zu sehen."
        # A page with errors holds what was typed; what is stored has to be read anew.
        is_fetched = bool(getattr(profile, "_prefetched_objects_cache", None))
        try:
            guide = Guide.of_fetched(profile) if is_fetched else Guide.of(profile)
            changes = compare(newest.guide, guide)
        except ValidationError:
            return "Es gibt unveröffentlichte Änderungen. Sie sind noch nicht vollständig."
        if not changes:
            return "Keine unveröffentlichten Änderungen."
        address = reverse("admin:roles_roleprofile_compare", args=[profile.pk])
        first = format_html_join("", "<li>{}</li>", ((change,) for change in changes[:CHANGES]))
        return format_html(
            'Es gibt unveröffentlichte Änderungen. <a href="{}">{} ansehen</a><ul>{}</ul>',
            f"{address}?von={newest.number}",
            "Die eine" if len(changes) == 1 else f"Alle {len(changes)}",
            first,
        )

    def has_delete_permission(self, request, obj=None):
        # What was ever published stays provable.
        if obj is not None and obj.editions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(rows.has_changed() for rows in formsets):
            form.instance.note_change(by=request.user)
        else:
            form.instance.take_fingerprint()

    def delete_model(self, request, obj):
        self.delete_queryset(request, RoleProfile.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        naming = list(RoleProfile.objects.filter(related__in=queryset).values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        RoleProfile.objects.filter(pk__in=naming).take_fingerprints()

    def save_formset(self, request, form, formset, change):
        """Put rows without a place, new ones mostly, behind the others."""
        rows = formset.save(commit=False)
        if issubclass(formset.model, SalaryBand):
            return super().save_formset(request, form, formset, change)
        last = max((row.instance.position for row in formset.forms if row.instance.pk), default=0)
        for row in rows:
            if not row.position:
                last += 1
                row.position = last
        return super().save_formset(request, form, formset, change)

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_publish"] = self.has_publish_permission(request)
        if newer := getattr(context["adminform"].form, "newer", None):
            context["newer"] = newer
            context["overwriting"] = self._overwriting(request, newer)
        return super().render_change_form(request, context, *args, **kwargs)

    def _overwriting(self, request, newer):
        """What saving the sent page would do to the newer version; None while it holds errors.

        It is saved to find out, and taken back. Pictures are left out: a file stays where it is
        once it is saved.
        """
        data = request.POST.copy()
        data["loaded_version"] = str(newer.version)
        with transaction.atomic():
            form = self.get_form(request, newer, change=True)(data, instance=newer)
            # Django's own way from a request to its rows, which has no public name.
            formsets, _ = self._create_formsets(request, newer, change=True)  # type: ignore[attr-defined]
            formsets = [rows for rows in formsets if not rows.is_multipart()]
            if not (form.is_valid() and all_valid(formsets)):
                return None
            try:
                before = Guide.of(newer)
                form.save()
                for rows in formsets:
                    self.save_formset(request, form, rows, change=True)
                return compare(before, Guide.of(newer))
            except ValidationError:
                return None
            finally:
                transaction.set_rollback(True)

    def response_add(self, request, obj, post_url_continue=None):
        return self._next_page(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request, obj):
        return self._next_page(request, obj) or super().response_change(request, obj)

    def _next_page(self, request, obj):
        for button in ("preview", "publish"):
            if f"_{button}" in request.POST:
                return HttpResponseRedirect(
                    reverse(f"admin:roles_roleprofile_{button}", args=[obj.pk])
                )
        return None

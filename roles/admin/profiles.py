from typing import cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from roles import preflight
from roles.admin.parts import (
    CareerStepInline,
    KeyFactInline,
    RequirementInline,
    SalaryBandInline,
    TaskInline,
)
from roles.comparison import compare
from roles.forms import ComparisonForm, PublishForm
from roles.guide import Guide
from roles.models import Edition, RoleProfile, SalaryBand
from techminds.back_office import ProseAdmin

CHANGES = 5  # that the change page names; the comparison shows all


class RoleProfileForm(forms.ModelForm):
    """The working copy as an editor changes it, guarded against overwriting somebody's newer one."""

    loaded_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

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
            try:
                stored = self.instance.lock(self.cleaned_data.get("loaded_version") or 0)
            except ValidationError as conflict:
                raise ValidationError(
                    [
                        *conflict.error_list,
                        "Ihre Fassung wurde nicht gespeichert; Ihre Eingaben stehen noch da. Öffnen "
                        "Sie das Profil in einem zweiten Fenster und übertragen Sie, was fehlt.",
                    ]
                ) from None
            self.instance.withdrawn_at = stored.withdrawn_at
        return self.cleaned_data


@admin.register(RoleProfile)
class RoleProfileAdmin(ProseAdmin):
    form = RoleProfileForm
    inlines = [KeyFactInline, TaskInline, RequirementInline, SalaryBandInline, CareerStepInline]
    list_display = ["title", "field", "live", "updated_at", "updated_by"]
    list_filter = ["field", "author"]
    list_select_related = ["updated_by"]
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
        current = Edition.objects.current().filter(profile=models.OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                live_number=models.Subquery(current.values("number")[:1]),
                live_since=models.Subquery(current.values("published_at")[:1]),
            )
        )

    @admin.display(description="Auf der Website", ordering="live_since", empty_value="nur Entwurf")
    def live(self, profile):
        if profile.live_number is None:
            return None
        return f"Ausgabe {profile.live_number}, {localtime(profile.live_since):%d.%m.%Y}"

    @admin.display(description="Stand")
    def state(self, profile):
        if not profile.pk:
            return "Neu: Erst „Veröffentlichen“ zeigt das Profil auf der Website."
        current = Edition.objects.current().filter(profile=profile).first()
        if current is None:
            return "Nur Entwurf: Auf der Website ist nichts davon zu sehen."
        return format_html(
            'Auf der Website: <a href="{}">Ausgabe {}</a> vom {} Uhr. {}',
            current.get_absolute_url(),
            current.number,
            localtime(current.published_at).strftime("%d.%m.%Y, %H:%M"),
            self._unpublished(profile, current),
        )

    def _unpublished(self, profile, current):
        """Say what the working copy has that visitors do not see yet."""
        try:
            changes = compare(current.guide, Guide.of(profile))
        except ValidationError:
            return "Es gibt unveröffentlichte Änderungen. Sie sind noch nicht vollständig."
        if not changes:
            return "Keine unveröffentlichten Änderungen."
        address = reverse("admin:roles_roleprofile_compare", args=[profile.pk])
        first = format_html_join("", "<li>{}</li>", ((change,) for change in changes[:CHANGES]))
        return format_html(
            'Es gibt unveröffentlichte Änderungen. <a href="{}">{} ansehen</a><ul>{}</ul>',
            f"{address}?von={current.number}",
            "Die eine" if len(changes) == 1 else f"Alle {len(changes)}",
            first,
        )

    def has_delete_permission(self, request, obj=None):
        # What was ever published stays provable.
        if obj is not None and obj.editions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def has_publish_permission(self, request):
        return request.user.has_perm("roles.publish_roleprofile")

    def save_model(self, request, obj, form, change):
        obj.version += 1
        obj.updated_by = request.user
        super().save_model(request, obj, form, change)

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
        return super().render_change_form(request, context, *args, **kwargs)

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

    def get_urls(self):
        pages = [
            ("vorschau", self.preview_view, "preview"),
            ("vergleichen", self.compare_view, "compare"),
            ("veroeffentlichen", self.publish_view, "publish"),
        ]
        return [
            *(
                path(
                    f"<int:pk>/{address}/",
                    self.admin_site.admin_view(view),
                    name=f"roles_roleprofile_{name}",
                )
                for address, view, name in pages
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        """Show the working copy in the page that visitors will see."""
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_view_permission(request, profile):
            raise PermissionDenied
        try:
            guide = Guide.of(profile)
        except ValidationError as error:
            return self._back_with(request, profile, error)
        related = Edition.objects.current().related_to(guide)
        context = {"guide": guide, "related": related, "is_preview": True}
        return render(request, "roles/guide.html", context)

    def compare_view(self, request, pk):
        """Show what differs between two editions, or between one and the working copy."""
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_view_permission(request, profile):
            raise PermissionDenied
        form = ComparisonForm(request.GET, profile=profile)
        try:
            changes = form.compare() if form.is_valid() else []
        except ValidationError as error:
            return self._back_with(request, profile, error)
        context = self.admin_site.each_context(request) | {
            "title": f"{profile} vergleichen",
            "opts": self.opts,
            "profile": profile,
            "form": form,
            "changes": changes,
        }
        return render(request, "admin/roles/roleprofile/compare.html", context)

    def publish_view(self, request, pk):
        """Show what the pre-flight found and, once confirmed, publish the working copy."""
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_publish_permission(request) or not self.has_change_permission(
            request, profile
        ):
            raise PermissionDenied
        try:
            guide = Guide.of(profile)
        except ValidationError as error:
            return self._back_with(request, profile, error)
        findings = preflight.check(guide)
        live = Edition.objects.current().filter(profile=profile).first()
        is_unchanged = live is not None and live.guide == guide
        if request.method == "POST" and is_unchanged:
            messages.info(request, "Es gibt nichts Neues: Die Website zeigt schon diese Fassung.")
            return redirect("admin:roles_roleprofile_change", pk)
        form = PublishForm(
            request.POST if request.method == "POST" else None,
            initial={"version": profile.version},
        )
        if request.method == "POST" and form.is_valid():
            try:
                edition = profile.publish(
                    by=request.user,
                    note=form.cleaned_data["note"],
                    is_minor=form.cleaned_data["is_minor"],
                    expected_version=form.cleaned_data["version"],
                )
            except ValidationError as error:
                # A newer version has to be looked at before it is published, hence the page anew.
                return self._back_with(request, profile, error, "publish")
            self.log_change(request, profile, f"Veröffentlicht als Ausgabe {edition.number}")
            messages.success(request, f"Ausgabe {edition.number} ist jetzt auf der Website.")
            return redirect("admin:roles_roleprofile_change", pk)
        context = self.admin_site.each_context(request) | {
            "title": f"{profile} veröffentlichen",
            "opts": self.opts,
            "profile": profile,
            "form": form,
            "findings": findings,
            "changes": compare(live.guide, guide) if live else [],
            "is_unchanged": is_unchanged,
            "is_blocked": any(finding.is_error for finding in findings),
        }
        return render(request, "admin/roles/roleprofile/publish.html", context)

    def _back_with(self, request, profile, error, page="change"):
        for message in error.messages:
            messages.error(request, message)
        return redirect(f"admin:roles_roleprofile_{page}", profile.pk)

"""What consultants do with several requests of a list at once."""

from collections import defaultdict
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse

from contacts.admin.pages import KEY
from contacts.consultants import ConsultantField, name_of
from contacts.models import VacancyRequest
from contacts.models.handling import check_follow_up
from techminds.text import CleanCharField


class BulkForm(forms.Form):
    """What an act needs to know beside the requests that it is done with."""

    title: str
    button: str


class HandOverForm(BulkForm):
    title, button = "Anfragen übergeben", "Übergeben"
    consultant = ConsultantField(
        label="An",
        help_text="Wer sich von nun an um die ausgewählten Anfragen kümmert.",
        error_messages={"required": "Bitte wählen Sie, wer sich kümmert."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(ConsultantField, self.fields["consultant"]).offer()


class DeclineForm(BulkForm):
    title, button = "Anfragen absagen", "Absagen"
    reason = CleanCharField(
        label="Grund",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Steht danach im Verlauf jeder dieser Anfragen. Eine E-Mail geht nicht hinaus.",
        error_messages={"required": "Bitte nennen Sie einen Grund."},
    )


class FollowUpForm(BulkForm):
    title, button = "Wiedervorlage festlegen", "Festlegen"
    day = forms.DateField(
        label="Wieder ansehen am",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="An diesem Tag stehen die Anfragen wieder vorn im Posteingang.",
        error_messages={"required": "Bitte wählen Sie einen Tag."},
    )

    def clean_day(self):
        check_follow_up(self.cleaned_data["day"])
        return self.cleaned_data["day"]


class Needless(Exception):
    """An act that there is no reason for; says in a few words why."""


def refuse_closed(vacancy):
    if not vacancy.is_open:
        raise Needless("Schon abgeschlossen")


class BulkActs(admin.ModelAdmin):
    """Acts on what somebody has ticked in a list, each request by itself: one fault stops no other."""

    actions = [
        "claim_all",
        "mark_answered",
        "hand_over_all",
        "follow_up_all",
        "decline_all",
        "set_aside_all",
        "trust_all",
    ]

    def response_action(self, request, queryset, *args, **kwargs):
        """Act on what was ticked, no more and no less.

        What has left the folder since is ticked all the same, so that somebody reads what became
        of it; and nothing is done to rows that nobody saw.
        """
        data = request.POST.copy()
        ticked = data.getlist(ACTION_CHECKBOX_NAME)
        numbers = [key for key in ticked if KEY.fullmatch(key)]
        data.setlist(ACTION_CHECKBOX_NAME, numbers)
        data["select_across"] = "0"
        request.POST = data
        chosen = self.get_queryset(request).filter(pk__in=numbers)
        return super().response_action(
            request, chosen.order_by("-received_at", "-pk"), *args, **kwargs
        )

    @admin.action(description="Übernehmen", permissions=["change"])
    def claim_all(self, request, queryset):
        def act(vacancy):
            refuse_closed(vacancy)
            if vacancy.consultant_id == request.user.pk and vacancy.status != vacancy.Status.NEW:
                raise Needless("Schon bei Ihnen")
            vacancy.claim(by=request.user)

        self._do(request, queryset, act, "übernommen")

    @admin.action(description="Als beantwortet markieren", permissions=["change"])
    def mark_answered(self, request, queryset):
        def act(vacancy):
            if vacancy.is_answered:
                raise Needless("Schon beantwortet")
            vacancy.answer(by=request.user)

        self._do(request, queryset, act, "als beantwortet markiert")

    @admin.action(description="Übergeben an …", permissions=["change"])
    def hand_over_all(self, request, queryset):
        def act(vacancy, consultant):
            if vacancy.consultant_id == consultant.pk:
                raise Needless(f"Schon bei {name_of(consultant)}")
            vacancy.assign(consultant, by=request.user)

        return self._ask(request, queryset, HandOverForm, act, "übergeben")

    @admin.action(description="Wiedervorlage …", permissions=["change"])
    def follow_up_all(self, request, queryset):
        def act(vacancy, day):
            refuse_closed(vacancy)
            if vacancy.follow_up_on == day:
                raise Needless("Liegt schon auf diesem Tag")
            vacancy.follow_up(day, by=request.user)

        return self._ask(request, queryset, FollowUpForm, act, "zur Wiedervorlage gelegt")

    @admin.action(description="Absagen …", permissions=["change"])
    def decline_all(self, request, queryset):
        def act(vacancy, reason):
            refuse_closed(vacancy)
            vacancy.move_to(vacancy.Status.DECLINED, by=request.user, reason=reason)

        return self._ask(request, queryset, DeclineForm, act, "abgesagt")

    @admin.action(description="Als Verdacht zur Seite legen", permissions=["change"])
    def set_aside_all(self, request, queryset):
        def act(vacancy):
            if vacancy.is_suspected:
                raise Needless("Schon unter Verdacht")
            vacancy.set_aside(by=request.user)

        self._do(request, queryset, act, "zur Seite gelegt")

    @admin.action(description="Kein Verdacht", permissions=["change"])
    def trust_all(self, request, queryset):
        def act(vacancy):
            if not vacancy.is_suspected:
                raise Needless("Nicht unter Verdacht")
            vacancy.trust(by=request.user)

        self._do(request, queryset, act, "nicht mehr verdächtig")

    def _ask(self, request, queryset, form_class, act, done):
        """Ask on a page of its own for what the act needs to know, then do it."""
        form = form_class(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            values = form.cleaned_data
            self._do(request, queryset, lambda vacancy: act(vacancy, **values), done)
            return None
        context = self.admin_site.each_context(request) | {
            "title": form.title,
            "opts": self.opts,
            "form": form,
            "action": request.POST["action"],
            "requests": queryset.select_related("edition", "consultant"),
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/contacts/bulk_act.html", context)

    def _do(self, request, queryset, act, done):
        """Do an act with each request as it is stored by now, and tell what was not possible."""
        count, needless, faults = 0, defaultdict(list), []
        for pk in list(queryset.values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    vacancy = VacancyRequest.objects.select_for_update().get(pk=pk)
                    if vacancy.is_erased:
                        raise Needless("Daten schon gelöscht")
                    act(vacancy)
                    self.log_change(request, vacancy, f"{done[0].upper()}{done[1:]}")
            except Needless as why:
                needless[str(why)].append(vacancy.reference)
            except ValidationError as error:
                faults.append(_sentence(vacancy, error))
            else:
                count += 1
        if count:
            what = "Eine Anfrage ist" if count == 1 else f"{count} Anfragen sind"
            messages.success(request, f"{what} {done}.")
        for reason, references in needless.items():
            messages.warning(request, f"{reason}: {', '.join(references)}.")
        for fault in faults:
            messages.error(request, fault)


def _sentence(vacancy, error):
    said = " ".join(error.messages)
    return said if vacancy.reference in said else f"{vacancy.reference}: {said}"

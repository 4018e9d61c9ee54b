from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect

from roles import preflight
from roles.admin.findings import placed
from roles.admin.pages import ProfilePages, document_of
from roles.comparison import compare
from roles.forms import PublishForm
from roles.models import Edition, RoleProfile
from roles.views import EDITION_NUMBER
from techminds.moments import in_words


class PublicationPage(ProfilePages):
    """The page of the back office from which something appears on the site or leaves it.

    It shows what would change for visitors and what the pre-flight found; each button is one act.
    """

    def get_urls(self):
        page = self.page("veroeffentlichen", self.publication_view, "publish")
        return [page, *super().get_urls()]

    def publication_view(self, request, pk):
        profile = self.profile_to_change(request, pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        acts = {"cancel": self._cancel, "withdraw": self._withdraw, "reinstate": self._reinstate}
        for name, act in acts.items():
            if name in request.POST:
                return self._carry_out(request, profile, act)

        guide, findings = self._preflight(profile)
        form = PublishForm(
            request.POST if {"publish", "schedule"} & request.POST.keys() else None,
            initial={"version": profile.version},
            has_warnings=any(not finding.is_error for finding in findings),
            is_first=not profile.editions.exists(),
        )
        if form.is_bound and form.is_valid():
            try:
                return self._done(request, profile, self._publish(request, profile, form))
            except ValidationError as error:
                if getattr(error, "code", "") == "unchanged":  # a second click, mostly
                    messages.info(request, error.message)
                    return redirect("admin:roles_roleprofile_change", pk)
                # Something is no longer as the page showed it: the page anew, and what was typed.
                for message in error.messages:
                    messages.error(request, message)
                profile.refresh_from_db()
                guide, findings = self._preflight(profile)
                form.have_seen(profile.version)
        return self._publication_page(request, profile, form, guide, findings)

    def _publication_page(self, request, profile, form, guide, findings):
        live = Edition.objects.current().filter(profile=profile).first()
        scheduled = Edition.objects.scheduled().filter(profile=profile).order_by("published_at")
        return self.show(
            request,
            "publish.html",
            profile,
            f"{profile} veröffentlichen",
            form=form,
            findings=placed(findings, profile),
            is_blocked=any(finding.is_error for finding in findings),
            live=live,
            scheduled=scheduled,
            hidden=None if live else self._hidden(profile),
            changes=compare(live.guide, guide) if live and guide else [],
            is_unchanged=live is not None and live.guide == guide,
        )

    def _carry_out(self, request, profile, act):
        try:
            return self._done(request, profile, act(request, profile))
        except ValidationError as error:
            return self.back_with(request, profile, error, "publish")

    def _done(self, request, profile, done):
        self.log_change(request, profile, done)
        return redirect("admin:roles_roleprofile_change", profile.pk)

    def _preflight(self, profile):
        guide, findings = document_of(profile)
        return guide, preflight.check(guide) if guide else findings

    def _hidden(self, profile):
        """Return the edition that visitors saw before the profile was withdrawn."""
        return Edition.objects.appeared().filter(profile=profile).order_by("-number").first()

    def _publish(self, request, profile, form):
        profile.take_fingerprint()
        with transaction.atomic():
            profile.lock(form.cleaned_data["version"])  # a double click is one act
            self._refuse_the_same_again(profile, form)
            scheduled = Edition.objects.scheduled().filter(profile=profile)
            before = list(scheduled.defer("document").order_by("number"))
            edition = profile.publish(
                by=request.user,
                note=form.cleaned_data["note"],
                is_minor=form.cleaned_data["is_minor"],
                at=form.cleaned_data["at"],
            )
        if form.is_scheduling:
            moment = in_words(edition.published_at)
            messages.success(request, f"Ausgabe {edition.number} erscheint am {moment}.")
            self._tell_overtaken(request, before)
            return f"Ausgabe {edition.number} geplant für den {moment}"
        messages.success(request, f"Ausgabe {edition.number} ist jetzt auf der Website.")
        self._tell_overtaken(request, before)
        return f"Veröffentlicht als Ausgabe {edition.number}"

    def _tell_overtaken(self, request, before):
        """Say which of the editions that were planned before will not appear any more."""
        still = set(Edition.objects.scheduled().values_list("pk", flat=True))
        for edition in before:
            if edition.pk not in still:
                messages.warning(
                    request,
                    f"Ausgabe {edition.number}, geplant für den {in_words(edition.published_at)}, "
                    "entfällt: Die neue Ausgabe erscheint nicht später als sie.",
                )

    def _refuse_the_same_again(self, profile, form):
        """Raise ValidationError where visitors see, or will see, just this text anyway."""
        editions = Edition.objects.filter(profile=profile).order_by("-number")
        if form.is_scheduling:
            there = editions.standing().first()
            refusal = "Diese Fassung ist schon veröffentlicht oder geplant."
        else:
            there = editions.current().first()
            refusal = "Es gibt nichts Neues: Die Website zeigt schon diese Fassung."
        if there and there.fingerprint == profile.fingerprint:
            raise ValidationError(refusal, code="unchanged")

    def _cancel(self, request, profile):
        number = request.POST["cancel"]
        is_number = EDITION_NUMBER.fullmatch(number)
        edition = profile.editions.filter(number=number).first() if is_number else None
        if edition is None:
            raise ValidationError("Diese Ausgabe gibt es nicht.")
        edition.cancel(by=request.user)
        messages.success(
            request,
            f"Ausgabe {edition.number} ist abgesagt. Ihr Text steht weiter unter den Ausgaben.",
        )
        return f"Ausgabe {edition.number} abgesagt"

    def _withdraw(self, request, profile):
        if not Edition.objects.current().filter(profile=profile).exists():
            raise ValidationError("Das Jobprofil ist nicht auf der Website.")
        profile.withdraw()
        messages.success(request, "Das Jobprofil ist nicht mehr auf der Website.")
        return "Von der Website genommen"

    def _reinstate(self, request, profile):
        if not RoleProfile.objects.withdrawn().filter(pk=profile.pk).exists():
            raise ValidationError("Das Jobprofil ist nicht zurückgezogen.")
        profile.reinstate()
        messages.success(request, "Das Jobprofil ist wieder auf der Website.")
        return "Wieder auf die Website genommen"

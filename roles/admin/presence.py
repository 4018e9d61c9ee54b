from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from roles.models import Presence, RoleProfile


class PresencePage(admin.ModelAdmin):
    """A profile's page that shows who else has it open.

    Who may change the profile is shown to others and sees others; who may only look at it sees
    them, and is in nobody's way.
    """

    def get_urls(self):
        # Without `admin_view`, which sends strangers to log in: the page that asks would show the
        # login in place of a hint.
        presence = path("<int:pk>/anwesend/", self.presence_view, name="roles_roleprofile_presence")
        return [presence, *super().get_urls()]

    @method_decorator([require_http_methods(["POST", "DELETE"]), never_cache])
    def presence_view(self, request, pk):
        """Note that somebody has the page open (POST) or leaves it (DELETE), and answer who else is
        there, or nothing where the page says so already.
        """
        if not self.admin_site.has_permission(request):
            raise PermissionDenied
        profile = get_object_or_404(RoleProfile, pk=pk)
        if not self.has_view_permission(request, profile):
            raise PermissionDenied
        if self.has_change_permission(request, profile):
            if request.method == "DELETE":
                Presence.objects.leave(profile, request.user)
            else:
                Presence.objects.announce(profile, request.user)
        others = self._others(request, profile)
        if request.method == "DELETE" or request.POST.get("shown") == others["shown"]:
            return HttpResponse(status=204)
        return render(request, "admin/roles/includes/presence.html", others)

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("original"):
            context |= self._others(request, context["original"])
            context["every"] = Presence.EVERY
        return super().render_change_form(request, context, *args, **kwargs)

    def _others(self, request, profile):
        presences = profile.presences.here().others(request.user).select_related("user")
        return {
            "others": presences,
            "shown": ",".join(str(presence.pk) for presence in presences),
        }

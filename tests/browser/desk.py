"""Signs somebody in by the cookie of their client, and opens pages of the back office for them."""

from django.conf import settings
from django.urls import reverse


def sign_in(context, client, site):
    """Return a page of the browser context, which from now on is that of the client's user."""
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
    return context.new_page()


def open_profile(page, site, profile):
    page.goto(site + reverse("admin:roles_roleprofile_change", args=[profile.pk]))
    return page

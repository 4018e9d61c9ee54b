from django.conf import settings


def site(request):
    """The site's own address, for the links that leave it, and how else we are reached."""
    return {
        "site_url": settings.SITE_URL,
        "contact_phone": settings.CONTACT_PHONE,
        "contact_email": settings.CONTACT_EMAIL,
    }

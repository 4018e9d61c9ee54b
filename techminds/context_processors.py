from django.conf import settings


def site(request):
    """The site's own address, for the links that leave it: canonical, shared, cited."""
    return {"site_url": settings.SITE_URL}

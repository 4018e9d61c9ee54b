from django.contrib import admin
from django.urls import include, path

from techminds import views
from techminds.models import LegalPage

handler400 = "techminds.views.bad_request"

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("roles.urls")),
    path("", include("contacts.urls")),
    *(
        path(f"{slug}/", views.legal_page, {"slug": slug}, name=f"legal_{slug}")
        for slug in LegalPage.Slug.values
    ),
    path("teilen/<slug:name>.png", views.social_image, name="social_image"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
]

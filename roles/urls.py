from django.urls import path

from roles import draft_views, picture_views, views

app_name = "roles"
urlpatterns = [
    path("jobprofile/", views.guides, name="guides"),
    path("jobprofile/<slug:slug>/", views.guide, name="guide"),
    path("jobprofile/<slug:slug>/ausgaben/", views.editions, name="editions"),
    path("jobprofile/<slug:slug>.csv", views.salary_csv, name="salary_csv"),
    path("jobprofile/<slug:slug>/teilen.png", picture_views.social_image, name="social_image"),
    path(
        "jobprofile/<slug:slug>/infografik/<slug:name>.svg",
        picture_views.infographic_svg,
        name="infographic_svg",
    ),
    path(
        "jobprofile/<slug:slug>/infografik/<slug:name>.png",
        picture_views.infographic_png,
        name="infographic_png",
    ),
    path(
        "jobprofile/<slug:slug>/infografik/<slug:name>/",
        picture_views.infographic,
        name="infographic",
    ),
    path(
        "jobprofile/<slug:slug>/infografik/<slug:name>/einbetten/",
        picture_views.embed,
        name="embed",
    ),
    path("entwurf/<str:token>/", draft_views.draft, name="draft"),
    path("gehalt/", views.salary, name="salary"),
    path("autoren/portraets/<slug:name>.webp", views.portrait, name="portrait"),
    path("bilder/<slug:name>.webp", views.illustration, name="illustration"),
]

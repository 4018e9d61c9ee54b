from django.urls import path

from roles import views

app_name = "roles"
urlpatterns = [
    path("jobprofile/", views.guides, name="guides"),
    path("jobprofile/<slug:slug>/", views.guide, name="guide"),
    path("autoren/portraets/<slug:name>.webp", views.portrait, name="portrait"),
]

from django.urls import path

from contacts import client_views, views

app_name = "contacts"
urlpatterns = [
    path("standorte/", views.offices, name="offices"),
    path("vakanz-anfragen/", views.vacancy_request, name="vacancy_request"),
    path("vakanz-anfragen/danke/", views.thank_you, name="thank_you"),
    path("anfrage/geloescht/", client_views.erased, name="erased"),
    path("anfrage/<str:token>/", client_views.status, name="status"),
    path("anfrage/<str:token>/steckbrief/", client_views.brief, name="brief"),
    path("anfrage/<str:token>/steckbrief.md", client_views.brief_markdown, name="brief_markdown"),
    path("anfrage/<str:token>/daten.json", client_views.export, name="export"),
    path("anfrage/<str:token>/zurueckziehen/", client_views.withdraw, name="withdraw"),
    path("anfrage/<str:token>/loeschen/", client_views.erase, name="erase"),
]

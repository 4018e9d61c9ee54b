from django.urls import path

from contacts import views

app_name = "contacts"
urlpatterns = [
    path("standorte/", views.offices, name="offices"),
    path("vakanz-anfragen/", views.vacancy_request, name="vacancy_request"),
    path("vakanz-anfragen/danke/", views.thank_you, name="thank_you"),
]

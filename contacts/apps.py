from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """Clients and how they reach us: offices, vacancy requests, mails."""

    name = "contacts"
    verbose_name = "Kontakte"

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class TechMindsConfig(AppConfig):
    """The site itself: legal pages, health, groups of the staff."""

    name = "techminds"
    verbose_name = "Website"


class BackOfficeConfig(AdminConfig):
    """Django's admin under our name (techminds.back_office.BackOffice)."""

    default_site = "techminds.back_office.BackOffice"

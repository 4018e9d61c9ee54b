from django.apps import AppConfig


class RolesConfig(AppConfig):
    """Guides to roles: working copies, editions, salary bands."""

    name = "roles"
    verbose_name = "Jobprofile"

"""Who takes care of vacancy requests."""

from django.contrib.auth.models import User


def consultants():
    """Return those of the staff who may decide about a request."""
    return User.objects.with_perm(
        "contacts.change_vacancyrequest",
        backend="django.contrib.auth.backends.ModelBackend",
    ).filter(is_staff=True)

"""Who takes care of vacancy requests."""

from django import forms
from django.contrib.auth.models import User


def consultants():
    """Return those of the staff who may decide about a request."""
    return User.objects.with_perm(
        "contacts.change_vacancyrequest",
        backend="django.contrib.auth.backends.ModelBackend",
    ).filter(is_staff=True)


def name_of(user) -> str:
    """Return what colleagues call somebody: the full name, where the account has one."""
    return user.get_full_name() or user.get_username()


class ConsultantField(forms.ModelChoiceField):
    """A choice of those who take care of requests, by their names."""

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.none(), **kwargs)

    def offer(self):
        self.queryset = consultants()

    def named(self, key):
        """Return whom a key names, also somebody who takes care of no request any more; None for nobody."""
        return User.objects.filter(pk=key).first() if key and key.isdecimal() else None

    def label_from_instance(self, obj):
        return name_of(obj)

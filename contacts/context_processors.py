from django.utils.functional import SimpleLazyObject

from contacts.models import Office


def offices(request):
    """Offices for the footer of every page, fetched only when a template asks."""
    return {"offices": SimpleLazyObject(lambda: list(Office.objects.all()))}

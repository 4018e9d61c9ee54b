"""What a browser would send back from a page of the back office."""

from django import forms
from django.urls import reverse

from roles.models import RoleProfile


def url(profile, page="change"):
    return reverse(f"admin:roles_roleprofile_{page}", args=[profile.pk])


def opened(client, profile):
    """Return the filled-in form of the profile's page."""
    return filled_in(client.get(url(profile)))


def save(client, profile, data, button="_continue"):
    return client.post(url(profile), data | {button: "1"})


def publish(client, profile, act="publish", **values):
    """Press a button of the page that publishes, having seen the newest version."""
    version = RoleProfile.objects.get(pk=profile.pk).version
    data = {"version": version, "note": "Ein Satz.", act: "1"} | values
    return client.post(url(profile, "publish"), data, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def errors_of(response):
    context = response.context
    return [*context["adminform"].form.non_field_errors(), *map(str, context["errors"])]


def filled_in(response, *, extra=False) -> dict:
    """Return the data of a change form as it was rendered, its inline rows included.

    With `extra` also rows that have not been saved yet.
    """
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    data = _values(response.context["adminform"].form)
    for formset in formsets:
        for form in [formset.management_form, *(formset.forms if extra else formset.initial_forms)]:
            data |= _values(form)
    return data


def row(data, prefix, **values) -> str:
    """Return the prefix of the only inline row, such as "tasks-3", that has these values."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    (found,) = (
        f"{prefix}-{index}"
        for index in range(number)
        if all(data[f"{prefix}-{index}-{name}"] == value for name, value in values.items())
    )
    return found


def _values(form):
    values = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, forms.BooleanField | forms.FileField) or value is None:
            continue
        if isinstance(bound.field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            values[bound.html_name] = [str(item) for item in value]
        elif isinstance(bound.field, forms.ChoiceField):
            values[bound.html_name] = str(value)
        else:
            values[bound.html_name] = bound.field.widget.format_value(value) or ""
    return values

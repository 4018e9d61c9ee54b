"""What a browser would send back from a page of the back office."""

from django import forms


def filled_in(response) -> dict:
    """Return the data of a change form as it was rendered, its inline rows included."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    data = _values(response.context["adminform"].form)
    for formset in formsets:
        for form in [formset.management_form, *formset.initial_forms]:
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

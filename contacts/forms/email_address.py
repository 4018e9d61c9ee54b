from django import forms
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

from techminds.text import CleanCharField


class EmailAddressField(CleanCharField):
    """An e-mail address that a mail server will take; whether it exists, nobody is asked."""

    widget = forms.EmailInput

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return value
        try:
            return validate_email(
                value, check_deliverability=False, allow_smtputf8=False
            ).normalized
        except EmailNotValidError:
            raise ValidationError(
                "Bitte prüfen Sie die E-Mail-Adresse; sie sieht zum Beispiel so aus: name@firma.de.",
                code="invalid",
            ) from None

"""The mails we send: each one a function and a template, called by the worker alone.

Every function takes a VacancyRequest and returns a message without its Message-ID.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from contacts.models import Office


def confirmation(request):
    """Tell the client that we have their request.

    Quotes nothing that the sender typed: whoever enters a stranger's address could otherwise make
    us deliver their words.
    """
    context = {"request": request, "office": Office.objects.first()}
    return EmailMessage(
        subject=f"Ihre Anfrage {request.reference} ist bei uns",
        body=render_to_string("contacts/emails/confirmation.txt", context),
        to=[request.email],
        headers={"Auto-Submitted": "auto-replied"},
    )


def notice(request):
    """Tell the office about a new request, with a link to it; what it says stays behind the login."""
    address = reverse("admin:contacts_vacancyrequest_change", args=[request.pk])
    context = {"request": request, "url": settings.SITE_URL + address}
    return EmailMessage(
        subject=f"Neue Vakanzanfrage {request.reference}",
        body=render_to_string("contacts/emails/notice.txt", context),
        to=[settings.OFFICE_EMAIL],
    )

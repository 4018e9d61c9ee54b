"""The mails we send: each one a function and a template, called by the worker alone.

Every function takes an Email and returns a message without its Message-ID.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from contacts.models import Office


def confirmation(email):
    """Tell the client that we have their request, and where they can follow it.

    Quotes nothing that the sender typed: whoever enters a stranger's address could otherwise make
    us deliver their words.
    """
    request = email.request
    context = {
        "request": request,
        "office": Office.objects.first(),
        "url": settings.SITE_URL + request.get_absolute_url(),
    }
    return EmailMessage(
        subject=f"Ihre Anfrage {request.reference} ist bei uns",
        body=render_to_string("contacts/emails/confirmation.txt", context),
        to=[request.email],
        headers={"Auto-Submitted": "auto-replied"},
    )


def notice(email):
    """Tell the office about a new request, with a link to it; what it says stays behind the login."""
    request = email.request
    context = {"request": request, "url": _desk_url(request)}
    suspicion = "Verdacht: " if request.is_suspected else ""
    return EmailMessage(
        subject=f"{suspicion}Neue Vakanzanfrage {request.reference}",
        body=render_to_string("contacts/emails/notice.txt", context),
        to=[settings.OFFICE_EMAIL],
    )


def reply(email):
    """Bring the client what a consultant wrote, with the way back to their page."""
    request = email.request
    context = {"text": email.text, "url": settings.SITE_URL + request.get_absolute_url()}
    return EmailMessage(
        subject=email.subject,
        body=render_to_string("contacts/emails/reply.txt", context),
        to=[request.email],
        reply_to=[settings.CONTACT_EMAIL],
    )


def update(email):
    """Tell whoever takes care of a request, else the office, that the client did something."""
    request = email.request
    consultant = None if request.is_without_consultant else request.consultant
    context = {"request": request, "url": _desk_url(request)}
    return EmailMessage(
        subject=f"Neues vom Kunden zu {request.reference}",
        body=render_to_string("contacts/emails/update.txt", context),
        to=[(consultant and consultant.email) or settings.OFFICE_EMAIL],
    )


def _desk_url(request):
    address = reverse("admin:contacts_vacancyrequest_change", args=[request.pk])
    return settings.SITE_URL + address

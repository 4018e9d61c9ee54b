from contacts.forms.client_page import ClientMessageForm, EraseForm
from contacts.forms.fields import DocumentsField, EmailAddressField, RoleField
from contacts.forms.vacancy_request import VacancyRequestForm

__all__ = [
    "ClientMessageForm",
    "DocumentsField",
    "EmailAddressField",
    "EraseForm",
    "RoleField",
    "VacancyRequestForm",
]

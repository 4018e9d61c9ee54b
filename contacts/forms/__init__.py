from contacts.forms.client_page import ClientMessageForm, EraseForm
from contacts.forms.documents import DocumentsField
from contacts.forms.email_address import EmailAddressField
from contacts.forms.role import RoleField
from contacts.forms.vacancy_request import VacancyRequestForm

__all__ = [
    "ClientMessageForm",
    "DocumentsField",
    "EmailAddressField",
    "EraseForm",
    "RoleField",
    "VacancyRequestForm",
]

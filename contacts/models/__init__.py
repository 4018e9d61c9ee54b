from contacts.models.activity import Activity
from contacts.models.attachment import Attachment
from contacts.models.email import Email
from contacts.models.office import Office
from contacts.models.vacancy_request import VacancyRequest

__all__ = ["Activity", "Attachment", "Email", "Office", "VacancyRequest"]

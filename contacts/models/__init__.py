from contacts.models.activity import Activity
from contacts.models.attachment import Attachment
from contacts.models.email import Email
from contacts.models.monthly_figures import MonthlyFigures
from contacts.models.office import Office
from contacts.models.retention_run import RetentionRun
from contacts.models.search_word import SearchWord
from contacts.models.vacancy_request import VacancyRequest

__all__ = [
    "Activity",
    "Attachment",
    "Email",
    "MonthlyFigures",
    "Office",
    "RetentionRun",
    "SearchWord",
    "VacancyRequest",
]

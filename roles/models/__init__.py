from roles.models.author import Author
from roles.models.cancellation import Cancellation
from roles.models.draft_link import DraftLink
from roles.models.edition import Edition, EditionSkill
from roles.models.parts import (
    CareerStep,
    Illustration,
    KeyFact,
    Requirement,
    SalaryBand,
    Task,
)
from roles.models.presence import Presence
from roles.models.profile import RoleProfile
from roles.models.skill import Skill

__all__ = [
    "Author",
    "Cancellation",
    "CareerStep",
    "DraftLink",
    "Edition",
    "EditionSkill",
    "Illustration",
    "KeyFact",
    "Presence",
    "Requirement",
    "RoleProfile",
    "SalaryBand",
    "Skill",
    "Task",
]

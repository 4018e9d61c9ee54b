from roles.models.author import Author
from roles.models.edition import Edition, EditionSkill
from roles.models.parts import CareerStep, KeyFact, Requirement, SalaryBand, Task
from roles.models.profile import RoleProfile
from roles.models.skill import Skill

__all__ = [
    "Author",
    "CareerStep",
    "Edition",
    "EditionSkill",
    "KeyFact",
    "Requirement",
    "RoleProfile",
    "SalaryBand",
    "Skill",
    "Task",
]

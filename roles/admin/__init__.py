"""The editor's half of the back office, a module for each thing that has pages of its own."""

from roles.admin.authors import AuthorAdmin
from roles.admin.editions import EditionAdmin
from roles.admin.profiles import RoleProfileAdmin
from roles.admin.salary_bands import SalaryBandAdmin
from roles.admin.skills import SkillAdmin

__all__ = ["AuthorAdmin", "EditionAdmin", "RoleProfileAdmin", "SalaryBandAdmin", "SkillAdmin"]

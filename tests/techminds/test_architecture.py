"""Rules between the parts of the code that nothing else enforces."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def imported(folder):
    """Return each name that the modules of a folder import, with the module that does."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            else:
                continue
            found |= {(str(path.relative_to(ROOT)), name) for name in names}
    return found


def test_roles_knows_nothing_of_contacts():
    assert len(imported("roles")) > 100
    assert {found for found in imported("roles") if found[1].startswith("contacts")} == set()


def test_techminds_knows_roles_and_contacts_only_where_it_wires_them():
    wired = {"techminds/views.py"}

    others = {
        module
        for module, name in imported("techminds")
        if name.split(".")[0] in {"roles", "contacts"} and "/management/" not in module
    }
    assert others == wired


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("django.core.mail.EmailMessage", {"contacts/emails.py"}),
        ("django.core.mail.get_connection", {"contacts/tasks.py"}),
        ("django.core.mail.send_mail", set()),
        ("contacts.emails", {"contacts/tasks.py"}),
    ],
)
def test_mail_leaves_in_one_place(name, home):
    everything = imported("contacts") | imported("roles") | imported("techminds")

    assert {module for module, what in everything if what == name} == home

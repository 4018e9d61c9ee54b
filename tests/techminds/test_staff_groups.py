"""The groups that a migration creates, with just the rights they need."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

migration = import_module("techminds.migrations.0002_staff_groups")
illustration_rights = import_module("techminds.migrations.0003_illustration_rights")
PARTS = ["careerstep", "illustration", "keyfact", "requirement", "salaryband", "task"]


def rights(name):
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def test_editors_have_just_the_rights_they_need(db):
    assert rights("Redaktion") == {
        *(f"roles.{verb}_{part}" for part in PARTS for verb in ("add", "change", "delete", "view")),
        *(f"roles.{verb}_roleprofile" for verb in ("add", "change", "delete", "view", "publish")),
        *(f"roles.{verb}_skill" for verb in ("add", "change", "delete", "view")),
        *(f"roles.{verb}_author" for verb in ("add", "change", "view")),
        "roles.view_edition",
        *(f"contacts.{verb}_office" for verb in ("add", "change", "delete", "view")),
        "techminds.change_legalpage",
        "techminds.view_legalpage",
    }


def test_consultants_have_just_the_rights_they_need(db):
    assert rights("Beratung") == {
        *(f"roles.view_{part}" for part in PARTS),
        "roles.view_roleprofile",
        "roles.view_edition",
        "roles.view_skill",
        "contacts.change_vacancyrequest",
        "contacts.view_vacancyrequest",
        "contacts.view_activity",
        "contacts.view_email",
        "contacts.view_attachment",
        "contacts.view_office",
    }


def test_nobody_but_an_administrator_changes_editions_users_or_groups(db):
    everything = rights("Redaktion") | rights("Beratung")

    forbidden = {"edition", "user", "group", "permission", "logentry", "session"}
    granted = {right for right in everything if right.rpartition("_")[2] in forbidden}
    assert granted == {"roles.view_edition"}


def test_migration_goes_back_and_forward(db):
    before = {name: rights(name) for name in ("Redaktion", "Beratung")}
    Group.objects.create(name="Eigene")

    migration.delete_groups(apps, None)
    assert list(Group.objects.values_list("name", flat=True)) == ["Eigene"]

    migration.create_groups(apps, None)
    illustration_rights.grant(apps, None)
    assert {name: rights(name) for name in ("Redaktion", "Beratung")} == before


def test_migration_again_doubles_nothing(db):
    groups, permissions = Group.objects.count(), Permission.objects.count()

    migration.create_groups(apps, None)

    assert (Group.objects.count(), Permission.objects.count()) == (groups, permissions)


@pytest.mark.parametrize("name", ["Redaktion", "Beratung"])
def test_group_members_reach_the_back_office(db, name, editor_client, consultant_client):
    client = editor_client if name == "Redaktion" else consultant_client

    assert client.get("/admin/").status_code == 200

from django.apps.registry import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {
    "Redaktion": {
        "roles": {
            "roleprofile": ["add", "change", "delete", "view", "publish"],
            "keyfact": ["add", "change", "delete", "view"],
            "task": ["add", "change", "delete", "view"],
            "requirement": ["add", "change", "delete", "view"],
            "salaryband": ["add", "change", "delete", "view"],
            "careerstep": ["add", "change", "delete", "view"],
            "edition": ["view"],
            "skill": ["add", "change", "delete", "view"],
            "author": ["add", "change", "view"],
        },
        "contacts": {"office": ["add", "change", "delete", "view"]},
        "techminds": {"legalpage": ["change", "view"]},
    },
    "Beratung": {
        "roles": {
            "roleprofile": ["view"],
            "keyfact": ["view"],
            "task": ["view"],
            "requirement": ["view"],
            "salaryband": ["view"],
            "careerstep": ["view"],
            "edition": ["view"],
            "skill": ["view"],
        },
        "contacts": {
            "vacancyrequest": ["change", "view"],
            "activity": ["view"],
            "email": ["view"],
            "attachment": ["view"],
            "office": ["view"],
        },
    },
}


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Django creates permissions only after the last migration; the groups need them now.
    for label in ("roles", "contacts", "techminds"):
        create_permissions(installed_apps.get_app_config(label), apps=apps, verbosity=0)
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for label, models in rights.items():
            for model, verbs in models.items():
                for verb in verbs:
                    group.permissions.add(
                        Permission.objects.get(
                            content_type__app_label=label, codename=f"{verb}_{model}"
                        )
                    )


def delete_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("techminds", "0001_initial"),
        ("roles", "0001_initial"),
        ("contacts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, delete_groups)]

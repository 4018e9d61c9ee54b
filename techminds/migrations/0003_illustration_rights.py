from django.apps.registry import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = {"Redaktion": ["add", "change", "delete", "view"], "Beratung": ["view"]}


def grant(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    # Django creates permissions only after the last migration; the groups need them now.
    create_permissions(installed_apps.get_app_config("roles"), apps=apps, verbosity=0)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        codenames = [f"{verb}_illustration" for verb in RIGHTS[group.name]]
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="roles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [("techminds", "0002_staff_groups"), ("roles", "0005_illustration")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

from django.db import migrations

SCHEDULES = {
    "Löschen, was wir nicht länger aufbewahren": ("contacts.tasks.keep_no_longer", "D"),
    "Anfragen zählen": ("contacts.tasks.count_requests", "H"),
}


def create_schedules(apps, schema_editor):
    for name, (func, schedule_type) in SCHEDULES.items():
        apps.get_model("django_q", "Schedule").objects.get_or_create(
            name=name,
            defaults={"func": func, "schedule_type": schedule_type, "repeats": -1},  # for ever
        )


def delete_schedules(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name__in=SCHEDULES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0005_request_access_is_unique"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]

    operations = [migrations.RunPython(create_schedules, delete_schedules)]

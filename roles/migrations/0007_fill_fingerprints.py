from django.db import migrations

from roles.guide import Guide


def fill(apps, schema_editor):
    """Take the fingerprints of editions from before there were any; load_guides takes the profiles'.

    By today's Guide, which alone knows what of an older document says the same as a newer one.
    """
    editions = apps.get_model("roles", "Edition").objects.filter(fingerprint="")
    for pk, document in editions.values_list("pk", "document").iterator():
        guide = Guide.model_validate(document)
        editions.filter(pk=pk).update(fingerprint=guide.fingerprint)


class Migration(migrations.Migration):
    dependencies = [("roles", "0006_presence")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

from django.db import migrations

# The daily round forgets what is older than a day. A text that an editor has changed stays as it is.
OLD = "speichert sie einen Tag lang einen Prüfwert Ihrer IP-Adresse"
NEW = "speichert sie höchstens zwei Tage lang einen Prüfwert Ihrer IP-Adresse"


def replace(apps, old, new):
    LegalPage = apps.get_model("techminds", "LegalPage")
    for page in LegalPage.objects.filter(slug="datenschutz", text__contains=old):
        page.text = page.text.replace(old, new)
        page.save()


def forward(apps, schema_editor):
    replace(apps, OLD, NEW)


def backward(apps, schema_editor):
    replace(apps, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [("techminds", "0004_periods_in_the_privacy_page")]

    operations = [migrations.RunPython(forward, backward)]

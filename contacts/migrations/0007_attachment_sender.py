from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0006_retention_and_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="sender",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0008_filters_have_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="digest",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                editable=False,
                max_length=64,
                verbose_name="SHA-256",
            ),
            preserve_default=False,
        ),
    ]

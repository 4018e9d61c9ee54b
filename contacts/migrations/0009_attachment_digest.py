from django.db import migrations, models

import contacts.models.attachment


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
        # A form names a waiting file by its path.
        migrations.AlterField(
            model_name="attachment",
            name="file",
            field=models.FileField(
                db_index=True,
                storage=contacts.models.attachment.private_storage,
                upload_to=contacts.models.attachment.random_path,
                verbose_name="Datei",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0011_find_by_unbroken_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="retentionrun",
            name="again",
            field=models.PositiveIntegerField(
                default=0, verbose_name="Noch einmal gelöschte Anfragen"
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0012_states_that_cannot_be"),
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

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0007_attachment_sender"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(fields=["level", "-received_at"], name="vacancy_request_by_level"),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                fields=["market_position", "-received_at"], name="vacancy_request_by_position"
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(fields=["origin", "-received_at"], name="vacancy_request_by_origin"),
        ),
    ]

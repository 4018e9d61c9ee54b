from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_retention_run_again")]

    operations = [
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                condition=models.Q(("news_on__isnull", False)),
                fields=["news_on", "id"],
                name="vacancy_request_news",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(models.functions.Upper("email"), name="vacancy_request_by_address"),
        ),
    ]

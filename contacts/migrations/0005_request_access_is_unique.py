from django.db import migrations, models

from contacts.models.vacancy_request import new_access_key


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_fill_request_life")]

    operations = [
        migrations.AlterField(
            model_name="vacancyrequest",
            name="access_key",
            field=models.CharField(
                default=new_access_key, editable=False, max_length=40, unique=True
            ),
        ),
    ]

from django.db import migrations

from contacts.phone_numbers import spellings


def fill(apps, schema_editor):
    """Let requests from before be found by their phone number, however somebody types it."""
    Request = apps.get_model("contacts", "VacancyRequest")
    SearchWord = apps.get_model("contacts", "SearchWord")
    words = (
        SearchWord(request_id=pk, word=word)
        for pk, phone in Request.objects.exclude(phone="").values_list("pk", "phone").iterator()
        for word in spellings(phone)
    )
    SearchWord.objects.bulk_create(words, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_news_and_settled_mails")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

from django.db import migrations

from contacts.phone_numbers import spellings


def fill(apps, schema_editor):
    """Let requests from before be found by phone number and reference, however somebody types them."""
    Request = apps.get_model("contacts", "VacancyRequest")
    SearchWord = apps.get_model("contacts", "SearchWord")
    kept = Request.objects.filter(erased_at=None).values_list("pk", "reference", "phone")
    words = (
        SearchWord(request_id=pk, word=word)
        for pk, reference, phone in kept.iterator()
        for word in unbroken(reference.replace("-", "").lower(), phone)
    )
    SearchWord.objects.bulk_create(words, batch_size=500, ignore_conflicts=True)


def unbroken(reference, phone):
    return [reference, reference.removeprefix("tm"), *spellings(phone)]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_news_and_settled_mails")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

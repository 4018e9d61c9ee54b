import secrets

from django.db import migrations

from contacts.companies import company_domain, company_key, folded


def fill(apps, schema_editor):
    """Give requests from before what new ones are received with: key, next step, words to find them by."""
    Request = apps.get_model("contacts", "VacancyRequest")
    SearchWord = apps.get_model("contacts", "SearchWord")
    for request in Request.objects.filter(access_key="").select_related("edition").iterator():
        request.access_key = secrets.token_urlsafe(18)
        request.company_key = company_key(request.company)
        request.email_domain = company_domain(request.email)
        days = [request.follow_up_on, None if request.answered_at else request.reply_due_on]
        if request.closed_at is None:
            request.next_step_on = min(filter(None, days), default=None)
        request.save(update_fields=["access_key", "company_key", "email_domain", "next_step_on"])
        said = [request.reference, request.company, request.name, request.email, request.phone]
        said += [request.role_title, request.location]
        if request.edition:
            said.append(request.edition.title)
        words = dict.fromkeys(word[:40] for word in folded(" ".join(said)).split())
        SearchWord.objects.bulk_create(
            SearchWord(request=request, word=word) for word in words if len(word) > 1
        )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_request_life")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

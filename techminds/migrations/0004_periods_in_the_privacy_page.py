from django.db import migrations

# As the page was delivered, and what it says now; a text that an editor has changed stays as it is.
SENTENCES = {
    "Wir speichern Anfragen und den Schriftwechsel dazu so lange, wie die Bearbeitung und "
    "gesetzliche Pflichten es verlangen.": "Solange wir an Ihrer Anfrage arbeiten, speichern wir "
    "sie. Ist sie abgesagt oder zurückgezogen, löscht die Software [nach Abschluss] alles, was auf "
    "Sie zeigt. Eine Anfrage, die wir für Werbung halten, löscht sie [nach Verdacht]. Wird daraus "
    "ein Auftrag, gelten für dessen Unterlagen gesetzliche Pflichten.",
    "versucht die Software es etwa vier Tage lang erneut": "versucht die Software es "
    "[so lange wie E-Mails] erneut",
}


def replace(apps, sentences):
    LegalPage = apps.get_model("techminds", "LegalPage")
    for page in LegalPage.objects.filter(slug="datenschutz"):
        text = page.text
        for old, new in sentences.items():
            text = text.replace(old, new)
        if text != page.text:
            page.text = text
            page.save()


def forward(apps, schema_editor):
    replace(apps, SENTENCES)


def backward(apps, schema_editor):
    replace(apps, {new: old for old, new in SENTENCES.items()})


class Migration(migrations.Migration):
    dependencies = [("techminds", "0003_illustration_rights")]

    operations = [migrations.RunPython(forward, backward)]

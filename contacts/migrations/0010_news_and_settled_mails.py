from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0009_attachment_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="vacancyrequest",
            name="news_on",
            field=models.DateField(editable=False, null=True, verbose_name="Neues vom Kunden"),
        ),
        migrations.AddField(
            model_name="email",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Erledigt"),
        ),
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Eingang"),
                    ("email", "E-Mail"),
                    ("status", "Status"),
                    ("consultant", "Zuständigkeit"),
                    ("follow_up", "Wiedervorlage"),
                    ("answer", "Antwort"),
                    ("reply", "Antwort per E-Mail"),
                    ("note", "Notiz"),
                    ("posting", "Ausschreibung"),
                    ("suspicion", "Verdacht"),
                    ("access", "Link zur Statusseite"),
                    ("client", "Nachricht des Kunden"),
                    ("news", "Neues vom Kunden"),
                    ("erasure", "Löschung"),
                ],
                max_length=20,
                verbose_name="Art",
            ),
        ),
    ]

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_send_due_emails_every_minute"),
        ("roles", "0008_edition_base_manager"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="Monat")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("entry", "Einsteiger"),
                            ("mid", "Mid-Level"),
                            ("senior", "Senior"),
                        ],
                        max_length=10,
                        verbose_name="Level",
                    ),
                ),
                (
                    "market_position",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_data", "keine Daten"),
                            ("below", "darunter"),
                            ("within", "in der Spanne"),
                            ("between", "zwischen zwei Levels"),
                            ("straddling", "nur zum Teil in einer Spanne"),
                            ("above", "darüber"),
                        ],
                        max_length=20,
                        verbose_name="Budget",
                    ),
                ),
                ("requests", models.PositiveIntegerField(verbose_name="Anfragen")),
                ("answered", models.PositiveIntegerField(verbose_name="Beantwortet")),
                (
                    "answered_in_time",
                    models.PositiveIntegerField(verbose_name="Rechtzeitig beantwortet"),
                ),
                (
                    "answer_time",
                    models.DurationField(verbose_name="Zeit bis zur Antwort, zusammen"),
                ),
                ("counted_at", models.DateTimeField(verbose_name="Gezählt")),
            ],
            options={
                "verbose_name": "Monatszahl",
                "verbose_name_plural": "Monatszahlen",
                "ordering": ["month", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="Begonnen")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="Beendet")),
                (
                    "closed",
                    models.PositiveIntegerField(default=0, verbose_name="Abgeschlossene Anfragen"),
                ),
                (
                    "suspected",
                    models.PositiveIntegerField(default=0, verbose_name="Verdächtige Anfragen"),
                ),
                (
                    "files",
                    models.PositiveIntegerField(default=0, verbose_name="Dateien ohne Anfrage"),
                ),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="Fehler")),
            ],
            options={
                "verbose_name": "Löschlauf",
                "verbose_name_plural": "Löschläufe",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="email",
            name="email_once_a_kind",
        ),
        migrations.RemoveConstraint(
            model_name="vacancyrequest",
            name="vacancy_request_names_a_role",
        ),
        migrations.AddField(
            model_name="attachment",
            name="size",
            field=models.PositiveBigIntegerField(default=0, verbose_name="Größe in Byte"),
        ),
        migrations.AddField(
            model_name="email",
            name="subject",
            field=models.CharField(blank=True, max_length=200, verbose_name="Betreff"),
        ),
        migrations.AddField(
            model_name="email",
            name="text",
            field=models.TextField(blank=True, max_length=10000, verbose_name="Text"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="access_key",
            field=models.CharField(default="", editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="company_key",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="email_domain",
            field=models.CharField(blank=True, editable=False, max_length=254),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="Daten gelöscht"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="network",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="next_step_on",
            field=models.DateField(editable=False, null=True, verbose_name="Nächster Schritt"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="origin",
            field=models.CharField(
                blank=True,
                choices=[
                    ("start", "Startseite"),
                    ("liste", "Liste der Jobprofile"),
                    ("jobprofil", "Jobprofil"),
                    ("level", "Level im Jobprofil"),
                    ("autor", "Autor des Jobprofils"),
                    ("gehaltscheck", "Gehaltscheck"),
                    ("gehalt", "Gehaltsübersicht"),
                    ("standorte", "Standorte"),
                    ("menue", "Menü"),
                ],
                editable=False,
                max_length=20,
                verbose_name="Woher",
            ),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="pay_basis",
            field=models.CharField(blank=True, max_length=200, verbose_name="Grundlage der Spanne"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="posting_basis",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="Grundlage des Gehalts"
            ),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="posting_maximum",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="Gehalt bis"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="posting_minimum",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="Gehalt von"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="posting_title",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="Titel der Ausschreibung"
            ),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="sender",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="signs",
            field=models.JSONField(default=list, editable=False, verbose_name="Anzeichen"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="skills",
            field=models.JSONField(blank=True, default=list, verbose_name="Fähigkeiten"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="status_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="Grund"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="suspected_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="Verdacht seit"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="tasks",
            field=models.JSONField(blank=True, default=list, verbose_name="Aufgaben"),
        ),
        migrations.AddField(
            model_name="vacancyrequest",
            name="verdict_document",
            field=models.JSONField(editable=False, null=True, verbose_name="Budget am Markt"),
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
                    ("erasure", "Löschung"),
                ],
                max_length=20,
                verbose_name="Art",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="contacts.vacancyrequest",
                verbose_name="Anfrage",
            ),
        ),
        migrations.AlterField(
            model_name="email",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirmation", "Bestätigung an den Kunden"),
                    ("notice", "Hinweis an das Büro"),
                    ("reply", "Antwort an den Kunden"),
                    ("update", "Hinweis auf Neues vom Kunden"),
                ],
                max_length=20,
                verbose_name="Art",
            ),
        ),
        migrations.AlterField(
            model_name="vacancyrequest",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "Neu"),
                    ("in_progress", "In Bearbeitung"),
                    ("qualified", "Qualifiziert"),
                    ("mandate", "Suche läuft"),
                    ("declined", "Abgesagt"),
                    ("withdrawn", "Zurückgezogen"),
                ],
                default="new",
                max_length=20,
                verbose_name="Status",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("request", None)),
                fields=["uploaded_at"],
                name="attachment_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="email",
            index=models.Index(
                condition=models.Q(("failed_at__isnull", False)),
                fields=["request"],
                name="email_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("suspected_at", None)),
                fields=["next_step_on", "received_at", "id"],
                name="vacancy_request_inbox",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("suspected_at", None)),
                fields=["consultant", "next_step_on"],
                name="vacancy_request_of_consultant",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                condition=models.Q(("erased_at", None), ("suspected_at__isnull", False)),
                fields=["-received_at"],
                name="vacancy_request_suspected",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False), ("erased_at", None)),
                fields=["closed_at"],
                name="vacancy_request_to_erase",
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(fields=["sender", "received_at"], name="vacancy_request_by_sender"),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                fields=["network", "received_at"], name="vacancy_request_by_network"
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(fields=["email", "received_at"], name="vacancy_request_by_email"),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                fields=["company_key", "-received_at"], name="vacancy_request_by_company"
            ),
        ),
        migrations.AddIndex(
            model_name="vacancyrequest",
            index=models.Index(
                fields=["email_domain", "-received_at"], name="vacancy_request_by_domain"
            ),
        ),
        migrations.AddConstraint(
            model_name="email",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["confirmation", "notice"])),
                fields=("request", "kind"),
                name="email_once_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="email",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reply"), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="email_reply_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition", None), _negated=True),
                    models.Q(("role_title", ""), _negated=True),
                    models.Q(("erased_at", None), _negated=True),
                    _connector="OR",
                ),
                name="vacancy_request_names_a_role",
                violation_error_message="Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel.",
            ),
        ),
        migrations.AddField(
            model_name="monthlyfigures",
            name="profile",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="roles.roleprofile",
                verbose_name="Jobprofil",
            ),
        ),
        migrations.AddField(
            model_name="searchword",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contacts.vacancyrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyfigures",
            constraint=models.UniqueConstraint(
                models.F("month"),
                django.db.models.functions.comparison.Coalesce("profile", 0),
                models.F("level"),
                models.F("market_position"),
                name="monthly_figures_once_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(
                fields=("request", "word"), name="search_word_once_a_request"
            ),
        ),
    ]

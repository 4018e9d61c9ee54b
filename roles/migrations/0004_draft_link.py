import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0003_cancellation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.CharField(max_length=120, verbose_name="Für wen")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Erstellt am")),
                ("expires_at", models.DateTimeField(verbose_name="Gilt bis")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Widerrufen am"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Erstellt von",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_links",
                        to="roles.roleprofile",
                        verbose_name="Jobprofil",
                    ),
                ),
            ],
            options={
                "verbose_name": "Link zum Entwurf",
                "verbose_name_plural": "Links zum Entwurf",
                "ordering": ["-created_at", "-pk"],
            },
        ),
    ]

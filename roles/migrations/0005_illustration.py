import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0004_draft_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="photo_credit",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Wer das Porträt aufgenommen hat.",
                max_length=200,
                verbose_name="Bildnachweis",
            ),
        ),
        migrations.CreateModel(
            name="Illustration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "picture",
                    models.ImageField(
                        help_text="JPEG, PNG oder WebP; wird auf 1.600 Pixel verkleinert, Aufnahmedaten werden entfernt.",
                        upload_to="illustrations",
                        verbose_name="Bild",
                    ),
                ),
                (
                    "alternative_text",
                    models.CharField(
                        blank=True,
                        help_text="Was zu sehen ist, für alle, die das Bild nicht sehen.",
                        max_length=300,
                        verbose_name="Alternativtext",
                    ),
                ),
                (
                    "caption",
                    models.CharField(blank=True, max_length=300, verbose_name="Bildunterschrift"),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Wer das Bild gemacht hat, und woher das Recht stammt, es zu zeigen.",
                        max_length=200,
                        verbose_name="Bildnachweis",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="Platz")),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="illustrations",
                        to="roles.roleprofile",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bild",
                "verbose_name_plural": "Bilder",
                "ordering": ["position", "pk"],
            },
        ),
    ]

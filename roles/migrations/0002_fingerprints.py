import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="fingerprint",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=64,
                verbose_name="Fingerabdruck",
            ),
        ),
        migrations.AddField(
            model_name="roleprofile",
            name="fingerprint",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=64,
                verbose_name="Fingerabdruck",
            ),
        ),
        migrations.AddField(
            model_name="roleprofile",
            name="last_act",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=300,
                verbose_name="Zuletzt",
            ),
        ),
        migrations.AddField(
            model_name="roleprofile",
            name="last_act_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="Zuletzt am"
            ),
        ),
        migrations.AddField(
            model_name="roleprofile",
            name="last_act_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Zuletzt von",
            ),
        ),
    ]

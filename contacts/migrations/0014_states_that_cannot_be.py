from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0013_news_and_addresses_have_indexes"),
        ("roles", "0008_edition_base_manager"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("request", None), ("sender", ""), _connector="OR"),
                name="attachment_of_a_request_has_no_sender",
            ),
        ),
        migrations.AddConstraint(
            model_name="email",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_at", None), ("failed_at__isnull", False), _connector="OR"
                ),
                name="email_settled_only_if_given_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyfigures",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered__lte", models.F("requests")),
                    ("answered_in_time__lte", models.F("answered")),
                ),
                name="monthly_figures_answer_no_more_than_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("next_step_on", None), _connector="OR"),
                name="vacancy_request_closed_has_no_next_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(
                        ("company", ""), ("email", ""), ("message", ""), ("name", ""), ("phone", "")
                    ),
                    _connector="OR",
                ),
                name="vacancy_request_erased_names_nobody",
            ),
        ),
    ]

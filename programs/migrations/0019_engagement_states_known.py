from django.db import migrations, models


class Migration(migrations.Migration):
    """The database refuses a state that is none of the twelve."""

    dependencies = [("programs", "0018_planned_becomes_approved")]

    operations = [
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "proposed",
                        "offered",
                        "applied",
                        "waitlisted",
                        "approved",
                        "active",
                        "paused",
                        "completed",
                        "withdrawn",
                        "declined",
                        "no_show",
                        "cancelled",
                    ]
                ),
                name="engagement_state_known",
            ),
        ),
    ]

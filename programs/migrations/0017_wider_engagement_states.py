from django.db import migrations, models


class Migration(migrations.Migration):
    """Engagements know twelve states; the old rule gives way until the rows have moved."""

    dependencies = [("programs", "0016_seat_letters")]

    operations = [
        migrations.RemoveConstraint(model_name="engagement", name="engagement_state_known"),
        migrations.AlterField(
            model_name="engagement",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("offered", "Offered"),
                    ("applied", "Applied"),
                    ("waitlisted", "On the waiting list"),
                    ("approved", "Approved"),
                    ("active", "Under way"),
                    ("paused", "Paused"),
                    ("completed", "Completed"),
                    ("withdrawn", "Withdrawn"),
                    ("declined", "Declined"),
                    ("no_show", "Did not appear"),
                    ("cancelled", "Cancelled"),
                ],
                max_length=12,
            ),
        ),
    ]

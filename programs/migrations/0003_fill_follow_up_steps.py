from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django.db.models import CharField


def name_steps(apps, schema_editor):
    """Follow-ups of an engagement get the code of their step from the days after its end."""
    follow_ups = apps.get_model("programs", "FollowUp").objects.filter(engagement__isnull=False)
    follow_ups.update(
        step=Concat(Value("after-"), Cast("offset_days", CharField())), offset=F("offset_days")
    )


def give_up_claims(apps, schema_editor):
    """What was being sent while the program stopped: a person must look, nothing is sent again."""
    reminders = apps.get_model("programs", "Reminder").objects.filter(state="claimed")
    reminders.update(state="unknown", error="interrupted")


class Migration(migrations.Migration):

    dependencies = [("programs", "0002_follow_up_engine")]

    operations = [
        migrations.RunPython(name_steps, migrations.RunPython.noop),
        migrations.RunPython(give_up_claims, migrations.RunPython.noop),
    ]

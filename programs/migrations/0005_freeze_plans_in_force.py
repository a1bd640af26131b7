from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):

    dependencies = [("programs", "0004_follow_ups_by_step")]

    operations = [
        FrozenColumns(
            "programs_planstep",
            [
                "version_id",
                "code",
                "anchor",
                '"offset"',
                "unit",
                "repeat_every",
                "repeat_times",
                "stops",
                "is_reset_by_contact",
                "who",
                "channel",
                "questions",
                "titles",
            ],
            name="plan_step_is_frozen",
        ),
    ]

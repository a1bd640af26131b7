from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):

    dependencies = [("programs", "0008_closed_offerings_and_first_moves")]

    operations = [
        migrations.RemoveField(model_name="offering", name="is_open"),
        FrozenColumns(
            "programs_applicationmove",
            ["application_id", "before", "after", "moved_at", "by_id", "because", "note"],
            name="programs_application_move_is_frozen",
        ),
        FrozenColumns(
            "programs_allocationrun",
            ["seed", "weights", "inputs", "result", "method", "fingerprint", "computed_at"],
            name="programs_allocation_run_is_frozen",
        ),
    ]

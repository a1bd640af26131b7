"""What was recorded stays as it was recorded."""

from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):
    dependencies = [("firms", "0001_first_tables")]
    operations = [
        FrozenColumns(
            "firms_auditevent",
            ["kind", "actor_id", "occurred_on", "recorded_at", "data"],
            name="audit_event_is_frozen",
        )
    ]

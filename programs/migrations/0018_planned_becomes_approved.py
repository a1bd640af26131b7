from typing import Any

from django.db import migrations

#: What the states that did not exist before were called then.
BACK = {
    "proposed": "planned",
    "offered": "planned",
    "applied": "planned",
    "waitlisted": "planned",
    "approved": "planned",
    "withdrawn": "cancelled",
    "no_show": "cancelled",
}


def rename(apps: Any, schema_editor: Any, names: dict[str, str]) -> None:
    """Rename states in the engagements and in their history."""
    engagements = apps.get_model("programs", "Engagement").objects
    moves = apps.get_model("programs", "EngagementTransition").objects
    using = schema_editor.connection.alias
    for old, new in names.items():
        engagements.using(using).filter(state=old).update(state=new)
        moves.using(using).filter(before=old).update(before=new)
        moves.using(using).filter(after=old).update(after=new)


def forwards(apps: Any, schema_editor: Any) -> None:
    """What was planned is approved."""
    rename(apps, schema_editor, {"planned": "approved"})


def backwards(apps: Any, schema_editor: Any) -> None:
    """Every state finds the nearest of the six there were; a move within one of them is kept."""
    rename(apps, schema_editor, BACK)


class Migration(migrations.Migration):
    """Help that was planned is called approved, today and in its history."""

    dependencies = [("programs", "0017_wider_engagement_states")]

    operations = [migrations.RunPython(forwards, backwards)]

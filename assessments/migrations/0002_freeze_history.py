"""Placements and published packs are frozen by the database itself."""

from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_first_tables")]
    operations = [
        FrozenColumns(
            "assessments_stageplacement",
            ["stage", "proposed_stage", "reason", "occurred_on", "recorded_at", "confirmed_by_id"],
            name="stage_placement_is_frozen",
        ),
        FrozenColumns(
            "assessments_packversion",
            ["code", "version", "document", "checksum", "published_at"],
            name="published_pack_is_frozen",
            when="OLD.state <> 'draft'",
        ),
    ]

from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):
    """Moves, facts and ledger entries are never rewritten: a correction is a new row."""

    dependencies = [("programs", "0025_costs")]

    operations = [
        FrozenColumns(
            "programs_engagementtransition",
            ["engagement_id", "before", "after", "occurred_on", "recorded_at"],
            name="engagement_move_is_frozen",
        ),
        FrozenColumns(
            "programs_deliveryfact",
            [
                "engagement_id",
                "kind",
                "occurred_on",
                "slot",
                "hours",
                "attendance",
                "amount",
                "currency",
                "corrects_id",
                "recorded_at",
            ],
            name="delivery_fact_is_frozen",
        ),
        FrozenColumns(
            "programs_financeentry",
            [
                "engagement_id",
                "kind",
                "amount",
                "currency",
                "occurred_on",
                "corrects_id",
                "recorded_at",
            ],
            name="finance_entry_is_frozen",
        ),
    ]

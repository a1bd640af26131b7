from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):

    dependencies = [("programs", "0014_outcomes")]

    operations = [
        FrozenColumns(
            "programs_outcome",
            [
                "kind",
                "amount",
                "currency",
                "rate",
                "rate_on",
                "count",
                "market",
                "contract_reference",
                "occurred_on",
                "period_from",
                "period_to",
                "claimed_at",
                "recorded_at",
                "corrects_id",
            ],
            name="outcome_claim_is_frozen",
        ),
        FrozenColumns(
            "programs_outcomemove",
            ["outcome_id", "before", "after", "occurred_on", "recorded_at"],
            name="outcome_move_is_frozen",
        ),
        FrozenColumns(
            "programs_confirmation",
            [
                "outcome_id",
                "contact_id",
                "answer",
                "amount",
                "currency",
                "count",
                "market",
                "band",
                "rating_overall",
                "may_publish",
                "answered_on",
                "recorded_at",
            ],
            name="confirmation_is_frozen",
        ),
    ]

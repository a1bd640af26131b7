from django.db import migrations, models

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):
    """The market a firm confirms is kept beside the claimed one, as the figure is."""

    dependencies = [("programs", "0029_renewed_confirmation_links")]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="confirmed_market",
            field=models.CharField(blank=True, max_length=2, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(confirmed_market="")
                | models.Q(confirmed_amount__isnull=False)
                | models.Q(confirmed_count__isnull=False),
                name="outcome_confirmed_market_has_a_figure",
            ),
        ),
        # SQLite built the table anew: what freezes the claim is put back.
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
    ]

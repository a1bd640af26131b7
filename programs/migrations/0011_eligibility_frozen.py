"""Published versions of criteria and dated checks are frozen by the database itself."""

from django.db import migrations

from config.shared.triggers import FrozenColumns


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_eligibility_tables")]
    operations = [
        FrozenColumns(
            "programs_criteriaversion",
            ["criteria_id", "number", "document", "note", "published_at", "published_by_id"],
            name="published_criteria_is_frozen",
            when="OLD.published_at IS NOT NULL",
        ),
        FrozenColumns(
            "programs_criteriacheck",
            [
                "version_id",
                "checked_on",
                "verdict",
                "facts",
                "results",
                "fingerprint",
                "recorded_at",
                "recorded_by_id",
            ],
            name="criteria_check_is_frozen",
        ),
    ]

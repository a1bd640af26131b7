from django.db import migrations


def close_what_was_closed(apps, schema_editor):
    """An offering that took no applications any more is closed, not cancelled."""
    apps.get_model("programs", "Offering").objects.filter(is_open=False).update(state="closed")


def open_flags(apps, schema_editor):
    apps.get_model("programs", "Offering").objects.exclude(state="open").update(is_open=False)


def first_moves(apps, schema_editor):
    """Applications of before the history began: the state they stood in is their first row."""
    move = apps.get_model("programs", "ApplicationMove")
    rows = apps.get_model("programs", "Application").objects.order_by("pk")
    move.objects.bulk_create(
        (
            move(
                application_id=row.pk,
                after=row.state,
                moved_at=row.recorded_at,
                by_id=row.recorded_by_id,
                note=row.reason,
            )
            for row in rows.iterator(chunk_size=1000)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):

    dependencies = [("programs", "0007_offerings_widened")]

    operations = [
        migrations.RunPython(close_what_was_closed, open_flags),
        migrations.RunPython(first_moves, migrations.RunPython.noop),
    ]

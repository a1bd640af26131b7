from django.db import migrations, models


class Migration(migrations.Migration):
    """A link a contact asked for anew is told apart from a question of ours."""

    dependencies = [("programs", "0028_allocation_runs_know_their_pack")]

    operations = [
        migrations.AddField(
            model_name="confirmationrequest",
            name="is_renewal",
            field=models.BooleanField(default=False),
        ),
    ]

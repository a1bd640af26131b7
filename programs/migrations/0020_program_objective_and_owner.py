import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A program has an objective in one line, and somebody who answers for it."""

    dependencies = [
        ('programs', '0019_engagement_states_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='program',
            name='objective',
            field=models.CharField(blank=True, max_length=240, verbose_name='objective'),
        ),
        migrations.AddField(
            model_name='program',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]

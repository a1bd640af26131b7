import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Milestones of an engagement."""

    dependencies = [
        ('firms', '0003_absences'),
        ('programs', '0021_budget_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EngagementMilestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='programs.engagement')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.document')),
            ],
            options={
                'ordering': ['engagement', 'due_on', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='engagementmilestone',
            constraint=models.UniqueConstraint(fields=('engagement', 'title'), name='engagement_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='engagementmilestone',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__isnull', True), ('done_on__isnull', False), _connector='OR'), name='engagement_milestone_evidence_of_done'),
        ),
    ]

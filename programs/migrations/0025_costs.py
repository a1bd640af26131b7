import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Costs of engagements against budget lines."""

    dependencies = [
        ('programs', '0024_finance_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('purpose', models.CharField(max_length=160, verbose_name='what for')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('state', models.CharField(choices=[('committed', 'Committed'), ('spent', 'Spent'), ('released', 'Released')], default='committed', max_length=10)),
                ('spent_amount', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='amount paid')),
                ('committed_on', models.DateField(verbose_name='committed on')),
                ('settled_on', models.DateField(null=True, verbose_name='settled on')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='programs.engagement')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='programs.budgetline')),
            ],
            options={
                'ordering': ['-committed_on', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='cost_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('spent_amount__gte', 0), ('spent_amount__isnull', False), ('state', 'spent')), models.Q(models.Q(('state', 'spent'), _negated=True), ('spent_amount__isnull', True)), _connector='OR'), name='cost_spent_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['committed', 'spent', 'released'])), name='cost_state_known'),
        ),
        migrations.AddConstraint(
            model_name='cost',
            constraint=models.CheckConstraint(condition=models.Q(('settled_on__isnull', True), ('settled_on__gte', models.F('committed_on')), _connector='OR'), name='cost_settled_after_committed'),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The ledger of a finance intervention."""

    dependencies = [
        ('programs', '0023_delivery_facts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FinanceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('approved', 'Approved'), ('disbursed', 'Paid out'), ('repaid', 'Paid back'), ('claimed', 'Claimed')], max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('occurred_on', models.DateField(verbose_name='day')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('recorded_at', models.DateTimeField()),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='programs.financeentry')),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finance', to='programs.engagement')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['engagement', 'occurred_on', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='financeentry',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), models.Q(('amount', 0), ('corrects__isnull', False)), _connector='OR'), name='finance_entry_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='financeentry',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), _negated=True), name='finance_entry_has_currency'),
        ),
        migrations.AddConstraint(
            model_name='financeentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['approved', 'disbursed', 'repaid', 'claimed'])), name='finance_entry_kind_known'),
        ),
    ]

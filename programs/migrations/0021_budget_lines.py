import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
from django.db import migrations, models


class Migration(migrations.Migration):
    """A program's budget in lines, which the database never lets run below zero."""

    dependencies = [
        ('programs', '0020_program_objective_and_owner'),
    ]

    operations = [
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('travel', 'Travel'), ('stand', 'Stand'), ('training', 'Training'), ('voucher', 'Vouchers'), ('loan', 'Loans'), ('certification', 'Certification'), ('other', 'Other')], max_length=16, verbose_name='kind')),
                ('stage', models.CharField(blank=True, choices=[('preparation', 'Preparation'), ('active_engagement', 'Active engagement'), ('growth_expansion', 'Growth and expansion')], max_length=30, verbose_name='stage')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('committed', models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ('spent', models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='programs.program')),
            ],
            options={
                'ordering': ['program', 'stage', 'kind', 'name', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.UniqueConstraint(fields=('program', 'name'), name='budget_line_name_once'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('spent__gte', 0), ('amount__gte', 0)), name='budget_line_not_below_zero'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(models.F('committed'), '+', models.F('spent')), precision=2))), name='budget_line_not_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='budgetline',
            constraint=models.CheckConstraint(condition=models.Q(('currency', ''), _negated=True), name='budget_line_has_currency'),
        ),
    ]

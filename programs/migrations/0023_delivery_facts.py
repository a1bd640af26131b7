import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Hours, marks and money that a firm received."""

    dependencies = [
        ('programs', '0022_milestones'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hours', 'Hours given'), ('attendance', 'Attendance'), ('money', 'Money given')], max_length=10)),
                ('occurred_on', models.DateField(verbose_name='day')),
                ('slot', models.CharField(blank=True, max_length=20)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name='hours')),
                ('attendance', models.CharField(blank=True, choices=[('present', 'Present'), ('late', 'Late'), ('absent', 'Absent'), ('excused', 'Excused')], max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='amount')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('given_by', models.CharField(blank=True, max_length=160, verbose_name='given by')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('recorded_at', models.DateTimeField()),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='programs.deliveryfact')),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='programs.engagement')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['engagement', 'occurred_on', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='deliveryfact',
            index=models.Index(fields=['engagement', 'kind'], name='delivery_fact_of_engagement'),
        ),
        migrations.AddConstraint(
            model_name='deliveryfact',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('slot', ''), _negated=True), ('corrects__isnull', True)), fields=('engagement', 'kind', 'occurred_on', 'slot'), name='delivery_fact_once_a_slot'),
        ),
        migrations.AddConstraint(
            model_name='deliveryfact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('attendance', ''), ('currency', ''), ('hours__gte', 0), ('hours__isnull', False), ('kind', 'hours')), models.Q(('amount__isnull', True), ('attendance__in', ['present', 'late', 'absent', 'excused']), ('currency', ''), ('hours__isnull', True), ('kind', 'attendance')), models.Q(('amount__gte', 0), ('amount__isnull', False), ('attendance', ''), ('hours__isnull', True), ('kind', 'money'), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='delivery_fact_says_one_thing'),
        ),
    ]

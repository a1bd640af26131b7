"""Cards of indicators, as the methodology defines them, and what programs mean to reach."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.catalogue.models import Program, in_reader_language
from programs.outcomes.querysets import IndicatorQuerySet, IndicatorTargetQuerySet

#: Units as methodologies write them.
UNITS = {
    "firms": _("firms"),
    "firm-market pairs": _("pairs of a firm and a market"),
    "currency per year": _("money a year"),
    "currency": _("money"),
    "percent": _("per cent"),
    "months": _("months"),
    "points": _("points"),
}
#: Units in which a target is an amount of the agency's currency.
MONEY_UNITS = frozenset({"currency", "currency per year"})


class Indicator(models.Model):
    """What is counted, why, in which unit, from where and how often. Texts are by language."""

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField()
    intents = models.JSONField(default=dict)
    definitions = models.JSONField()
    formulas = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    frequencies = models.JSONField(default=dict)
    unit = models.CharField(max_length=40)
    owner = models.CharField(max_length=120, blank=True)
    retired_on = models.DateField(null=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self.names, self.code)

    @property
    def unit_name(self) -> str:
        """The unit in words of the reader's language; as the methodology writes it if unknown."""
        return str(UNITS.get(self.unit, self.unit))

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY_UNITS

    @property
    def intent(self) -> str:
        return in_reader_language(self.intents)

    @property
    def definition(self) -> str:
        return in_reader_language(self.definitions)

    @property
    def formula(self) -> str:
        return in_reader_language(self.formulas)

    @property
    def source(self) -> str:
        return in_reader_language(self.sources)

    @property
    def frequency(self) -> str:
        return in_reader_language(self.frequencies)


class IndicatorTarget(models.Model):
    """What a program means to reach in a period. A later row for the same period replaces it."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=2)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = IndicatorTargetQuerySet.as_manager()

    class Meta:
        ordering = ["program", "starts_on", "indicator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "indicator", "starts_on", "ends_on"],
                condition=Q(replaced_at__isnull=True),
                name="indicator_target_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="indicator_target_has_period"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="indicator_target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.indicator_id}"

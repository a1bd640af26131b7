"""What a caseload can be narrowed by, in the address."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from assessments.profiles.models import STAGE_LABELS
from firms.accounts.models import User
from firms.register.models import CaseloadAssignment, Firm
from firms.register.querysets import FirmQuerySet
from firms.register.sectors import SECTIONS


def _advisers(request: Any) -> Any:
    return User.objects.visible_to(request.user).advisers()


class CaseloadFilter(filters.FilterSet):
    """Name, stage, sector and adviser."""

    q = filters.CharFilter(method="by_words", label=_("Name, number, contact"))
    stage = filters.ChoiceFilter(
        field_name="stage",
        choices=[(str(code), label) for code, label in STAGE_LABELS.items()],
        label=_("Stage"),
        empty_label=_("any stage"),
    )
    sector = filters.ChoiceFilter(
        field_name="isic_section",
        choices=list(SECTIONS.items()),
        label=_("Sector"),
        empty_label=_("any sector"),
    )
    adviser = filters.ModelChoiceFilter(
        queryset=_advisers, method="by_adviser", label=_("Adviser"), empty_label=_("any adviser")
    )

    class Meta:
        model = Firm
        fields: list[str] = []

    @property
    def selects(self) -> list[Any]:
        """The drop-downs, in the order they stand."""
        return [self.form[name] for name in ("stage", "sector", "adviser")]

    def by_words(self, firms: FirmQuerySet, name: str, words: str) -> FirmQuerySet:
        return firms.filter(pk__in=Firm.objects.search(words).values("pk"))

    def by_adviser(self, firms: FirmQuerySet, name: str, adviser: User) -> FirmQuerySet:
        mine = CaseloadAssignment.objects.current().filter(adviser=adviser)
        return firms.filter(pk__in=mine.values("firm"))

"""Which assessments a person may see: a firm sees its own answers, not the adviser's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from firms.register.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from assessments.responses.models import Assessment


class AssessmentQuerySet(OfFirmQuerySet["Assessment"]):
    """Fillings of the questionnaire."""

    def visible_to(self, user: Any) -> Self:
        seen = super().visible_to(user)
        return seen.by_firm() if user.is_firm_member else seen

    def by_firm(self) -> Self:
        return self.filter(respondent="firm")

    def by_adviser(self) -> Self:
        return self.filter(respondent="adviser")

    def drafts(self) -> Self:
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> Self:
        return self.filter(submitted_at__isnull=False)

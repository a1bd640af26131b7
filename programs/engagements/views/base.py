"""What pages about one engagement share: the row through the policy, and the firm it is for."""

from functools import cached_property
from typing import Any

from django import forms

from config.shared.access import get_visible_or_404
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.engagements.forms.helping import ReasonForm
from programs.engagements.models import Engagement
from programs.pages import ActionPage


class EngagementAction(ActionPage):
    """Something a person does about one engagement."""

    capability = Capability.MANAGE_ENGAGEMENTS
    form_class: type[forms.Form] = ReasonForm

    @cached_property
    def engagement(self) -> Engagement:
        rows = Engagement.objects.select_related("firm", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Firm:
        return self.engagement.firm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"{self.firm.legal_name}: {self.engagement.intervention.name}"
        return super().get_context_data(lead=lead, **kwargs)


class RowAction(EngagementAction):
    """Something a person does about one row of an engagement; back to the engagement."""

    model: type[Any]

    @cached_property
    def row(self) -> Any:
        rows = self.model.objects.select_related("engagement__firm", "engagement__intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def engagement(self) -> Engagement:  # type: ignore[override]
        return self.row.engagement  # type: ignore[no-any-return]

"""Pages of the finance ledger and of costs against budget lines."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared import clock
from programs.engagements import actions, selectors
from programs.engagements.forms.delivering import CorrectAmountForm
from programs.engagements.forms.money import CostForm, FinanceForm, ReleaseForm, SpendForm
from programs.engagements.models import Cost, FinanceEntry
from programs.engagements.views.base import EngagementAction, RowAction


class EnterFinance(EngagementAction):
    form_class = FinanceForm
    heading, label, done = _("New ledger entry"), _("Enter"), _("The entry is in the ledger.")

    def get_initial(self) -> dict[str, Any]:
        known = self.engagement.finance.order_by("pk").first() or self.engagement.offering
        return {"on": clock.today(), "currency": known.currency if known else ""}

    def act(self, data: dict[str, Any]) -> None:
        actions.enter_finance(engagement=self.engagement, by=self.request.user, **data)


class CorrectFinance(RowAction):
    model = FinanceEntry
    form_class = CorrectAmountForm
    heading, label = _("Correct the entry"), _("Correct")
    done = _("Corrected; what stood before is kept.")

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.row.amount}

    def act(self, data: dict[str, Any]) -> None:
        actions.correct_finance(entry=self.row, by=self.request.user, **data)


class BookCost(EngagementAction):
    form_class = CostForm
    heading, label, done = _("Book a cost"), _("Commit"), _("The cost is committed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        lines = selectors.lines_for(self.engagement, self.request.user)
        return super().get_form_kwargs() | {"lines": lines}

    def act(self, data: dict[str, Any]) -> None:
        actions.book_cost(engagement=self.engagement, by=self.request.user, **data)


class CostAction(RowAction):
    """Something about one cost."""

    model = Cost

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.row.purpose, **kwargs)


class SpendCost(CostAction):
    form_class = SpendForm
    heading, label, done = _("The cost was paid"), _("Note as spent"), _("Noted as spent.")

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.row.amount}

    def act(self, data: dict[str, Any]) -> None:
        actions.spend_cost(cost=self.row, by=self.request.user, **data)


class ReleaseCost(CostAction):
    form_class = ReleaseForm
    heading, label = _("Release the cost"), _("Release")
    done = _("Released; the budget line has the money again.")

    def act(self, data: dict[str, Any]) -> None:
        actions.release_cost(cost=self.row, by=self.request.user, **data)

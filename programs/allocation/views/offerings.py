"""Pages of programs and offerings: looking, opening, changing, closing."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import actions, selectors
from programs.allocation.conditions import RELATED, criteria_of
from programs.allocation.forms.applications import NeededReasonForm
from programs.allocation.models import Offering
from programs.allocation.views.base import Button, OfferingFormPage
from programs.catalogue.models import Program
from programs.catalogue.selectors import answers_for


class OfferingLook(ManagerPage, TemplateView):
    """One offering: its route, its money, who asked, and what is proposed."""

    template_name = "programs/allocation/offering.html"

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("intervention", *RELATED)
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        shown = self.request.GET.get("show", "")
        page = selectors.offering_page(self.offering, user, shown=shown)
        return super().get_context_data(
            offering=self.offering,
            conditions=criteria_of(self.offering),
            page=page,
            review=selectors.review_of(self.offering, user) if page.is_reviewer(user) else None,
            may_manage=answers_for(user, self.offering.program),
            may_apply=user.may(Capability.ASSIGN_HELP),
            is_taking=self.offering.is_open and today <= self.offering.apply_by,
            **kwargs,
        )


class CancelOffering(OfferingFormPage):
    """It does not take place."""

    form_class = NeededReasonForm
    heading, done = _("Cancel the offering"), _("The offering is cancelled, everybody is told.")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_offering(offering=self.offering, by=self.request.user, **data)


class OfferingButton(Button):
    """A press about one offering."""

    @cached_property
    def offering(self) -> Offering:
        return get_visible_or_404(Offering, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.offering.program

    def back(self) -> str:
        return self.offering.get_absolute_url()


class Open(OfferingButton):
    """Take applications, for the first time or again."""

    done = _("The offering takes applications.")

    def act(self) -> None:
        actions.open_offering(offering=self.offering, by=self.request.user)


class Close(OfferingButton):
    """Take no more applications."""

    done = _("The offering takes no more applications.")

    def act(self) -> None:
        actions.close_offering(offering=self.offering, by=self.request.user)

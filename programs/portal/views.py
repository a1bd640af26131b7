"""Pages of the firm's own people: home, and the self-assessment in its own words."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from config.shared import clock
from firms.accounts.access import FirmPage
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.portal import selectors


class PortalPage(FirmPage):
    """A page of one of the person's firms: the one named in the address, else the first."""

    @cached_property
    def own_firms(self) -> list[Firm]:
        return selectors.own_firms(self.request.user)

    @cached_property
    def firm(self) -> Firm:
        asked = self.request.GET.get("firm")
        for firm in self.own_firms:
            if asked in (None, str(firm.pk)):
                return firm
        raise Http404


class Home(PortalPage, TemplateView):
    """Where we are, what we are asked for, and what happens next."""

    template_name = "programs/portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            home=selectors.home(
                self.request.user, self.firm, others=self.own_firms, today=clock.today()
            ),
            may_assess=self.request.user.may(Capability.SELF_ASSESS),
            **kwargs,
        )

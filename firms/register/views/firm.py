"""The firm in one look, and its timeline."""

from typing import Any

from django.views.generic import TemplateView

from firms.accounts.roles import Capability
from firms.register import panels, selectors
from firms.register.views.base import OneFirmPage

REGIONS = ("facts", "top", "main", "side", "wide")


class FirmLook(OneFirmPage, TemplateView):
    """Everything about a firm that a tired person needs at five o'clock."""

    template_name = "firms/register/firm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group = self.request.GET.get("events", "")
        return super().get_context_data(
            look=selectors.firm_look(self.firm, group=group),
            panels=panels.shown_to(self.request.user, self.firm, self.request, *REGIONS),
            groups=selectors.TIMELINE_GROUPS,
            may_take=self.request.user.may(Capability.TAKE_FIRM),
            may_assign=self.request.user.may(Capability.ASSIGN_ADVISER),
            tab="look",
            **kwargs,
        )


class Timeline(OneFirmPage, TemplateView):
    """Events of the firm: a page of its own, and the rows the firm page loads on demand."""

    template_name = "firms/register/timeline.html"

    def get_template_names(self) -> list[str]:
        if getattr(self.request, "htmx", False):
            return ["firms/register/timeline.html#events"]
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("from", "0")
        offset = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
        timeline = selectors.timeline(
            self.firm, group=self.request.GET.get("events", ""), offset=offset
        )
        return super().get_context_data(
            timeline=timeline, groups=selectors.TIMELINE_GROUPS, tab="timeline", **kwargs
        )


class Trade(OneFirmPage, TemplateView):
    """Markets and exports."""

    template_name = "firms/register/trade.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            trade=selectors.trade_record(self.firm), tab="trade", **kwargs
        )


class PeopleAndTies(OneFirmPage, TemplateView):
    """Contacts, portal people, ties and who looked after the firm."""

    template_name = "firms/register/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=selectors.people(self.firm), tab="people", **kwargs)


class Documents(OneFirmPage, TemplateView):
    """Files of the firm."""

    template_name = "firms/register/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            documents=selectors.documents(self.request.user, self.firm), tab="documents", **kwargs
        )

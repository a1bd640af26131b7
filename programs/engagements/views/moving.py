"""Pages of one engagement: what it is, and the moves it may make."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.engagements import actions, selectors
from programs.engagements.forms.helping import (
    CertificateForm,
    CompleteForm,
    CorrectForm,
    DayForm,
    NoForm,
    NoShowForm,
    StartForm,
)
from programs.engagements.models import Engagement
from programs.engagements.views.base import EngagementAction


class EngagementLook(StaffPage, TemplateView):
    """One engagement: state, moves, milestones, delivery, money, what it is meant to relieve."""

    template_name = "programs/engagements/engagement.html"

    @cached_property
    def engagement(self) -> Engagement:
        rows = Engagement.objects.select_related(
            "firm__office", "intervention", "program", "offering", "decided_by"
        )
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_move = self.request.user.may(Capability.MANAGE_ENGAGEMENTS)
        return super().get_context_data(
            page=selectors.engagement_page(self.engagement, self.request.user, today=clock.today()),
            firm=self.engagement.firm,
            may_move=may_move,
            today=clock.today(),
            **kwargs,
        )


class Start(EngagementAction):
    form_class = StartForm
    heading, done = _("Start"), _("The help has started.")

    def act(self, data: dict[str, Any]) -> None:
        actions.start_engagement(engagement=self.engagement, by=self.request.user, **data)


class Pause(EngagementAction):
    heading, done = _("Pause"), _("The help rests.")

    def act(self, data: dict[str, Any]) -> None:
        actions.pause_engagement(engagement=self.engagement, by=self.request.user, **data)


class Resume(EngagementAction):
    form_class = NoForm
    heading, done = _("Take up again"), _("The help goes on.")

    def act(self, data: dict[str, Any]) -> None:
        actions.resume_engagement(engagement=self.engagement, by=self.request.user)


class Approve(EngagementAction):
    form_class = DayForm
    heading, done = _("Approve"), _("Approved.")

    def act(self, data: dict[str, Any]) -> None:
        actions.approve_engagement(engagement=self.engagement, by=self.request.user, **data)


class Withdraw(EngagementAction):
    heading, done = _("The firm withdraws"), _("Noted: the firm withdrew.")

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw_engagement(engagement=self.engagement, by=self.request.user, **data)


class DeclineHelp(EngagementAction):
    heading, done = _("Decline the help"), _("Declined; the reason is kept.")

    def act(self, data: dict[str, Any]) -> None:
        actions.decline_engagement(engagement=self.engagement, by=self.request.user, **data)


class NoShow(EngagementAction):
    form_class = NoShowForm
    heading, done = _("The firm did not appear"), _("Noted: the firm did not appear.")

    def act(self, data: dict[str, Any]) -> None:
        actions.mark_no_show(engagement=self.engagement, by=self.request.user, **data)


class Complete(EngagementAction):
    form_class = CompleteForm
    heading, done = _("Complete"), _("Completed; its follow-ups are planned.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        help_ = self.engagement
        asks = help_.intervention.leads_to_certificate and not help_.certificate_number
        said = gettext("No certificate is noted: note it first, or say how it ended without one.")
        return super().get_context_data(explanation=said if asks else "", **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.complete_engagement(engagement=self.engagement, by=self.request.user, **data)


class Cancel(EngagementAction):
    heading, done = _("Cancel the help"), _("Cancelled; its open follow-ups are taken back.")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_engagement(engagement=self.engagement, by=self.request.user, **data)


class CorrectEnd(EngagementAction):
    form_class = CorrectForm
    heading, done = _("Correct the end"), _("Corrected; open follow-ups moved with it.")

    def act(self, data: dict[str, Any]) -> None:
        actions.correct_completion(engagement=self.engagement, by=self.request.user, **data)


class Certificate(EngagementAction):
    form_class = CertificateForm
    heading = _("Certificate")

    def get_initial(self) -> dict[str, Any]:
        engagement = self.engagement
        return {
            "number": engagement.certificate_number,
            "expires_on": engagement.certificate_expires_on,
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.record_certificate(engagement=self.engagement, by=self.request.user, **data)
        asks = selectors.asks_before_expiry(self.engagement.follow_ups.open())
        self.done = (
            _("Noted; what asks before it runs out is planned.")
            if asks
            else _("Noted; nothing asks before it runs out.")
        )


class Undo(EngagementAction):
    """Take an assignment back within ten minutes."""

    capability = Capability.ASSIGN_HELP
    form_class = NoForm
    heading, done = _("Take the assignment back"), _("Taken back.")

    def act(self, data: dict[str, Any]) -> None:
        actions.undo_assignment(engagement=self.engagement, by=self.request.user)

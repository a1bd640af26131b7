"""Pages of help: deciding on recommendations, and moving engagements on."""

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.engagements import actions, selectors
from programs.engagements.forms import (
    AcceptForm,
    BundleForm,
    CertificateForm,
    CompleteForm,
    CorrectForm,
    DeclineForm,
    NoForm,
    ReasonForm,
    StartForm,
)
from programs.engagements.models import Engagement
from programs.matching import cards
from programs.matching.actions import (
    REASON_SIGNS,
    decline_recommendation,
    refresh_recommendations,
)
from programs.matching.models import Recommendation
from programs.matching.selectors import names_for
from programs.pages import ActionPage


class RecommendationAction(ActionPage):
    """Something a person decides about one recommendation."""

    capability = Capability.ASSIGN_HELP

    @cached_property
    def recommendation(self) -> Recommendation:
        rows = Recommendation.objects.select_related("set__firm", "set__pack", "intervention")
        rows = rows.defer("set__pack__document")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Firm:
        return self.recommendation.set.firm


class Accept(RecommendationAction):
    """Assign it: an engagement in one step."""

    form_class = AcceptForm
    label = _("Assign")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return gettext("Assign: %(help)s") % {"help": self.recommendation.intervention.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "intervention": self.recommendation.intervention,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.recommendation
        names = names_for(found.set.pack, [found])
        why = "" if found.is_eligible else cards.eligibility(found, names)
        if why or found.needs_reason:
            asked = gettext("A reason of at least %(signs)d characters is needed.")
            why = f"{why} {asked % {'signs': REASON_SIGNS}}".strip()
        return super().get_context_data(explanation=why, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        made = actions.accept_recommendation(
            recommendation=self.recommendation, by=self.request.user, **data
        )
        self.done = gettext("Assigned: %(help)s.") % {"help": made.intervention.name}
        self.undo = reverse("programs:engagement-undo", args=[made.pk])


class Decline(RecommendationAction):
    """Decide against it, with a reason."""

    form_class = DeclineForm
    label = _("Decline")
    done = _("Declined; the reason is kept.")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return gettext("Decline: %(help)s") % {"help": self.recommendation.intervention.name}

    def act(self, data: dict[str, Any]) -> None:
        decline_recommendation(recommendation=self.recommendation, by=self.request.user, **data)


class FirmAction(ActionPage):
    """Something a person does about the help of one firm."""

    capability = Capability.ASSIGN_HELP

    @cached_property
    def firm(self) -> Firm:  # type: ignore[override]
        return get_visible_or_404(Firm, self.request.user, pk=self.kwargs["pk"])


class AcceptBundle(FirmAction):
    """Assign several measures at once: all of them or none."""

    form_class = BundleForm
    heading = _("Assign a bundle")
    label = _("Assign")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Recommendation.objects.visible_to(self.request.user).filter(
            set__firm=self.firm, set__superseded_at__isnull=True
        )
        return super().get_form_kwargs() | {"open_ones": rows.select_related("intervention")}

    def act(self, data: dict[str, Any]) -> None:
        made = actions.accept_many(
            recommendations=data["recommendation"], by=self.request.user, reason=data["reason"]
        )
        self.done = ngettext("%(n)d measure assigned.", "%(n)d measures assigned.", len(made)) % {
            "n": len(made)
        }


class ComputeNow(FirmAction):
    """Match the newest profile now, where no worker has done it yet."""

    form_class = NoForm
    heading = _("Compute recommendations")
    label = _("Compute now")
    done = _("Recommendations are up to date.")

    def act(self, data: dict[str, Any]) -> None:
        refresh_recommendations(firm_id=self.firm.pk)


class EngagementLook(StaffPage, TemplateView):
    """One engagement: state, moves, what it is meant to relieve, periods."""

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
            page=selectors.engagement_page(self.engagement),
            firm=self.engagement.firm,
            may_move=may_move,
            **kwargs,
        )


class EngagementAction(ActionPage):
    """A move of one engagement."""

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


class Complete(EngagementAction):
    form_class = CompleteForm
    heading, done = _("Complete"), _("Completed; its follow-ups are planned.")

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
    heading, done = _("Certificate"), _("Noted; what asks before it runs out is planned.")

    def get_initial(self) -> dict[str, Any]:
        engagement = self.engagement
        return {
            "number": engagement.certificate_number,
            "expires_on": engagement.certificate_expires_on,
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.record_certificate(engagement=self.engagement, by=self.request.user, **data)


class Undo(EngagementAction):
    """Take an assignment back within ten minutes."""

    capability = Capability.ASSIGN_HELP
    form_class = NoForm
    heading, done = _("Take the assignment back"), _("Taken back.")

    def act(self, data: dict[str, Any]) -> None:
        actions.undo_assignment(engagement=self.engagement, by=self.request.user)

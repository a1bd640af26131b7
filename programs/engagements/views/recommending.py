"""Pages of recommendations: assigning what was recommended, or deciding against it."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.shared.access import get_visible_or_404
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.engagements import actions
from programs.engagements.forms.helping import (
    AcceptForm,
    BundleForm,
    DeclineForm,
    NoForm,
)
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
    template_name = "programs/engagements/accept.html"
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
        return super().get_context_data(explanation=why, found=found, names=names, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        made = actions.accept_recommendation(
            recommendation=self.recommendation, by=self.request.user, **data
        )
        said = (
            gettext("Proposed: %(help)s.") if data["ask_firm"] else gettext("Assigned: %(help)s.")
        )
        self.done = said % {"help": made.intervention.name}
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

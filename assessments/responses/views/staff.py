"""The questionnaire as staff fill it, and the list of assessments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView

from assessments.methodology.errors import NoPack
from assessments.responses import selectors
from assessments.responses.actions import start_assessment
from assessments.responses.models import Assessment, Respondent
from assessments.responses.views.filling import FillBase, ReviewBase, SectionBase
from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from firms.register.models import Firm


class Fill(StaffPage, FillBase):
    """Staff go on with a draft."""

    capability = Capability.ASSESS


class SectionScreen(StaffPage, SectionBase):
    """Staff fill a section."""

    capability = Capability.ASSESS


class Review(StaffPage, ReviewBase):
    """Staff look over all sections before finishing."""

    capability = Capability.ASSESS


class AssessmentList(StaffPage, TemplateView):
    """Drafts and the latest results of the firms in view."""

    capability = Capability.ASSESS
    template_name = "assessments/responses/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drafts, recent = selectors.assessments_for(self.request.user)
        progress = selectors.progress_by_pk([*drafts, *recent])
        return super().get_context_data(
            drafts=[(one, progress[one.pk]) for one in drafts],
            recent=[(one, progress[one.pk]) for one in recent],
            **kwargs,
        )


class Start(StaffPage):
    """Begin an assessment of a firm, or go on with the open draft."""

    capability = Capability.ASSESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        firm = get_visible_or_404(Firm, request.user, pk=pk)
        try:
            assessment = start_assessment(
                firm=firm,
                respondent=Respondent.ADVISER,
                by=request.user,
                assessed_on=clock.today(),
                correcting=self._corrected(firm),
            )
        except NoPack as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(firm.get_absolute_url())
        return HttpResponseRedirect(assessment.get_absolute_url())

    def _corrected(self, firm: Firm) -> Assessment | None:
        """The finished assessment whose answers the new one takes over, if any is named."""
        pk = self.request.POST.get("correcting", "")
        if not pk:
            return None
        finished = selectors.draft_rows().filter(firm=firm).submitted().by_adviser()
        return get_visible_or_404(finished, self.request.user, pk=pk)

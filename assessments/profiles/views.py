"""Results of assessments and the decision on the stage."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from assessments.methodology.errors import NoPack
from assessments.profiles.actions import (
    complete_assessment,
    confirm_stage,
    override_stage,
    propose_stage,
)
from assessments.profiles.forms import ConfirmStageForm, OverrideStageForm
from assessments.profiles.models import StageProposal
from assessments.profiles.selectors import proposal_page, result_page
from assessments.responses.errors import NothingAnswered
from assessments.responses.models import Assessment, Respondent
from assessments.responses.selectors import draft_rows
from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from firms.register import panels
from firms.register.models import Firm


class Submit(StaffPage):
    """Finish an assessment: its profile and a stage proposal follow at once."""

    capability = Capability.ASSESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = draft_rows().filter(respondent=Respondent.ADVISER)
        assessment = get_visible_or_404(rows, request.user, pk=pk)
        try:
            complete_assessment(assessment=assessment, by=request.user)
        except NothingAnswered as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("assessments:fill", args=[pk]))
        return HttpResponseRedirect(reverse("assessments:result", args=[pk]))


class Deciding(StaffPage, TemplateView):
    """Pages that show a proposal with the forms to decide it."""

    def decision_forms(self, proposal: StageProposal | None) -> dict[str, Any]:
        """Both forms, empty, dated by the evidence."""
        if proposal is None:
            return {}
        initial = {"occurred_on": proposal.as_of}
        return {
            "confirm_form": ConfirmStageForm(initial=initial, prefix="confirm"),
            "override_form": OverrideStageForm(initial=initial, prefix="override"),
            "may_decide": self.request.user.may(Capability.CONFIRM_STAGE),
        }


class Result(Deciding):
    """What an assessment says: the verdict, its tests, what moved, and what to do next."""

    template_name = "assessments/profiles/result.html"

    @cached_property
    def assessment(self) -> Assessment:
        rows = draft_rows().select_related("submitted_by")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.assessment.is_submitted:
            return HttpResponseRedirect(self.assessment.firm.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = result_page(self.assessment, clock.today())
        firm, user = self.assessment.firm, self.request.user
        context = self.decision_forms(page.decision.proposal) | kwargs
        return super().get_context_data(
            page=page,
            decision=page.decision,
            assessment=self.assessment,
            firm=firm,
            result_panels=panels.shown_to(user, firm, self.request, "result")["result"],
            may_assess=user.may(Capability.ASSESS),
            **context,
        )


class Decide(Deciding):
    """A proposal that no assessment led to, with its tests."""

    template_name = "assessments/profiles/proposal.html"

    @cached_property
    def proposal(self) -> StageProposal:
        rows = StageProposal.objects.select_related("firm", "pack", "profile", "placement")
        return get_visible_or_404(
            rows.defer("pack__document"), self.request.user, pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = self.decision_forms(self.proposal) | kwargs
        return super().get_context_data(
            decision=proposal_page(self.proposal, clock.today()),
            firm=self.proposal.firm,
            **context,
        )


class _Decision(Decide):
    """A decision by POST; what was refused stands at the form, on the page of the proposal."""

    capability = Capability.CONFIRM_STAGE
    http_method_names = ["post"]
    form_class: type[forms.Form]
    prefix = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, prefix=self.prefix)
        self.proposal  # noqa: B018  a foreign proposal is 404 before its form is read
        if form.is_valid():
            try:
                self.act(form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, self.done_words())
                return HttpResponseRedirect(self.back)
        context = self.get_context_data(**{f"{self.prefix}_form": form}, wrong=self.prefix)
        return self.render_to_response(context, status=422)

    @property
    def back(self) -> str:
        """The result that led to the proposal, else the firm."""
        profile = self.proposal.profile
        if profile is None:
            return self.proposal.firm.get_absolute_url()
        key = profile.adviser_assessment_id or profile.firm_assessment_id
        return reverse("assessments:result", args=[key])

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def done_words(self) -> str:
        raise NotImplementedError


class Confirm(_Decision):
    """Place the firm as proposed."""

    form_class = ConfirmStageForm
    prefix = "confirm"

    def act(self, data: dict[str, Any]) -> None:
        confirm_stage(proposal=self.proposal, by=self.request.user, **data)

    def done_words(self) -> str:
        return _("The stage is confirmed.")


class Override(_Decision):
    """Place the firm in another stage, with a reason."""

    form_class = OverrideStageForm
    prefix = "override"

    def act(self, data: dict[str, Any]) -> None:
        override_stage(proposal=self.proposal, by=self.request.user, **data)

    def done_words(self) -> str:
        return _("The stage is recorded with your reason.")


class Propose(StaffPage):
    """Read the record of a firm again, without an assessment."""

    capability = Capability.CONFIRM_STAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        firm = get_visible_or_404(Firm, request.user, pk=pk)
        try:
            proposal = propose_stage(firm=firm, as_of=clock.today(), by=request.user)
        except NoPack as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(firm.get_absolute_url())
        return HttpResponseRedirect(reverse("assessments:proposal", args=[proposal.pk]))

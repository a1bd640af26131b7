"""Pages of plans: what is asked after which help, edited by managers, previewed before it holds."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.followups import plan_pages
from programs.followups.actions import plans as actions
from programs.followups.forms.plans import NewPlanForm, StepForm
from programs.followups.models import FollowUpPlan, PlanState, PlanVersion
from programs.followups.plans import step_of
from programs.followups.rules import Step


class _PlanPage(StaffPage):
    """A page about plans."""

    capability = Capability.PLAN_FOLLOWUPS
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def plan(self) -> FollowUpPlan:
        rows = FollowUpPlan.objects.select_related("intervention", "program")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def draft(self) -> PlanVersion:
        """The draft of this plan, or 404: somebody put it into force or dropped it."""
        found = self.plan.versions.filter(state=PlanState.DRAFT).first()
        if found is None:
            raise Http404
        return found

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect("programs:plan", self.plan.pk)

    def refused(self, refusal: DomainError) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect("programs:plan", self.plan.pk)


class PlanList(_PlanPage, FormView):
    """Every kind of help with the plan that holds for it, and the plans of programs."""

    template_name = "programs/followups/plans/list.html"
    form_class = NewPlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=plan_pages.plan_list(), **kwargs)

    def form_valid(self, form: NewPlanForm) -> HttpResponse:
        draft = actions.begin_draft(by=self.request.user, **form.cleaned_data)
        return redirect("programs:plan", draft.plan_id)


class PlanDetail(_PlanPage, TemplateView):
    """What is in force beside the draft, and what the draft would send."""

    template_name = "programs/followups/plans/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = plan_pages.plan_page(self.plan, today=clock.today(), user=self.request.user)
        return super().get_context_data(page=page, plan=self.plan, **kwargs)


class BeginDraft(_PlanPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.plan
        actions.begin_draft(intervention=plan.intervention, program=plan.program, by=request.user)
        return self.done(_("There is a draft now. What is in force stays until you enable it."))


class EditStep(_PlanPage, FormView):
    """A new step of the draft, or an existing one."""

    template_name = "programs/followups/plans/step.html"
    form_class = StepForm

    @cached_property
    def step(self) -> Step | None:
        code = self.kwargs.get("code")
        if code is None:
            return None
        row = self.draft.steps.filter(code=code).first()
        if row is None:
            raise Http404
        return step_of(row)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"step": self.step}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plan=self.plan,
            step=self.step,
            seen=self.draft.fingerprint,
            what=plan_pages.name_of(self.plan),
            **kwargs,
        )

    def form_valid(self, form: StepForm) -> HttpResponse:
        taken = set(self.draft.steps.values_list("code", flat=True))
        try:
            actions.put_step(
                version=self.draft,
                step=form.step(taken),
                by=self.request.user,
                instead_of=self.step.code if self.step else "",
                seen=self.request.POST.get("seen"),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.done(_("The draft is kept. Nothing is sent before you enable it."))


class RemoveStep(_PlanPage, View):
    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        try:
            actions.remove_step(version=self.draft, code=code, by=request.user)
        except DomainError as refusal:
            return self.refused(refusal)
        return self.done(_("The step is out of the draft."))


class EnableDraft(_PlanPage, View):
    """Put the draft into force."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = plan_pages.plan_page(self.plan, today=clock.today(), user=self.request.user)
        context = {"page": page, "plan": self.plan, "draft": self.draft}
        return render(request, "programs/followups/plans/enable.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            seen = request.POST.get("seen")
            actions.enable_draft(version=self.draft, by=request.user, seen=seen)
        except DomainError as refusal:
            return self.refused(refusal)
        return self.done(_("The plan is in force. Open follow-ups follow within a minute."))


class DropDraft(_PlanPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.drop_draft(version=self.draft, by=request.user)
        except DomainError as refusal:
            return self.refused(refusal)
        messages.success(request, _("The draft is dropped."))
        return redirect(reverse("programs:plans"))


class WithdrawPlan(_PlanPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.withdraw_plan(plan=self.plan, by=request.user)
        return self.done(_("The plan holds no more; the less specific one does."))

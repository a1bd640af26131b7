"""Pages of an allocation: computing it, exchanging seats, checking, approving."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import actions, selectors
from programs.allocation.forms.allocating import AllocateForm, SwapForm, as_typed
from programs.allocation.models import AllocationRun, Allotment, Offering, OfferingState
from programs.allocation.views.base import Button, OfferingFormPage, ProgramFormPage
from programs.allocation.weighing import weights_from_data
from programs.catalogue.models import Program


class Allocate(OfferingFormPage):
    """Compute the best allocation of an offering, alone or with others of its program."""

    form_class = AllocateForm
    template_name = "programs/allocation/allocate.html"
    heading, label = _("Compute the allocation"), _("Compute")
    done = _("Computed. Nothing is sent until you approve it.")

    @cached_property
    def others(self) -> QuerySet[Offering]:
        return (
            Offering.objects.visible_to(self.request.user)
            .filter(program=self.program, applications__state__in=["applied", "waiting"])
            .exclude(pk=self.offering.pk)
            .exclude(state=OfferingState.CANCELLED)
            .distinct()
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        named = selectors.constraints_of([self.offering, *self.others])
        return super().get_form_kwargs() | {"others": self.others, "constraints": named}

    def get_initial(self) -> dict[str, Any]:
        """What the last computation rested on, so that one weight is changed at a time."""
        runs = AllocationRun.objects.visible_to(self.request.user).filter(offerings=self.offering)
        last = runs.order_by("-pk").first()
        if last is None:
            return super().get_initial()
        kept = {"seed": last.seed, "cap": last.inputs["cap"]}
        return super().get_initial() | kept | as_typed(weights_from_data(last.weights))

    def form_valid(self, form: Any) -> HttpResponse:
        form.cleaned_data["weights"] = form.weights
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> None:
        actions.plan_allocation(
            offerings=[self.offering, *data.get("together", ())],
            by=self.request.user,
            weights=data["weights"],
            seed=data["seed"],
            cap=data["cap"],
        )


class Swap(ProgramFormPage):
    """Give a firm the seat of another, against the proposal."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = SwapForm
    heading, done = _("Exchange a seat"), _("Exchanged; your reason stays with the allocation.")

    @cached_property
    def allotment(self) -> Allotment:
        rows = Allotment.objects.select_related("run", "application__offering__program")
        return get_visible_or_404(
            rows.select_related("application__firm"), self.request.user, pk=self.kwargs["pk"]
        )

    @property
    def program(self) -> Program:
        return self.allotment.application.offering.program

    @property
    def back(self) -> str:
        return self.allotment.application.offering.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        seats = Allotment.objects.visible_to(self.request.user).filter(
            run=self.allotment.run,
            verdict=Allotment.Verdict.SEAT,
            application__offering=self.allotment.application.offering_id,
        )
        return super().get_form_kwargs() | {"seats": seats.select_related("application__firm")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.allotment.application
        lead = gettext("%(firm)s gets the seat instead.") % {"firm": application.firm.legal_name}
        return super().get_context_data(offering=application.offering, lead=lead, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.swap(run=self.allotment.run, give=self.allotment, by=self.request.user, **data)


class RunLook(ManagerPage, TemplateView):
    """A saved allocation: what it rests on, what it found, what was changed, and who decided."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/allocation/run.html"

    @cached_property
    def run(self) -> AllocationRun:
        rows = AllocationRun.objects.select_related("computed_by", "decided_by", "pack")
        return get_visible_or_404(
            rows.defer("pack__document"), self.request.user, pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offerings = list(self.run.offerings.select_related("program").order_by("pk"))
        return super().get_context_data(
            page=selectors.run_page(self.run, self.request.user),
            offerings=offerings,
            program=offerings[0].program,
            **kwargs,
        )


class RunButton(Button):
    """A press about one proposal."""

    @cached_property
    def run(self) -> AllocationRun:
        return get_visible_or_404(AllocationRun, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.run.offerings.order_by("pk")[0].program

    def back(self) -> str:
        if self.run.state != AllocationRun.State.PROPOSED:
            return reverse("programs:allocation", args=[self.run.pk])
        return self.run.offerings.order_by("pk")[0].get_absolute_url()


class Approve(RunButton):
    """Make the offers."""

    done = _("Approved. The offers are out, and everybody is told.")

    def act(self) -> None:
        actions.approve_run(run=self.run, by=self.request.user)


class Discard(RunButton):
    """Throw the proposal away."""

    done = _("The proposal is discarded.")

    def act(self) -> None:
        actions.discard_run(run=self.run, by=self.request.user)


class Check(RunButton):
    """Solve the saved question again and compare."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        back = self.back()
        if actions.solve_again(self.run):
            messages.success(
                request, gettext("Solved again from the saved inputs: the same seats.")
            )
        else:
            messages.error(request, gettext("Solved again, the result differs from the saved one."))
        return redirect(back)

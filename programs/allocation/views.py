"""Pages of offerings: opening one, applying for a seat, giving and freeing it."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.views.base import run
from programs.allocation import actions, selectors
from programs.allocation.forms import ApplyForm, OfferingForm, SeatForm, WithdrawForm
from programs.allocation.models import Application, Offering
from programs.catalogue.models import Intervention, Program
from programs.catalogue.selectors import program_page


class ProgramLook(ManagerPage, TemplateView):
    """One program: goal, dates, budget, its help, its offerings."""

    template_name = "programs/catalogue/program.html"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.select_related("office")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            page=program_page(self.program, user, today=clock.today()),
            offerings=selectors.offerings_of(self.program, user),
            may_manage=user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class OfferingLook(ManagerPage, TemplateView):
    """One offering: seats, and who asked for them."""

    template_name = "programs/allocation/offering.html"

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            offering=self.offering,
            applications=selectors.applications_of(self.offering, user),
            may_seat=user.may(Capability.MANAGE_PROGRAMS),
            may_apply=user.may(Capability.ASSIGN_HELP),
            **kwargs,
        )


class ProgramFormPage(ManagerPage, FormView):
    """A form within a program; its refusal stands at the form."""

    template_name = "programs/allocation/form.html"
    heading: Any = ""
    done: Any = ""

    @property
    def program(self) -> Program:
        raise NotImplementedError

    @property
    def back(self) -> str:
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            program=self.program, heading=self.heading, back=self.back, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        self.program  # noqa: B018  a foreign program is 404 before anything is written
        return run(self.request, form, self.act, back=self.back, done=self.done) or (
            self.form_invalid(form)
        )


class NewOffering(ProgramFormPage):
    """Open an offering in a program."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = OfferingForm
    heading, done = _("New offering"), _("The offering is open for applications.")

    @cached_property
    def program(self) -> Program:  # type: ignore[override]
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return self.program.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.program.interventions.all()
        offered = own if own.exists() else Intervention.objects.offered()
        return super().get_form_kwargs() | {"interventions": offered}

    def act(self, data: dict[str, Any]) -> None:
        actions.create_offering(program=self.program, by=self.request.user, **data)


class Apply(ProgramFormPage):
    """Ask for a seat on behalf of a firm."""

    capability = Capability.ASSIGN_HELP
    form_class = ApplyForm
    heading, done = _("Apply for a seat"), _("The application is noted.")

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.offering.program

    @property
    def back(self) -> str:
        return reverse("programs:offering", args=[self.offering.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        self.offering  # noqa: B018
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        actions.apply_for_seat(offering=self.offering, by=self.request.user, **data)


class ApplicationAction(ProgramFormPage):
    """Something about one application."""

    @cached_property
    def application(self) -> Application:
        rows = Application.objects.select_related("offering__program", "firm")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.application.offering.program

    @property
    def back(self) -> str:
        return reverse("programs:offering", args=[self.application.offering_id])


class Seat(ApplicationAction):
    """Give one of the seats that are left."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = SeatForm
    heading, done = _("Give a seat"), _("The firm has a seat.")

    def act(self, data: dict[str, Any]) -> None:
        actions.seat(application=self.application, by=self.request.user)


class Withdraw(ApplicationAction):
    """Take the application back; its seat is free again."""

    capability = Capability.ASSIGN_HELP
    form_class = WithdrawForm
    heading, done = _("Withdraw"), _("Withdrawn.")

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw(application=self.application, by=self.request.user, **data)

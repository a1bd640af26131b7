"""The page of a program with how far its targets are reached, and setting a target."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation.selectors import offerings_of
from programs.allocation.views.base import ProgramFormPage
from programs.catalogue.models import Program
from programs.catalogue.selectors import program_page
from programs.outcomes import actions, selectors
from programs.outcomes.forms import TargetForm


class ProgramLook(ManagerPage, TemplateView):
    """One program: goal, dates, budget, targets, its help, its offerings."""

    template_name = "programs/catalogue/program.html"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.select_related("office", "owner", "conditions")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            page=program_page(self.program, user, today=clock.today()),
            offerings=offerings_of(self.program, user),
            targets=selectors.program_targets(self.program, user),
            may_manage=user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class SetTarget(ProgramFormPage):
    """Say what a program means to reach."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/outcomes/target.html"
    form_class = TargetForm
    done = _("The target is set.")

    @cached_property
    def program(self) -> Program:  # type: ignore[override]
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    @property
    def back(self) -> str:
        return reverse("programs:program-results", args=[self.program.pk])

    def act(self, data: dict[str, Any]) -> None:
        actions.set_target(program=self.program, by=self.request.user, **data)

"""Results of a program, its targets, and the cards of indicators."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared import htmx
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from config.shared.small_groups import WITHHELD
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.catalogue.models import Program
from programs.outcomes import actions, selectors
from programs.outcomes.forms import PeriodForm, TargetForm
from programs.outcomes.models import GRADE_COLUMNS


class OneProgramPage(ManagerPage):
    """A page of one program's results."""

    @cached_property
    def program(self) -> Program:
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])


class ProgramResultsPage(OneProgramPage, TemplateView):
    """Four columns side by side, by kind; bounds, response and targets beside them."""

    template_name = "programs/outcomes/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = PeriodForm(self.request.GET or None)
        days = period.cleaned_data if period.is_bound and period.is_valid() else {}
        return super().get_context_data(
            program=self.program,
            period=period,
            grades=GRADE_COLUMNS,
            withheld=WITHHELD,
            results=selectors.program_results(self.program, self.request.user, **days),
            may_target=self.request.user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class SetTarget(OneProgramPage, FormView):
    """Say what a program means to reach."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/outcomes/target.html"
    form_class = TargetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(program=self.program, back=self.back, **kwargs)

    @property
    def back(self) -> str:
        return reverse("programs:program-results", args=[self.program.pk])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            actions.set_target(program=self.program, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(_("The target is set.")))
        return htmx.redirect(self.request, self.back)


class Indicators(ManagerPage, TemplateView):
    """Every indicator as a card: what it is for, what it counts, how, from where, how often."""

    template_name = "programs/outcomes/indicators.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cards=selectors.indicator_cards(self.request.user), **kwargs
        )

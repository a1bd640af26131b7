"""Pages of programs: the list, opening and changing one."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from assessments.methodology.models import ConstraintType
from config.shared import clock, htmx
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.views.base import run
from programs.catalogue import actions, selectors
from programs.catalogue.demand import demand_against_supply, firms_held_back
from programs.catalogue.forms import BudgetLineForm, ProgramForm
from programs.catalogue.models import BudgetLine, Program


class ProgramList(ManagerPage, TemplateView):
    """All programs in view."""

    template_name = "programs/catalogue/programs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            programs=selectors.programs_of(user),
            demand=demand_against_supply(user, today=clock.today()),
            may_manage=user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class NewProgram(ManagerPage, FormView):
    """Open a program."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/catalogue/form.html"
    form_class = ProgramForm
    heading: Any = _("New program")
    done: Any = _("The program is open.")
    program: Program | None = None

    @property
    def back(self) -> str:
        return self.program.get_absolute_url() if self.program else "programs:programs"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "program": self.program}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, program=self.program, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        self.program = actions.create_program(by=self.request.user, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.act(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error("code", _("This code belongs to another program."))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return htmx.redirect(self.request, self.back)


class ChangeProgram(NewProgram):
    """Change a program."""

    heading, done = _("Change the program"), _("The program is changed.")

    @cached_property
    def program(self) -> Program:  # type: ignore[override]
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return model_to_dict(self.program)

    def act(self, data: dict[str, Any]) -> None:
        actions.update_program(program=self.program, by=self.request.user, **data)


class HeldBack(ManagerPage, TemplateView):
    """The firms in view that a constraint holds back: the list behind a figure of demand."""

    template_name = "programs/catalogue/held_back.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        constraint = get_object_or_404(ConstraintType, code=self.kwargs["code"])
        return super().get_context_data(
            constraint=constraint, findings=firms_held_back(self.request.user, constraint), **kwargs
        )


class NewLine(ManagerPage, FormView):
    """Set a part of a program's budget aside."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/catalogue/form.html"
    form_class = BudgetLineForm
    heading: Any = _("New budget line")
    done: Any = _("The budget line is there.")
    line: BudgetLine | None = None

    @cached_property
    def program(self) -> Program:
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"currency": self.program.currency, "line": self.line}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, program=self.program, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.add_budget_line(program=self.program, by=self.request.user, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        back = self.program.get_absolute_url()
        return run(self.request, form, self.act, back=back, done=self.done) or (
            self.form_invalid(form)
        )


class ChangeLine(NewLine):
    """Change a budget line; never below what is taken."""

    heading, done = _("Change the budget line"), _("The budget line is changed.")

    @cached_property
    def line(self) -> BudgetLine:  # type: ignore[override]
        rows = BudgetLine.objects.select_related("program")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def program(self) -> Program:  # type: ignore[override]
        return self.line.program

    def get_initial(self) -> dict[str, Any]:
        return model_to_dict(self.line, ["name", "kind", "stage", "amount"])

    def act(self, data: dict[str, Any]) -> None:
        actions.change_budget_line(line=self.line, by=self.request.user, **data)

"""Pages of programs: the list, opening and changing one."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared import htmx
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.catalogue import actions, selectors
from programs.catalogue.forms import ProgramForm
from programs.catalogue.models import Program


class ProgramList(ManagerPage, TemplateView):
    """All programs in view."""

    template_name = "programs/catalogue/programs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            programs=selectors.programs_of(user),
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
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, program=self.program, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        self.program = actions.create_program(by=self.request.user, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.act(form.cleaned_data)
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

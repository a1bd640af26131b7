"""Pages of programs and offerings: looking, opening, changing, closing."""

from functools import cached_property
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import actions, selectors
from programs.allocation.forms.applications import NeededReasonForm
from programs.allocation.forms.offerings import OfferingForm
from programs.allocation.models import Offering
from programs.allocation.views.base import Button, OfferingFormPage, ProgramFormPage
from programs.catalogue.models import Intervention, Program
from programs.catalogue.selectors import answers_for, program_page
from programs.eligibility.models import Criteria


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
    """One offering: its route, its money, who asked, and what is proposed."""

    template_name = "programs/allocation/offering.html"

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        shown = self.request.GET.get("show", "")
        page = selectors.offering_page(self.offering, user, shown=shown)
        return super().get_context_data(
            offering=self.offering,
            page=page,
            review=selectors.review_of(self.offering, user) if page.is_reviewer(user) else None,
            may_manage=answers_for(user, self.offering.program),
            may_apply=user.may(Capability.ASSIGN_HELP),
            is_taking=self.offering.is_open and today <= self.offering.apply_by,
            **kwargs,
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

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"currency": self.program.currency}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "interventions": offered_by(self.program),
            "criteria": Criteria.objects.visible_to(self.request.user).in_use(),
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.create_offering(program=self.program, by=self.request.user, **data)


def offered_by(program: Program) -> Any:
    """The kinds of help a program pays for; all of them where it names none."""
    own = program.interventions.all()
    return own if own.exists() else Intervention.objects.offered()


class ChangeOffering(OfferingFormPage):
    """Change an offering."""

    form_class = OfferingForm
    heading, done = _("Change the offering"), _("The offering is changed.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | model_to_dict(
            self.offering, fields=[*OfferingForm.base_fields]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = offered_by(self.program) | Intervention.objects.filter(
            pk=self.offering.intervention_id
        )
        criteria = Criteria.objects.visible_to(self.request.user)
        return super().get_form_kwargs() | {
            "interventions": kinds.distinct(),
            "criteria": (criteria.in_use() | criteria.filter(offerings=self.offering)).distinct(),
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.update_offering(offering=self.offering, by=self.request.user, **data)


class CancelOffering(OfferingFormPage):
    """It does not take place."""

    form_class = NeededReasonForm
    heading, done = _("Cancel the offering"), _("The offering is cancelled, everybody is told.")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_offering(offering=self.offering, by=self.request.user, **data)


class OfferingButton(Button):
    """A press about one offering."""

    @cached_property
    def offering(self) -> Offering:
        return get_visible_or_404(Offering, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.offering.program

    def back(self) -> str:
        return self.offering.get_absolute_url()


class Open(OfferingButton):
    """Take applications, for the first time or again."""

    done = _("The offering takes applications.")

    def act(self) -> None:
        actions.open_offering(offering=self.offering, by=self.request.user)


class Close(OfferingButton):
    """Take no more applications."""

    done = _("The offering takes no more applications.")

    def act(self) -> None:
        actions.close_offering(offering=self.offering, by=self.request.user)

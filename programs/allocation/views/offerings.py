"""Pages of programs and offerings: looking, opening, changing, closing."""

from functools import cached_property
from typing import Any

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import actions, selectors
from programs.allocation.conditions import RELATED, criteria_of
from programs.allocation.forms.applications import NeededReasonForm
from programs.allocation.forms.offerings import (
    ApartForm,
    OfferingForm,
    QuestionForm,
    QuotaForm,
    StopForm,
)
from programs.allocation.models import Application, Offering, Question, Quota, Rivalry, Stop
from programs.allocation.views.base import (
    Button,
    OfferingFormPage,
    ProgramFormPage,
    answers_for,
)
from programs.catalogue.models import Intervention, Program
from programs.catalogue.selectors import program_page
from programs.eligibility.models import Criteria


class ProgramLook(ManagerPage, TemplateView):
    """One program: goal, dates, budget, its help, its offerings."""

    template_name = "programs/catalogue/program.html"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.select_related("office", "owner", "conditions")
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
        rows = Offering.objects.select_related("intervention", *RELATED)
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        shown = self.request.GET.get("show", "")
        return super().get_context_data(
            offering=self.offering,
            conditions=criteria_of(self.offering),
            page=selectors.offering_page(self.offering, user, shown=shown),
            may_manage=answers_for(user, self.offering.program),
            may_apply=user.may(Capability.ASSIGN_HELP),
            is_taking=self.offering.is_open and today <= self.offering.apply_by,
            **kwargs,
        )


class Setup(OfferingLook):
    """Stops, quotas, questions and competitors of an offering, each with a small form."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/allocation/setup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        applications = Application.objects.visible_to(self.request.user)
        return super().get_context_data(
            stop_form=StopForm(),
            quota_form=QuotaForm(),
            question_form=QuestionForm(),
            apart_form=ApartForm(
                applications=applications.filter(offering=self.offering)
                .live()
                .select_related("firm")
            ),
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
            "inherited": self.program.conditions,
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
            "inherited": self.program.conditions,
        }

    def act(self, data: dict[str, Any]) -> None:
        actions.update_offering(offering=self.offering, by=self.request.user, **data)


class CancelOffering(OfferingFormPage):
    """It does not take place."""

    form_class = NeededReasonForm
    heading, done = _("Cancel the offering"), _("The offering is cancelled, everybody is told.")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_offering(offering=self.offering, by=self.request.user, **data)


class SetupForm(OfferingFormPage):
    """A small form of the set-up page; after it, the set-up again."""

    done = _("Noted.")

    @property
    def back(self) -> str:
        return reverse("programs:offering-setup", args=[self.offering.pk])


class AddStop(SetupForm):
    form_class = StopForm
    heading = _("Add a stop or session")

    def act(self, data: dict[str, Any]) -> None:
        actions.add_stop(offering=self.offering, by=self.request.user, **data)


class SetQuota(SetupForm):
    form_class = QuotaForm
    heading = _("Set a quota")

    def act(self, data: dict[str, Any]) -> None:
        actions.set_quota(offering=self.offering, by=self.request.user, **data)


class AddQuestion(SetupForm):
    form_class = QuestionForm
    heading = _("Ask a question")

    def act(self, data: dict[str, Any]) -> None:
        actions.ask(offering=self.offering, by=self.request.user, **data)


class KeepApart(SetupForm):
    form_class = ApartForm
    heading = _("Keep competitors apart")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Application.objects.visible_to(self.request.user).filter(offering=self.offering)
        return super().get_form_kwargs() | {"applications": rows.live().select_related("firm")}

    def act(self, data: dict[str, Any]) -> None:
        actions.keep_apart(by=self.request.user, **data)


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


class Drop(Button):
    """Take something of the set-up away."""

    model: Any = None
    done = _("Taken away.")

    @cached_property
    def row(self) -> Any:
        return get_visible_or_404(self.model, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.row.offering.program

    def back(self) -> str:
        return reverse("programs:offering-setup", args=[self.row.offering_id])


class DropStop(Drop):
    model = Stop

    def act(self) -> None:
        actions.drop_stop(stop=self.row, by=self.request.user)


class DropQuota(Drop):
    model = Quota

    def act(self) -> None:
        actions.drop_quota(quota=self.row, by=self.request.user)


class RetireQuestion(Drop):
    model = Question

    def act(self) -> None:
        actions.retire_question(question=self.row, by=self.request.user)


class LetTogether(Drop):
    model = Rivalry

    def act(self) -> None:
        actions.let_go_together(rivalry=self.row, by=self.request.user)

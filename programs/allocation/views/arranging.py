"""The set-up page of an offering: what belongs to it, added and taken away by small forms."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.access import get_visible_or_404
from firms.accounts.roles import Capability
from programs.allocation import actions, selectors
from programs.allocation.forms.offerings import (
    ApartForm,
    QuestionForm,
    QuotaForm,
    ReviewerForm,
    StopForm,
)
from programs.allocation.models import Application, Question, Quota, Reviewer, Rivalry, Stop
from programs.allocation.views.base import Button, OfferingFormPage
from programs.allocation.views.offerings import OfferingLook
from programs.catalogue.models import Program


class Setup(OfferingLook):
    """Stops, quotas, questions, competitors, reviewers of an offering, each with a small form."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/allocation/setup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        applications = Application.objects.with_firm_in_view(self.request.user)
        return super().get_context_data(
            stop_form=StopForm(),
            quota_form=QuotaForm(),
            question_form=QuestionForm(),
            apart_form=ApartForm(
                applications=applications.filter(offering=self.offering)
                .live()
                .select_related("firm")
            ),
            reviewer_form=ReviewerForm(people=selectors.may_review(self.offering.program)),
            **kwargs,
        )


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
        rows = Application.objects.with_firm_in_view(self.request.user)
        rows = rows.filter(offering=self.offering)
        return super().get_form_kwargs() | {"applications": rows.live().select_related("firm")}

    def act(self, data: dict[str, Any]) -> None:
        actions.keep_apart(by=self.request.user, **data)


class AppointReviewer(SetupForm):
    form_class = ReviewerForm
    heading = _("Appoint a reviewer")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": selectors.may_review(self.program)}

    def act(self, data: dict[str, Any]) -> None:
        actions.appoint_reviewer(offering=self.offering, by=self.request.user, **data)


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


class DismissReviewer(Drop):
    model = Reviewer
    done = _("Dismissed; points already given stay.")

    def act(self) -> None:
        actions.dismiss_reviewer(reviewer=self.row, by=self.request.user)

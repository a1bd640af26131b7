"""Pages of applications: nominating a firm, one application, and every decision about it."""

from functools import cached_property
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.forms import ChosenDocumentForm
from firms.register.models import Firm
from firms.register.selectors import documents_to_choose
from firms.register.views.download import handed_out
from programs.allocation import actions, selectors
from programs.allocation.conditions import RELATED
from programs.allocation.forms.applications import (
    ButtonForm,
    InterestForm,
    NeededReasonForm,
    NominationForm,
    ReasonForm,
    ScoreForm,
    SeatForm,
)
from programs.allocation.models import Application, ApplicationDocument
from programs.allocation.querysets import ApplicationQuerySet
from programs.allocation.rules import ASKING, LIVE, ApplicationState, OfferingState, may_reopen
from programs.allocation.views.base import ApplicationFormPage, OfferingFormPage
from programs.catalogue.selectors import answers_for


class Nominate(OfferingFormPage):
    """Ask for a seat on behalf of a firm."""

    capability = Capability.ASSIGN_HELP
    form_class = NominationForm
    heading, done = _("Apply for a seat"), _("The application is noted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        questions = self.offering.questions.filter(retired_on__isnull=True)
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "offering": self.offering,
            "questions": questions,
        }

    def form_valid(self, form: Any) -> Any:
        form.cleaned_data = {"firm": form.cleaned_data["firm"], **form.wish}
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> None:
        actions.apply_for_seat(offering=self.offering, by=self.request.user, is_new=True, **data)


class ApplicationLook(ManagerPage, TemplateView):
    """One application: what the firm said, what reviewers gave, what happened.

    Who sees it as a reviewer alone scores it or keeps out, and does nothing else.
    """

    template_name = "programs/allocation/application.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = Application.objects.select_related(
            "firm", *(f"offering__{name}" for name in RELATED)
        )
        rows = rows.with_stage().with_standing_of(user).with_place_in_line()
        application = get_visible_or_404(rows, user, pk=self.kwargs["pk"])
        sees_firm = Firm.objects.visible_to(user).filter(pk=application.firm_id).exists()
        may_help = user.may(Capability.ASSIGN_HELP)
        return super().get_context_data(
            application=application,
            offering=application.offering,
            page=selectors.application_page(application, user),
            sees_firm=sees_firm,
            may_manage=sees_firm and answers_for(user, application.offering.program),
            may_apply=sees_firm and may_help,
            may_declare=may_help,
            no_points=selectors.why_no_points(application, user),
            is_live=application.state in LIVE,
            may_detach=application.state in ASKING,
            may_reopen=may_reopen(
                ApplicationState(application.state),
                OfferingState(application.offering.state),
                application.offering.starts_on,
                clock.today(),
            ),
            is_asking=application.state
            in {ApplicationState.APPLIED, ApplicationState.WAITING, ApplicationState.OFFERED},
            explanation=selectors.conditions_met(application) if sees_firm else None,
            has_interest=application.has_interest,
            **kwargs,
        )


class Seat(ApplicationFormPage):
    """Give one of the seats that are left."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = SeatForm
    heading, done = _("Give a seat"), _("The firm has a seat.")

    def act(self, data: dict[str, Any]) -> None:
        actions.seat(application=self.application, by=self.request.user, **data)


class Refuse(ApplicationFormPage):
    """End an application with a reason."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = NeededReasonForm
    heading, done = _("Refuse"), _("Refused; the firm is told why.")

    def act(self, data: dict[str, Any]) -> None:
        actions.refuse(application=self.application, by=self.request.user, **data)


class Reopen(ApplicationFormPage):
    """Take a refusal back."""

    capability = Capability.MANAGE_PROGRAMS
    form_class = NeededReasonForm
    heading, done = _("Take the refusal back"), _("The application stands again; the firm is told.")

    def act(self, data: dict[str, Any]) -> None:
        actions.reopen(application=self.application, by=self.request.user, **data)


class AttachDocument(ApplicationFormPage):
    """Put a document of the firm to its application."""

    capability = Capability.ASSIGN_HELP
    form_class = ChosenDocumentForm
    heading, done = _("Add a document"), _("The document is part of the application.")

    def get_form_kwargs(self) -> dict[str, Any]:
        used = self.application.documents.values("document")
        rows = documents_to_choose(self.request.user, self.application.firm, beside=used)
        return super().get_form_kwargs() | {"documents": rows}

    def act(self, data: dict[str, Any]) -> None:
        actions.attach_document(application=self.application, by=self.request.user, **data)


class DetachDocument(ApplicationFormPage):
    """Take a document off an application; it stays with the firm."""

    capability = Capability.ASSIGN_HELP
    form_class = ButtonForm
    heading, done = _("Take the document off"), _("Taken off; it stays with the firm.")

    @cached_property
    def row(self) -> ApplicationDocument:
        rows = ApplicationDocument.objects.filter(application__in=self.in_reach()).select_related(
            "application__offering__program", "application__firm", "document"
        )
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def application(self) -> Application:
        return self.row.application

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.row.document.name, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.detach_document(row=self.row, by=self.request.user)


class DownloadDocument(ManagerPage, View):
    """The bytes of a document of an application, for a reviewer who sees no more of its firm."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        rows = ApplicationDocument.objects.select_related("document")
        return handed_out(get_visible_or_404(rows, request.user, pk=pk).document)


class Withdraw(ApplicationFormPage):
    """Take the application back; its seat is free again."""

    capability = Capability.ASSIGN_HELP
    form_class = ReasonForm
    heading, done = _("Withdraw"), _("Withdrawn.")

    @property
    def back(self) -> str:
        return reverse("programs:offering", args=[self.application.offering_id])

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw(application=self.application, by=self.request.user, **data)


class ReviewFormPage(ApplicationFormPage):
    """What a reviewer says of an application, its firm in view or not."""

    def in_reach(self) -> ApplicationQuerySet:
        return Application.objects.visible_to(self.request.user)


class GiveScore(ReviewFormPage):
    """Points of a reviewer."""

    capability = Capability.ASSIGN_HELP
    form_class = ScoreForm
    heading, done = _("Score the application"), _("Your points are noted.")

    def get_initial(self) -> dict[str, Any]:
        given = self.application.scores.filter(reviewer=self.request.user.pk)
        return super().get_initial() | (given.values("points", "comment").first() or {})

    def act(self, data: dict[str, Any]) -> None:
        actions.score_application(application=self.application, by=self.request.user, **data)


class DeclareInterest(ReviewFormPage):
    """Keep oneself out of a decision."""

    capability = Capability.ASSIGN_HELP
    form_class = InterestForm
    heading, done = _("Declare an interest"), _("Noted; somebody else decides.")

    def act(self, data: dict[str, Any]) -> None:
        actions.declare_interest(application=self.application, by=self.request.user, **data)


class Answer(ApplicationFormPage):
    """The firm told the agency by phone that it takes the place."""

    capability = Capability.ASSIGN_HELP
    form_class = ButtonForm
    heading, done = _("Accept for the firm"), _("The place is confirmed.")

    def act(self, data: dict[str, Any]) -> None:
        actions.accept_offer(application=self.application, by=self.request.user)

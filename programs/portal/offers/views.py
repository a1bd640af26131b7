"""Pages of offers for the firm's own people: asking, accepting, declining, withdrawing."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import FirmPage
from firms.accounts.roles import Capability
from firms.register.forms import ChosenDocumentForm
from firms.register.models import Firm
from firms.register.selectors import documents_to_choose
from firms.register.views.base import run
from programs.allocation import actions
from programs.allocation.conditions import RELATED
from programs.allocation.forms.applications import ApplicationForm, ReasonForm
from programs.allocation.models import Application, ApplicationDocument, Offering
from programs.allocation.rules import ASKING, LIVE
from programs.allocation.selectors import documents_of, reading_names
from programs.portal.offers import selectors
from programs.portal.views import PortalPage


class Offers(PortalPage, TemplateView):
    """What the firm asked for, and what it can ask for."""

    template_name = "programs/portal/offers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            page=selectors.offers_page(user, self.firm, today=clock.today()),
            others=self.own_firms,
            may_ask=user.may(Capability.APPLY_FOR_HELP),
            **kwargs,
        )


class Ask(PortalPage, FormView):
    """Ask for a place or for money; the conditions stand before the form."""

    capability = Capability.APPLY_FOR_HELP
    template_name = "programs/portal/offer_ask.html"
    form_class = ApplicationForm

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.serving(Firm.objects.filter(pk=self.firm.pk))
        rows = rows.select_related("intervention", *RELATED)
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "offering": self.offering,
            "questions": self.offering.questions.filter(retired_on__isnull=True),
            "answered": ApplicationDocument.objects.visible_to(self.request.user)
            .filter(application__firm=self.firm, application__offering=self.offering)
            .values_list("question", flat=True),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offer, explanation = selectors.offer_of(self.offering, self.firm)
        return super().get_context_data(
            firm=self.firm,
            offering=self.offering,
            stops=self.offering.stops.all(),
            offer=offer,
            explanation=explanation,
            **kwargs,
        )

    def form_valid(self, form: ApplicationForm) -> HttpResponse:
        def act(_data: dict[str, Any]) -> None:
            actions.apply_for_seat(
                offering=self.offering,
                firm=self.firm,
                by=self.request.user,
                is_new=True,
                **form.wish,
            )

        back = f"{reverse('portal:offers')}?firm={self.firm.pk}"
        done = _("We received your application. You see here how it goes on.")
        return run(self.request, form, act, back=back, done=done) or self.form_invalid(form)


class OwnApplication(FirmPage):
    """One application of the own firm."""

    @cached_property
    def application(self) -> Application:
        rows = Application.objects.select_related("offering__intervention", "firm")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return f"{reverse('portal:offers')}?firm={self.application.firm_id}"


class OwnDocuments(OwnApplication, FormView):
    """Documents of an application: what is there, and one more."""

    capability = Capability.APPLY_FOR_HELP
    form_class = ChosenDocumentForm
    template_name = "programs/portal/offer_documents.html"

    @property
    def here(self) -> str:
        return reverse("portal:offer-documents", args=[self.application.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        used = self.application.documents.values("document")
        rows = documents_to_choose(self.request.user, self.application.firm, beside=used)
        return super().get_form_kwargs() | {"documents": rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            application=self.application,
            documents=documents_of(self.application, self.request.user),
            may_add=self.application.state in LIVE,
            may_detach=self.application.state in ASKING,
            back=self.back,
            **kwargs,
        )

    def form_valid(self, form: ChosenDocumentForm) -> HttpResponse:
        def attach(data: dict[str, Any]) -> None:
            actions.attach_document(application=self.application, by=self.request.user, **data)

        done = _("The document is part of the application.")
        return run(self.request, form, attach, back=self.here, done=done) or self.form_invalid(form)


class DropDocument(FirmPage):
    """Take a document off the own application; the agency still has it."""

    capability = Capability.APPLY_FOR_HELP
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = ApplicationDocument.objects.select_related("application", "document")
        row = get_visible_or_404(rows, request.user, pk=pk)
        try:
            actions.detach_document(row=row, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(_("Taken off; it stays with the firm.")))
        return redirect("portal:offer-documents", row.application_id)


class Accept(OwnApplication):
    """Take the place that is offered."""

    capability = Capability.APPLY_FOR_HELP
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            actions.accept_offer(application=self.application, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(_("Your place is confirmed.")))
        return redirect(self.back)


class GiveBack(OwnApplication, FormView):
    """Decline an offer, or take the application back; the next firm gets the place."""

    capability = Capability.APPLY_FOR_HELP
    form_class = ReasonForm
    template_name = "programs/portal/offer_give_back.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = selectors.asked_of(self.application, reading_names())
        return super().get_context_data(asked=asked, back=self.back, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        is_offered = selectors.asked_of(self.application, reading_names()).is_offered
        act = actions.decline_offer if is_offered else actions.withdraw

        def give_back(data: dict[str, Any]) -> None:
            act(application=self.application, by=self.request.user, **data)

        done = _("Thank you for telling us.")
        return run(self.request, form, give_back, back=self.back, done=done) or (
            self.form_invalid(form)
        )

"""Pages of the firm's own people: home, and the self-assessment in its own words."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from assessments.profiles.actions import complete_assessment
from assessments.responses.actions import start_assessment
from assessments.responses.models import Assessment, Respondent
from assessments.responses.views.filling import FillBase, ReviewBase, SectionBase
from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import FirmPage
from firms.accounts.roles import Capability
from firms.register.actions import invite_member
from firms.register.forms import InvitationForm
from firms.register.models import Document, Firm
from firms.register.selectors import documents
from firms.register.views.download import handed_out
from programs.outcomes.actions import confirm_signed_in
from programs.outcomes.forms import ConfirmForm
from programs.outcomes.models import Outcome
from programs.outcomes.selectors import own_results, waiting_for_firm
from programs.outcomes.views.answering import claim_words
from programs.portal import selectors


class PortalPage(FirmPage):
    """A page of one of the person's firms: the one named in the address, else the first."""

    @cached_property
    def own_firms(self) -> list[Firm]:
        return selectors.own_firms(self.request.user)

    @cached_property
    def firm(self) -> Firm:
        asked = self.request.GET.get("firm")
        for firm in self.own_firms:
            if asked in (None, str(firm.pk)):
                return firm
        raise Http404


class Home(PortalPage, TemplateView):
    """Where we are, what we are asked for, and what happens next."""

    template_name = "programs/portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            home=selectors.home(
                self.request.user, self.firm, others=self.own_firms, today=clock.today()
            ),
            may_assess=self.request.user.may(Capability.SELF_ASSESS),
            **kwargs,
        )


class OwnFilling(FirmPage):
    """What the firm's screens of the questionnaire share."""

    capability = Capability.SELF_ASSESS
    respondent: str = Respondent.FIRM
    layout = "layouts/portal.html"
    namespace = "portal"
    shows_other = False
    has_facts = False

    @property
    def leave_url(self) -> str:
        return reverse("portal:home")

    @property
    def result_url(self) -> str:
        return reverse("portal:assessed", args=[self.kwargs["pk"]])


class Fill(OwnFilling, FillBase):
    """Go on with the own draft."""


class SectionScreen(OwnFilling, SectionBase):
    """Fill a section in one's own words."""


class Review(OwnFilling, ReviewBase):
    """Look over all sections before sending."""


class Start(PortalPage):
    """Begin the self-assessment, or go on with the open one."""

    capability = Capability.SELF_ASSESS
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            draft = start_assessment(
                firm=self.firm,
                respondent=Respondent.FIRM,
                by=request.user,
                assessed_on=clock.today(),
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("portal:home")
        return redirect("portal:fill", draft.pk)


class Submit(OwnFilling):
    """Send the self-assessment; a second time changes nothing."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        own = Assessment.objects.by_firm()
        assessment = get_visible_or_404(own, request.user, pk=pk)
        try:
            complete_assessment(assessment=assessment, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("portal:fill", pk)
        messages.success(request, _("Thank you. Your adviser sees your answers now."))
        return redirect("portal:assessed", pk)


class Assessed(FirmPage, TemplateView):
    """What the firm's own answers say, in its own words."""

    template_name = "programs/portal/assessed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Assessment.objects.by_firm().submitted().select_related("firm", "pack")
        assessment = get_visible_or_404(own, self.request.user, pk=self.kwargs["pk"])
        return super().get_context_data(
            assessment=assessment, rows=selectors.own_view(assessment), **kwargs
        )


class People(PortalPage, FormView):
    """Who of the firm signs in here; the owner may invite others."""

    template_name = "programs/portal/people.html"
    form_class = InvitationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            firm=self.firm,
            members=selectors.members(self.request.user, self.firm),
            may_invite=self.request.user.may(Capability.MANAGE_OWN_PEOPLE),
            **kwargs,
        )

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        if not self.request.user.may(Capability.MANAGE_OWN_PEOPLE):
            raise PermissionDenied
        try:
            invite_member(firm=self.firm, by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The person can sign in now with this e-mail address."))
        return redirect("portal:people")


class Documents(PortalPage, TemplateView):
    """Files of the firm that the agency keeps."""

    capability = Capability.SEE_OWN_DOCUMENTS
    template_name = "programs/portal/documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = documents(self.request.user, self.firm)
        return super().get_context_data(firm=self.firm, documents=kept, **kwargs)


class Download(FirmPage):
    """One document of the own firm."""

    capability = Capability.SEE_OWN_DOCUMENTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return handed_out(get_visible_or_404(Document, request.user, pk=pk, removed_at=None))


class OwnResults(PortalPage, TemplateView):
    """What the agency records as results of the firm, and what it asks the firm to confirm."""

    template_name = "programs/portal/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        waiting = waiting_for_firm(self.firm, user, email=user.email, today=clock.today())
        return super().get_context_data(
            firm=self.firm,
            waiting=waiting,
            results=own_results(self.firm, user),
            may_confirm=user.may(Capability.CONFIRM_OUTCOMES),
            **kwargs,
        )


class ConfirmResult(FirmPage, FormView):
    """The same questions as behind the link, for somebody who signed in."""

    capability = Capability.CONFIRM_OUTCOMES
    template_name = "programs/portal/confirm.html"
    form_class = ConfirmForm

    @cached_property
    def outcome(self) -> Outcome:
        rows = Outcome.objects.uncorrected().filter(requests__isnull=False).distinct()
        return get_visible_or_404(
            rows.select_related("firm__office"), self.request.user, pk=self.kwargs["pk"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"outcome": self.outcome}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**claim_words(self.outcome), **kwargs)

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        try:
            confirm_signed_in(outcome=self.outcome, by=self.request.user, **form.said())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. Your answer is kept."))
        return redirect("portal:results")

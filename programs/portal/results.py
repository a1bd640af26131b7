"""Results of the firm in its portal: what is recorded, what waits for its word, and saying it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import FirmPage
from firms.accounts.roles import Capability
from programs.outcomes.actions import confirm_signed_in
from programs.outcomes.forms import ConfirmForm
from programs.outcomes.models import Outcome
from programs.outcomes.selectors import own_results, waiting_for_firm
from programs.outcomes.views.answering import claim_words
from programs.portal.views import PortalPage


class Results(PortalPage, TemplateView):
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


class Confirm(FirmPage, FormView):
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

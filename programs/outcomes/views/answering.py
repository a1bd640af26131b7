"""The page behind a contact's personal link: is this right? Two minutes, no password."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.base import View

from config.shared.errors import DomainError
from programs.outcomes import actions
from programs.outcomes.forms import ConfirmForm
from programs.outcomes.labels import figure_of, market_name
from programs.outcomes.models import ConfirmationRequest, Outcome

#: Refusals that a reader can mend in the form; all others end the page.
MENDABLE = {"other_currency", "figure_missing", "no_figure"}


def claim_words(outcome: Outcome) -> dict[str, Any]:
    """What the firm is asked about, in its words; the same behind the link and in the portal."""
    return {
        "outcome": outcome,
        "firm": outcome.firm,
        "figure": figure_of(outcome.kind, outcome.claimed_value, outcome.currency),
        "market": market_name(outcome.market),
    }


@method_decorator(never_cache, name="dispatch")
class ConfirmPage(View):
    """GET shows and changes nothing, so that a mail scanner uses nothing up; POST acts, once."""

    template_name = "programs/outcomes/answer/form.html"
    over_template = "programs/outcomes/answer/over.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            asked = actions.request_of(token=token)
        except DomainError as refusal:
            return self._over(request, token, refusal)
        return self._form(request, asked, ConfirmForm(outcome=asked.outcome))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.POST.get("act") == "renew":
            return self._renew(request, token)
        try:
            asked = actions.request_of(token=token)
            form = ConfirmForm(request.POST, outcome=asked.outcome)
            if not form.is_valid():
                return self._form(request, asked, form, status=422)
            actions.confirm(token=token, **form.said())
        except DomainError as refusal:
            if refusal.code in MENDABLE:
                form.add_error(None, str(refusal))
                return self._form(request, asked, form, status=422)
            return self._over(request, token, refusal)
        words = {"firm": asked.outcome.firm.legal_name, "is_thanks": True}
        return render(request, self.over_template, words)

    def _form(
        self,
        request: HttpRequest,
        asked: ConfirmationRequest,
        form: ConfirmForm,
        *,
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "contact": asked.contact, **claim_words(asked.outcome)}
        return render(request, self.template_name, context, status=status)

    def _over(self, request: HttpRequest, token: str, refusal: DomainError) -> HttpResponse:
        may_renew = refusal.code == "link_gone" and (
            actions.expired_request(token=token) is not None
        )
        context = {"refusal": refusal, "may_renew": may_renew}
        return render(request, self.over_template, context, status=410)

    def _renew(self, request: HttpRequest, token: str) -> HttpResponse:
        asked = actions.expired_request(token=token)
        if asked is not None:
            actions.renew_request(request=asked)
        told = _("If this link was ours, a new one is on its way to the same address.")
        return render(request, self.over_template, {"told": told})

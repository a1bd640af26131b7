"""The cards of indicators, and naming who answers for one."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared.access import get_visible_or_404
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability, Scope
from firms.register.views.base import run
from programs.outcomes import actions, selectors
from programs.outcomes.forms import OwnerForm
from programs.outcomes.models import Indicator


def answers_for_indicators(user: Any) -> bool:
    """Whether somebody decides about indicators: they belong to all offices together."""
    return bool(user.may(Capability.MANAGE_PROGRAMS) and user.scope == Scope.EVERYTHING)


class Indicators(ManagerPage, TemplateView):
    """Every indicator as a card: what it is for, what it counts, how, from where, how often."""

    template_name = "programs/outcomes/indicators.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            cards=selectors.indicator_cards(user), may_own=answers_for_indicators(user), **kwargs
        )


class NameOwner(ManagerPage, FormView):
    """Say who answers for an indicator, or that it is the manager of results again."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/outcomes/owner.html"
    form_class = OwnerForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = request.user
        is_manager = user.is_authenticated and user.may(self.capability)
        if is_manager and not answers_for_indicators(user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def indicator(self) -> Indicator:
        cards = Indicator.objects.in_use()
        return get_visible_or_404(cards, self.request.user, code=self.kwargs["code"])

    @property
    def back(self) -> str:
        return f"{reverse('programs:indicators')}#{self.indicator.code}"

    def get_initial(self) -> dict[str, Any]:
        return {"owner": self.indicator.owner}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(indicator=self.indicator, back=self.back, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.name_owner(indicator=self.indicator, by=self.request.user, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        self.indicator  # noqa: B018  what is not in use is 404 before anything is written
        done = _("It is written on the card who answers for it.")
        return run(self.request, form, self.act, back=self.back, done=done) or (
            self.form_invalid(form)
        )

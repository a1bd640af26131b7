"""Pages of the firm's own help: what it is and why, and the firm's yes or no."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import FirmPage
from firms.accounts.roles import Capability
from firms.register.views.base import run
from programs.engagements import actions
from programs.engagements.forms.helping import ReasonForm
from programs.engagements.models import Engagement
from programs.portal.help import selectors


class OwnHelpPage(FirmPage):
    """One engagement of the own firm."""

    @cached_property
    def help(self) -> selectors.OwnHelp:
        rows = selectors.known(Engagement.objects.all())
        return selectors.as_own(get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"]))

    @property
    def back(self) -> str:
        return f"{reverse('portal:home')}?firm={self.help.engagement.firm_id}"


class Help(OwnHelpPage, TemplateView):
    """What is suggested or agreed, why, and where it stands."""

    template_name = "programs/portal/help.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            help=self.help,
            relieves=selectors.relieves(self.help.engagement, user),
            may_answer=user.may(Capability.APPLY_FOR_HELP),
            back=self.back,
            **kwargs,
        )


class TakeUp(OwnHelpPage):
    """Yes, we want it."""

    capability = Capability.APPLY_FOR_HELP
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            actions.take_up_help(engagement=self.help.engagement, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(_("Thank you. Your adviser sees your answer.")))
        return redirect("portal:help", self.help.engagement.pk)


class GiveUp(OwnHelpPage, FormView):
    """No, thank you; or not any more. The reason is for the adviser."""

    capability = Capability.APPLY_FOR_HELP
    form_class = ReasonForm
    template_name = "programs/portal/help_no.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(help=self.help, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        def give_up(data: dict[str, Any]) -> None:
            actions.give_up_help(engagement=self.help.engagement, by=self.request.user, **data)

        done = _("Thank you for telling us.")
        return run(self.request, form, give_up, back=self.back, done=done) or (
            self.form_invalid(form)
        )

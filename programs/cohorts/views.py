"""Pages of cohorts themselves: the list, setting one up, freezing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from config.shared import clock, htmx
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.cohorts import selectors
from programs.cohorts.actions import create_cohort, freeze_cohort
from programs.cohorts.forms import CohortForm
from programs.cohorts.models import Cohort


class CohortList(ManagerPage, TemplateView):
    """All cohorts in view."""

    template_name = "programs/cohorts/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cards=selectors.cohort_cards(self.request.user, today=clock.today()),
            may_create=self.request.user.may(Capability.FREEZE_COHORT),
            **kwargs,
        )


class NewCohort(ManagerPage, FormView):
    """An intake window."""

    capability = Capability.FREEZE_COHORT
    template_name = "programs/cohorts/new.html"
    form_class = CohortForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: CohortForm) -> HttpResponse:
        try:
            cohort = create_cohort(by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The cohort is set up. Its members are not fixed yet."))
        return htmx.redirect(self.request, cohort)


class FreezeCohort(ManagerPage, View):
    """Fix the members, once."""

    capability = Capability.FREEZE_COHORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cohort = get_visible_or_404(Cohort, request.user, pk=pk)
        if not selectors.answers_for(request.user, cohort):
            raise PermissionDenied
        try:
            freeze_cohort(cohort=cohort, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The members are fixed now and will not be edited."))
        return htmx.redirect(request, cohort)

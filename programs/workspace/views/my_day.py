"""The start page of the adviser."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.followups.actions.planning import NextContact, log_contact
from programs.workspace import selectors
from programs.workspace.forms import QuickLogForm


class MyDay(StaffPage, TemplateView):
    """Overdue, today, the next seven days, and firms nobody looks after."""

    template_name = "programs/workspace/my_day.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            day=selectors.my_day(user, today=clock.today()),
            log_form=QuickLogForm(user=user),
            may_take=user.may(Capability.TAKE_FIRM),
            **kwargs,
        )


class QuickLog(StaffPage, FormView):
    """A contact in three fields, with the next follow-up, from anywhere."""

    capability = Capability.LOG_INTERACTION
    template_name = "programs/workspace/quick_log.html"
    form_class = QuickLogForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"firm": self.request.GET.get("firm", "")}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        data = dict(form.cleaned_data)
        why_none = data.pop("why_none")
        if why_none and data["next_contact"] == NextContact.NONE:
            data["summary"] = f"{data['summary']}\n{why_none}"
        try:
            _contact, follow_up = log_contact(by=self.request.user, **data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        said = _("The contact with %(firm)s is logged.") % {"firm": form.cleaned_data["firm"]}
        if follow_up:
            said += " " + _("Next follow-up on %(day)s.") % {"day": follow_up.due_on.isoformat()}
        messages.success(self.request, said)
        return redirect("workspace:my-day")

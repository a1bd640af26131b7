"""What every page of one firm shares: the firm, seen through the policy, and forms that act."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.generic import FormView, TemplateView

from config.shared import htmx
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.register import selectors
from firms.register.models import Firm


class OneFirmPage(StaffPage, TemplateView):
    """A page of one firm."""

    @cached_property
    def firm(self) -> Firm:
        return get_visible_or_404(
            selectors.for_page(self.request.user), self.request.user, pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(firm=self.firm, **kwargs)


class FirmFormPage(OneFirmPage, FormView):
    """A form about one firm. `act` calls the action; its refusal stands at the form."""

    template_name = "firms/register/form.html"
    form_class: type[forms.Form]
    heading: Any = ""
    done: Any = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back, **kwargs)

    @property
    def back(self) -> str:
        """Where the form leads afterwards."""
        return self.firm.get_absolute_url()

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.firm  # noqa: B018  a foreign firm is 404 before anything is written
        return run(self.request, form, self.act, back=self.back, done=self.done) or (
            self.form_invalid(form)
        )


def run(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    back: str,
    done: Any = "",
) -> HttpResponse | None:
    """Do it and go `back`; None after a refusal, which then stands in the form's errors."""
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    if done:
        messages.success(request, str(done))
    return htmx.redirect(request, back)

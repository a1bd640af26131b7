"""What pages of `programs` share: a POST that runs one action and goes back where it came from."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView
from django_htmx.http import trigger_client_event

from config.shared import htmx
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.register.models import Firm


class ActionPage(StaffPage, FormView):
    """A small form about one row of a firm. GET shows it as a page, so it works without scripts.

    `act` calls the action; its refusal stands at the form. Afterwards the browser goes to `next`;
    an HTMX request gets the toast alone and takes its row away itself.
    """

    template_name = "programs/form.html"
    form_class: type[forms.Form]
    heading: Any = ""
    label: Any = ""
    done: Any = ""
    undo = ""
    #: Whether the row it was opened in is dealt with and goes.
    ends_row = True

    @property
    def firm(self) -> Firm:
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    @property
    def back(self) -> str:
        """Where the form was opened from, if that is ours; else the firm."""
        asked = self.request.POST.get("next") or self.request.GET.get("next")
        wanted = asked or self.request.headers.get("Referer", "")
        host = self.request.get_host()
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={host}, require_https=self.request.is_secure()
        )
        if wanted and safe and urlsplit(wanted).path != self.request.path:
            return wanted
        return self.firm.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            firm=self.firm, heading=self.heading, label=self.label, back=self.back, **kwargs
        )

    def get_template_names(self) -> list[str]:
        if getattr(self.request, "htmx", False):
            return [f"{self.template_name}#form"]
        return [self.template_name]

    def get_form(self, form_class: type[forms.Form] | None = None) -> forms.Form:
        self.firm  # noqa: B018  a foreign row is 404 before anything is read or written
        return super().get_form(form_class)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except DomainError as refusal:
            for field, words in getattr(refusal, "problems", {None: str(refusal)}).items():
                form.add_error(field if field in form.fields else None, str(words))
            return self.form_invalid(form)
        if self.done:
            tags = f"undo:{self.undo}" if self.undo else ""
            messages.success(self.request, str(self.done), extra_tags=tags)
        if getattr(self.request, "htmx", False) and "next" not in self.request.POST:
            answer = render(self.request, "components/messages.html", {"oob": True})
            return trigger_client_event(answer, "row-done") if self.ends_row else answer
        return htmx.redirect(self.request, self.back)

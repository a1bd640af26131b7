"""What the pages of offerings share: the row in view, a form in place, the way back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.views.base import run
from programs.allocation.models import Application, Offering
from programs.allocation.querysets import ApplicationQuerySet
from programs.catalogue.models import Program
from programs.catalogue.selectors import answers_for


class ProgramFormPage(ManagerPage, FormView):
    """A form within a program; its refusal stands at the form."""

    template_name = "programs/allocation/form.html"
    heading: Any = ""
    label: Any = ""
    done: Any = ""

    @property
    def program(self) -> Program:
        raise NotImplementedError

    @property
    def back(self) -> str:
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.require_answerable()
        return super().dispatch(request, *args, **kwargs)

    def require_answerable(self) -> None:
        """A program of all offices is decided by who answers for all of them (403)."""
        user = self.request.user
        if self.capability != Capability.MANAGE_PROGRAMS or not user.is_authenticated:
            return
        if user.may(self.capability) and not answers_for(user, self.program):
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            program=self.program,
            heading=self.heading,
            label=self.label,
            back=self.back,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        self.program  # noqa: B018  a foreign program is 404 before anything is written
        return run(self.request, form, self.act, back=self.back, done=self.done) or (
            self.form_invalid(form)
        )


class OfferingFormPage(ProgramFormPage):
    """A form about one offering."""

    capability = Capability.MANAGE_PROGRAMS

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.offering.program

    @property
    def back(self) -> str:
        return self.offering.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offering=self.offering, **kwargs)


class ApplicationFormPage(ProgramFormPage):
    """A form about one application of a firm in view."""

    def in_reach(self) -> ApplicationQuerySet:
        """A reviewer sees more applications than those of firms in view, but acts for none."""
        return Application.objects.with_firm_in_view(self.request.user)

    @cached_property
    def application(self) -> Application:
        rows = self.in_reach().select_related("offering__program", "firm")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:
        return self.application.offering.program

    @property
    def back(self) -> str:
        return reverse("programs:application", args=[self.application.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offering=self.application.offering, application=self.application, **kwargs
        )


class Button(ManagerPage):
    """Something done by one press: says what was done, or why not, on the page it came from."""

    http_method_names = ("post",)
    capability = Capability.MANAGE_PROGRAMS
    done: Any = ""

    def back(self) -> str:
        raise NotImplementedError

    def act(self) -> None:
        raise NotImplementedError

    @property
    def program(self) -> Program:
        raise NotImplementedError

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        back = self.back()
        if not answers_for(request.user, self.program):
            raise PermissionDenied
        try:
            self.act()
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(self.done))
        return redirect(back)

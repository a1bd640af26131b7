"""The page of people who sign in."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView
from django.views.generic.base import View

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.models import Office, User
from firms.accounts.roles import Capability
from firms.staff import actions
from firms.staff.forms import InviteForm, OfficeForm


class PeoplePage(StaffPage, ListView):
    """Who signs in."""

    capability = Capability.MANAGE_USERS
    template_name = "firms/staff/people.html"
    context_object_name = "people"
    paginate_by = 50

    def get_queryset(self) -> Any:
        seen = User.objects.visible_to(self.request.user)
        return seen.select_related("office").order_by("-is_active", "role", "name", "pk")


class Invite(StaffPage, FormView):
    """A new member of staff."""

    capability = Capability.MANAGE_USERS
    template_name = "firms/staff/invite.html"
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            user = actions.invite_user(by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s can sign in now.") % {"name": user.name})
        return redirect("firms:people")


class OpenOffice(StaffPage, FormView):
    """A new branch, before its first adviser is invited."""

    capability = Capability.MANAGE_USERS
    template_name = "firms/staff/office.html"
    form_class = OfficeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offices = Office.objects.visible_to(self.request.user)
        return super().get_context_data(offices=offices, **kwargs)

    def form_valid(self, form: OfficeForm) -> HttpResponse:
        data = form.cleaned_data
        code = slugify(data["name"], allow_unicode=False) or f"office-{uuid4().hex[:8]}"
        office = actions.open_office(code=code[:40], by=self.request.user, **data)
        messages.success(self.request, _("%(office)s is open.") % {"office": office.name})
        return redirect("firms:people")


class Disable(StaffPage, View):
    """Withdraw a sign-in."""

    capability = Capability.MANAGE_USERS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_visible_or_404(User, request.user, pk=pk)
        if user.is_staff_member and user != request.user:  # what is left is handed over first
            return redirect("workspace:leaver", pk=user.pk)
        try:
            actions.disable_user(user=user, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s cannot sign in any more.") % {"name": user.name})
        return redirect("firms:people")

"""Sign-in by a mailed link, and the page of people."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, ListView
from django.views.generic.base import View

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts import actions
from firms.accounts.access import StaffPage
from firms.accounts.forms import InviteForm
from firms.accounts.models import User
from firms.accounts.roles import Capability


class SignInByLink(View):
    """GET shows a button, so that a mail scanner uses nothing up; POST signs in, once."""

    template_name = "account/sign_in_by_link.html"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return never_cache(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, self.template_name)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            user = actions.use_sign_in_link(token=token)
        except DomainError as refusal:
            return render(request, self.template_name, {"refusal": str(refusal)}, status=410)
        return perform_login(request, Login(user=user, email=user.email))


class PeoplePage(StaffPage, ListView):
    """Who signs in."""

    capability = Capability.MANAGE_USERS
    template_name = "firms/accounts/people.html"
    context_object_name = "people"
    paginate_by = 50

    def get_queryset(self) -> Any:
        seen = User.objects.visible_to(self.request.user)
        return seen.select_related("office").order_by("-is_active", "role", "name", "pk")


class Invite(StaffPage, FormView):
    """A new member of staff."""

    capability = Capability.MANAGE_USERS
    template_name = "firms/accounts/invite.html"
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


class Disable(StaffPage, View):
    """Withdraw a sign-in."""

    capability = Capability.MANAGE_USERS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_visible_or_404(User, request.user, pk=pk)
        try:
            actions.disable_user(user=user, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s cannot sign in any more.") % {"name": user.name})
        return redirect("firms:people")

"""Sign-in by a mailed link, and the list of one's own sessions."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.base import View

from config.shared.errors import DomainError
from firms.accounts import actions


class SignInByLink(View):
    """GET shows a button, so that a mail scanner uses nothing up; POST signs in, once."""

    template_name = "account/sign_in_by_link.html"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return never_cache(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            person = actions.person_of_link(token=token)
        except DomainError as refusal:
            return self._gone(request, refusal)
        return render(request, self.template_name, {"person": person})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            person = actions.use_sign_in_link(token=token)
        except DomainError as refusal:
            return self._gone(request, refusal)
        if request.user.is_authenticated:
            logout(request)  # whoever was signed in here leaves; the session id is new
        return perform_login(request, Login(user=person, email=person.email))

    def _gone(self, request: HttpRequest, refusal: DomainError) -> HttpResponse:
        return render(request, self.template_name, {"refusal": str(refusal)}, status=410)


@method_decorator(reauthentication_required(app="allauth.account"), name="post")
class Sessions(ListUserSessionsView):
    """Where one is signed in; ending the others asks for a factor again where there is one."""


@method_decorator(reauthentication_required(app="allauth.account"), name="post")
class EndSession(LoginRequiredMixin, View):
    """End one of one's own sessions."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(UserSession, pk=pk, user=request.user)
        if session.is_current():
            logout(request)
            return redirect("account_login")
        session.end()
        messages.success(request, _("That browser is signed out."))
        return redirect("usersessions_list")


def closed(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Doors of allauth we do not open: people are invited, and addresses are not changed alone."""
    raise Http404

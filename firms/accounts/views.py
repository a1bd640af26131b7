"""Sign-in by a mailed link."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
        return render(request, self.template_name)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            user = actions.use_sign_in_link(token=token)
        except DomainError as refusal:
            return render(request, self.template_name, {"refusal": str(refusal)}, status=410)
        return perform_login(request, Login(user=user, email=user.email))

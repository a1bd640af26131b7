"""Mixins of pages: who may open them. A page without one fails the guard test."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic.base import View
from rest_framework.permissions import BasePermission

from firms.accounts.roles import Capability


class CapabilityPage(View):
    """A page for people with a capability: strangers sign in first, others are refused (403)."""

    capability: Capability

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.may(self.capability):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffPage(CapabilityPage):
    """A page of the agency."""

    capability = Capability.SEE_WORKSPACE


class ManagerPage(StaffPage):
    """A page of results."""

    capability = Capability.SEE_REPORTS


class FirmPage(CapabilityPage):
    """A page of the portal."""

    capability = Capability.SEE_PORTAL


class IsStaffMember(BasePermission):
    """The REST schema is for the agency's people."""

    def has_permission(self, request: Any, _view: Any) -> bool:
        return request.user.is_authenticated and request.user.is_staff_member

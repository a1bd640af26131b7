"""Limits on sessions, and the second factor staff must have."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from config.shared import clock, htmx
from firms.accounts.adapters import FACTORS

Respond = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "started_at", "seen_at"
WRITE_EVERY = 60  # seconds between notes of activity

#: The views staff without a second factor may reach, by exact name: enough to add one or to leave.
BEFORE_FACTOR = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
        "healthz",
        "readyz",
    }
)


class OwnTimeZone:
    """A person's day is the day of the own office: what is due today is due there."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if request.user.is_authenticated else None
        with timezone.override(zone):
            return self.get_response(request)


class SessionLimits:
    """Ends a session after idling (staff 30 min, firms 2 h) and after 12 h in any case."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = clock.now().timestamp()
            idle = (
                settings.SESSION_IDLE_STAFF
                if request.user.is_staff_member
                else settings.SESSION_IDLE_PORTAL
            )
            started = request.session.setdefault(STARTED, now)
            seen = request.session.get(SEEN, now)
            if now - seen > idle or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif SEEN not in request.session or now - seen > WRITE_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


class SecondFactor:
    """Where STAFF_SECOND_FACTOR holds, staff without one reach only the views that add it.

    The decision is made on the view that was found, not on the address that was typed.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        user = request.user
        if (
            not settings.STAFF_SECOND_FACTOR
            or not user.is_authenticated
            or not user.is_staff_member
            or request.resolver_match.view_name in BEFORE_FACTOR
            or is_mfa_enabled(user, FACTORS)
        ):
            return None
        if request.resolver_match.route.startswith("api/"):
            return _refused()
        return htmx.redirect(request, "mfa_index")


def _refused() -> HttpResponse:
    body = {
        "title": _("Add a second factor first."),
        "status": 403,
        "code": "second_factor_missing",
    }
    return JsonResponse(body, status=403, content_type="application/problem+json")

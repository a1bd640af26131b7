"""Limits on sessions, and the second factor staff must have."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.shared import clock

Respond = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "started_at", "seen_at"
WRITE_EVERY = 60  # seconds between notes of activity


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
    """Where STAFF_SECOND_FACTOR holds, staff without one see only the page that adds it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            settings.STAFF_SECOND_FACTOR
            and user.is_authenticated
            and user.is_staff_member
            and not request.path.startswith(("/accounts/", "/static/", "/i18n/", "/healthz"))
            and not is_mfa_enabled(user)
        ):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

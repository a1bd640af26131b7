"""Answering HTMX and plain browsers from the same view."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to `to`, whether it asked as a page or through HTMX."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(resolve_url(to, *args, **kwargs))
    return plain_redirect(to, *args, **kwargs)

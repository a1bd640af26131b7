"""Error pages: the same look, both languages, and the number a person can quote."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, template: str, status: int, **words: Any) -> HttpResponse:
    words["request_id"] = getattr(request, "id", "")
    return render(request, template, words, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere; nothing was saved."""
    return _page(request, "403_csrf.html", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """A rate limit is reached; five minutes is the longest of them."""
    response = _page(request, "429.html", 429)
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processors here: they may be what failed."""
    return render(None, "500.html", status=500)

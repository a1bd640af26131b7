"""Errors of the API as problem JSON (RFC 9457)."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import exception_handler

from config.shared.errors import DomainError


class Refused(APIException):
    """A domain refusal as an HTTP conflict."""

    status_code = 409

    def __init__(self, error: DomainError) -> None:
        super().__init__(detail=str(error), code=error.code)


def problem_json(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """RFC 9457: every error says what, why and, for fields, where."""
    if isinstance(error, DomainError):
        error = Refused(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    body: dict[str, Any] = {
        "title": str(getattr(error, "default_detail", "")),
        "status": response.status_code,
    }
    if detail is not None:
        body |= {"detail": str(detail), "code": getattr(detail, "code", "error")}
    else:
        body["errors"] = response.data
    # Not through the view's renderer: an error is JSON also where the answer would be YAML.
    problem = JsonResponse(
        body,
        status=response.status_code,
        content_type="application/problem+json",
        encoder=JSONEncoder,
    )
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response:
            problem[name] = response[name]
    return problem

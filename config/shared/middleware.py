"""Guards in front of every view: hostile requests out, signed-in pages out of caches."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed

Respond = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
JSON_DEPTH = 32


class RequestGuard:
    """Refuses unknown methods, NUL bytes and over-deep JSON before anything parses them."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if _has_nul(request.path_info) or _has_nul(request.META.get("QUERY_STRING", "")):
            return HttpResponseBadRequest("The address holds a character that cannot be read.")
        kind = request.content_type or ""
        if kind == "application/json" and too_deep(request.body):
            return HttpResponseBadRequest("The JSON is nested too deeply.")
        if kind == "application/json" and not _clean_json(request.body):
            return HttpResponseBadRequest("The JSON holds a character that cannot be stored.")
        if kind == "application/x-www-form-urlencoded" and _has_nul(request.body.decode("latin-1")):
            return HttpResponseBadRequest("The form holds a character that cannot be read.")
        return self.get_response(request)


def _has_nul(text: str) -> bool:
    return "\x00" in text or "%00" in text


def too_deep(body: bytes, limit: int = JSON_DEPTH) -> bool:
    """Whether brackets outside strings nest deeper than `limit`; linear, without parsing."""
    depth, in_string, escaped = 0, False, False
    for byte in body:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in (0x5B, 0x7B):
            depth += 1
            if depth > limit:
                return True
        elif byte in (0x5D, 0x7D):
            depth -= 1
    return False


def _clean_json(body: bytes) -> bool:
    """False for NUL and lone surrogates, which databases refuse; broken JSON is the view's."""
    if b"\\u" not in body and b"\x00" not in body:
        return True
    try:
        text = json.dumps(json.loads(body), ensure_ascii=False)
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    except ValueError:
        return True
    return "\\u0000" not in text


class PrivatePages:
    """What a signed-in person sees is stored nowhere; downloads are never shown as pages."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

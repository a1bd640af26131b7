"""Guards in front of every view: hostile requests out, signed-in pages out of caches."""

import codecs
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.utils import translation
from django.utils.translation import gettext as _

Respond = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
JSON_DEPTH = 32
PLAIN_TEXT = frozenset({"utf-8", "ascii"})


class RequestGuard:
    """Refuses unknown methods, NUL bytes, odd charsets and over-deep JSON before views run."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        with _in_language_of(request):
            reason = _wrong_address(request) or _wrong_body(request)
        return _refused(reason) if reason else self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Fields of forms, also of forms with files, which are parsed only here."""
        if request.method != "POST" or not (request.content_type or "").startswith(
            ("multipart/form-data", "application/x-www-form-urlencoded")
        ):
            return None
        with _in_language_of(request):
            reason = _wrong_fields(request)
        return _refused(reason) if reason else None


def _in_language_of(request: HttpRequest) -> translation.override:
    """Nobody has chosen a language for the request yet: the cookie's, or the browser's."""
    return translation.override(translation.get_language_from_request(request))


def _refused(reason: str) -> HttpResponse:
    return HttpResponseBadRequest(reason, content_type="text/plain; charset=utf-8")


def _wrong_address(request: HttpRequest) -> str:
    if _has_nul(request.path_info) or _has_nul(request.META.get("QUERY_STRING", "")):
        return _("The address holds a character that cannot be read.")
    # Django decodes the query with this charset too; some charsets let half characters through.
    charset = (request.content_params or {}).get("charset")
    return "" if charset is None or _plain(charset) else _("Send UTF-8.")


def _wrong_body(request: HttpRequest) -> str:
    kind = request.content_type or ""
    if kind.endswith("json"):
        if too_deep(request.body):
            return _("The JSON is nested too deeply.")
        if not _clean_json(request.body):
            return _("The JSON holds a character that cannot be stored.")
    elif kind == "application/x-www-form-urlencoded" and _has_nul(request.body.decode("latin-1")):
        return _("The form holds a character that cannot be read.")
    return ""


def _wrong_fields(request: HttpRequest) -> str:
    names = [file.name or "" for _key, files in request.FILES.lists() for file in files]
    for key, values in request.POST.lists():
        for text in (key, *map(str, values)):
            if text.lstrip()[:1] in ("[", "{") and too_deep(text.encode("utf-8", "replace")):
                return _("The form holds JSON that is nested too deeply.")
            names.append(text)
    return _("The form holds a character that cannot be read.") if "\x00" in "".join(names) else ""


def _has_nul(text: str) -> bool:
    return "\x00" in text or "%00" in text


def _plain(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in PLAIN_TEXT
    except (LookupError, ValueError):
        return False


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
        return b"\x00" not in body
    return "\\u0000" not in text.replace("\\\\", "")  # an escaped backslash escapes nothing


class PrivatePages:
    """What a signed-in person sees is stored nowhere, and signing out empties the browser."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_known = request.user.is_authenticated
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        if was_known and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

"""What a mail server tells us: a message of ours came back. Signed, and safe to repeat."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic.base import View

from config.shared import clock
from programs.followups.actions import note_bounce

#: How old a signed message may be.
FRESH = timedelta(minutes=10)
LARGEST = 20_000


@method_decorator(csrf_exempt, name="dispatch")
class Bounces(View):
    """POST {"message": Message-ID, "address": …, "reason": …}, signed over time and body.

    The signature proves the sender, so there is no session and no CSRF token; without a secret in
    the settings the address does not exist.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.BOUNCE_SECRET:
            raise Http404
        stamp = request.headers.get("X-Portolan-Time", "")
        given = request.headers.get("X-Portolan-Signature", "")
        body = request.body[: LARGEST + 1]
        if len(body) > LARGEST or not _is_fresh(stamp) or not _is_signed(stamp, body, given):
            return JsonResponse({"detail": "The signature does not fit."}, status=403)
        try:
            told = json.loads(body)
            token = str(told["message"]).strip("<>").partition("@")[0]
            address, reason = str(told["address"]), str(told.get("reason", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return JsonResponse({"detail": "message and address are needed."}, status=400)
        known = note_bounce(token=token, address=address, reason=reason)
        return JsonResponse({"known": known})


def _is_fresh(stamp: str) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    return abs(clock.now().timestamp() - int(stamp)) <= FRESH.total_seconds()


def _is_signed(stamp: str, body: bytes, given: str) -> bool:
    secret = settings.BOUNCE_SECRET.encode()
    wanted = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))

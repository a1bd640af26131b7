"""The mail that asks a firm whether a result is true, in the language of its reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from programs.followups.claims import Claim
from programs.followups.mails import language_of
from programs.outcomes.labels import claim_of, figure_of
from programs.outcomes.models import ConfirmationRequest


def compose(
    claim: Claim, *, request: ConfirmationRequest, connection: Any = None
) -> EmailMultiAlternatives:
    """The message of a claimed question; its link starts with SITE_URL."""
    outcome = request.outcome
    with override(language_of(claim.reader)):
        url = reverse("programs:confirm-outcome", args=[claim.links[request.pk]])
        context = {
            "person": claim.reader,
            "firm": outcome.firm.legal_name,
            "what": claim_of(outcome),
            "figure": figure_of(outcome.kind, outcome.claimed_value, outcome.currency),
            "occurred_on": outcome.occurred_on,
            "url": settings.SITE_URL + url,
        }
        subject = _("%(firm)s: is this right?") % {"firm": outcome.firm.legal_name}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("programs/outcomes/mail/question.txt", context),
            to=[claim.message.address],
            connection=connection,
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": f"<{claim.message.token}@{urlsplit(settings.SITE_URL).hostname}>",
            },
        )
        html = render_to_string("programs/outcomes/mail/question.html", context)
        message.attach_alternative(html, "text/html")
    return message

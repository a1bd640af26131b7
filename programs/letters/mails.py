"""The letter about an application: what was decided, why, and what the firm can do."""

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from programs.allocation.selectors import reading_names
from programs.allocation.sentences import letter_of, why_for_firm, words_of_person
from programs.followups.claims import Claim
from programs.followups.mails import language_of
from programs.letters.models import SeatLetter


def compose(claim: Claim, *, letter: SeatLetter, connection: Any = None) -> EmailMultiAlternatives:
    """The message of a claimed letter, in the reader's language; its link starts with SITE_URL."""
    application = letter.move.application
    zone = ZoneInfo(application.firm.office.time_zone)
    with override(language_of(claim.reader)), timezone.override(zone):
        context = {
            "person": claim.reader,
            "firm": application.firm.legal_name,
            "offering": application.offering,
            "what": letter_of(application),
            "why": why_for_firm(application, reading_names()),
            "words": words_of_person(application),
            "url": f"{settings.SITE_URL}{reverse('portal:offers')}?firm={application.firm_id}",
        }
        subject = _("%(offering)s: %(state)s") % {
            "offering": application.offering.title,
            "state": application.public_label,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("programs/letters/seat.txt", context),
            to=[claim.message.address],
            connection=connection,
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": f"<{claim.message.token}@{urlsplit(settings.SITE_URL).hostname}>",
            },
        )
        html = render_to_string("programs/letters/seat.html", context)
        message.attach_alternative(html, "text/html")
    return message

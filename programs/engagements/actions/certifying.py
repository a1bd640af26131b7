"""The certificate a help ended with: its number, and until when it holds."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.engagements import events
from programs.engagements.actions.moving import locked, tell
from programs.engagements.errors import BeforeStart, CertificateOver, NotAgreed
from programs.engagements.models import STATE_LABELS, Engagement
from programs.engagements.rules import RECEIVES, State


@transaction.atomic
def record_certificate(
    *, engagement: Engagement, number: str, expires_on: date, by: User
) -> Engagement:
    """Note the certificate; a later one replaces it, and what asks before the expiry follows.

    The same again changes nothing, and the number of one that ran out meanwhile can be corrected.
    Raises NotAgreed before the help is agreed, BeforeStart for one that ran out before the help
    began, and CertificateOver for one that is over by now.
    """
    engagement = locked(engagement)
    if State(engagement.state) not in RECEIVES:
        raise NotAgreed(state=STATE_LABELS[State(engagement.state)])
    if (engagement.certificate_number, engagement.certificate_expires_on) == (number, expires_on):
        return engagement
    if expires_on != engagement.certificate_expires_on:
        _require_valid(engagement, expires_on)
    engagement.certificate_number, engagement.certificate_expires_on = number, expires_on
    engagement.save(update_fields=["certificate_number", "certificate_expires_on", "updated_at"])
    audit.record(
        events.CERTIFIED,
        firm=engagement.firm,
        target=engagement,
        by=by,
        intervention=engagement.intervention.names,
        number=number,
        on=expires_on.isoformat(),
    )
    tell(engagement)
    return engagement


def _require_valid(engagement: Engagement, expires_on: date) -> None:
    """A certificate is noted while it holds: nobody can renew in time what is over."""
    if engagement.starts_on and expires_on < engagement.starts_on:
        raise BeforeStart(on=expires_on, limit=engagement.starts_on)
    if expires_on < clock.today():
        raise CertificateOver(on=expires_on)

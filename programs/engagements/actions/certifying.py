"""The certificate a help ended with: its number, and until when it holds."""

from datetime import date

from django.db import transaction

from firms.accounts.models import User
from firms.audit import actions as audit
from programs.engagements import events
from programs.engagements.errors import BeforeStart
from programs.engagements.models import Engagement
from programs.engagements.signals import engagement_moved


@transaction.atomic
def record_certificate(
    *, engagement: Engagement, number: str, expires_on: date, by: User
) -> Engagement:
    """Note the certificate; a later one replaces it, and what asks before the expiry follows.

    The same again changes nothing. Raises BeforeStart for one that ran out before the help began.
    """
    engagement = (
        Engagement.objects.select_for_update(of=("self",))
        .select_related("firm__office", "intervention")
        .get(pk=engagement.pk)
    )
    if engagement.starts_on and expires_on < engagement.starts_on:
        raise BeforeStart(on=expires_on, limit=engagement.starts_on)
    if (engagement.certificate_number, engagement.certificate_expires_on) == (number, expires_on):
        return engagement
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
    engagement_moved.send(sender=Engagement, engagement=engagement)
    return engagement

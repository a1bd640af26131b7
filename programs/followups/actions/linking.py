"""Personal links for firms: made when mail leaves, used once, re-issued, withdrawn."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from config.shared import clock
from config.shared.tokens import hashed
from firms.register.models import Contact
from programs.followups.errors import AnsweredAlready, LinkGone, NoLongerAsked
from programs.followups.models import AnswerLink, FollowUp
from programs.followups.rules import UNANSWERED, State

#: How long a link answers.
LINK_LIVES = timedelta(days=30)


def make_answer_link(*, follow_up: FollowUp, contact: Contact, now: datetime) -> str:
    """A new token for this contact; what was saved behind an earlier link goes on behind this one.

    Earlier links of the contact stop working; the database keeps hashes only.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        before = AnswerLink.objects.filter(follow_up=follow_up, contact=contact)
        draft = before.exclude(draft={}).order_by("-saved_at").values_list("draft", flat=True)
        kept = draft.first() or {}
        # One that ran out goes, too: it could only be renewed, and this is the renewal.
        before.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=now)
        AnswerLink.objects.create(
            follow_up=follow_up,
            contact=contact,
            token_hash=hashed(token),
            created_at=now,
            expires_at=now + LINK_LIVES,
            draft=kept,
        )
    return token


def link_of(*, token: str, lock: bool = False) -> AnswerLink:
    """The link of a token if it can still answer; nothing is used up by asking.

    Raises LinkGone for a token nobody issued, an expired or replaced one, a person who left;
    AnsweredAlready and NoLongerAsked when the follow-up is closed.
    """
    rows = AnswerLink.objects.select_related(
        "follow_up__firm__office", "follow_up__engagement__intervention", "contact"
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    link = rows.filter(token_hash=hashed(token)).first()
    if link is None:
        raise LinkGone
    state = link.follow_up.state
    if link.used_at is not None or state == State.DONE:
        raise AnsweredAlready
    if not link.follow_up.is_open and state not in UNANSWERED:
        raise NoLongerAsked
    gone = link.withdrawn_at is not None or link.expires_at <= clock.now()
    if gone or link.contact.left_on is not None or link.follow_up.firm.closed_on is not None:
        raise LinkGone
    return link


def expired_link(*, token: str) -> AnswerLink | None:
    """A link that only ran out: its reader may ask for a new one."""
    rows = AnswerLink.objects.select_related("follow_up__firm__office", "contact")
    link = rows.filter(
        token_hash=hashed(token),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__lte=clock.now(),
    ).first()
    if link is None or link.contact.left_on or link.follow_up.firm.closed_on:
        return None
    return link if link.follow_up.is_open else None


@transaction.atomic
def save_draft(*, token: str, answers: Mapping[str, str]) -> AnswerLink:
    """Keep what was typed so far. Raises as `link_of` does."""
    link = link_of(token=token, lock=True)
    link.draft = {key: value for key, value in answers.items() if value}
    link.saved_at = clock.now()
    link.save(update_fields=["draft", "saved_at"])
    return link

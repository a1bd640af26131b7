"""Sending what stands in the outbox: at most once, and never lost silently.

Write (unique row) → claim (locked, checked again, one digest a person and day) → send outside the
transaction → mark. A crash between claim and mark leaves a claim that becomes `unknown` for a
person; nobody sends it again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from config.shared import clock
from firms.accounts.models import Office, User
from firms.staff.calendars import calendar_of
from firms.staff.rules import WorkingCalendar
from programs.followups.actions.claiming import (
    Claimed,
    claim_digest,
    claim_one,
    give_back,
    waiting,
)
from programs.followups.actions.escalating import escalate, give_up
from programs.followups.actions.marking import (
    give_up_lost_claims,
    mark,
    note_dead_address,
    set_apart,
)
from programs.followups.actions.queueing import OFFICE, queue_reminders
from programs.followups.actions.reconciling import reconcile_news
from programs.followups.claims import Claim
from programs.followups.mails import compose
from programs.followups.models import (
    Message,
    MessageKind,
    MessagePreference,
    MessageState,
    Reminder,
)
from programs.followups.rules import Wishes, digest_is_due, local_day, may_write
from programs.operations.actions import release, release_before, set_aside
from programs.operations.selectors import last_success

logger = logging.getLogger(__name__)

#: The job whose last run says what is news.
RECONCILED = "programs.reconcile_followups"

#: What the quarantine calls a reader whose messages cannot be put together.
READER = "followups.reader"

#: Refusals after which the message surely did not leave; any other error may have sent it.
REFUSALS = (SMTPRecipientsRefused, SMTPResponseException, UnicodeError, ValueError)

Figures = dict[str, int]
#: What puts a claim into a message.
Writer = Callable[..., EmailMultiAlternatives]


def dispatch(*, now: datetime) -> Figures:
    """Give up lost claims, write the reminders that are due, pass up what waits, and send.

    What happened since the last reconciling is looked at first: nobody is asked what a plan does
    not ask any more.
    """
    began = clock.now()
    lost = give_up_lost_claims(now=now)
    reconcile_news(today=clock.today(), since=last_success(RECONCILED))
    queued, nobody = queue_reminders(now=now)
    raised = sum(escalate(now=now).values())
    sent = send_reminders(now=now)
    sent["unknown"] += lost
    undone = give_up(now=now)
    release_before(OFFICE, began)
    return {"queued": queued, "nobody": nobody, "raised": raised, **sent, "left_undone": undone}


def send_reminders(*, now: datetime) -> Figures:
    """Send what is queued and may go out at this moment; returns reminders by how they ended.

    One bad row or address stops nobody. When the mail server cannot be reached, what was claimed
    is given back and waits for the next run.
    """
    post = _Post(now)
    try:
        post.digests()
        post.singles(MessageKind.SINGLE)
        post.singles(MessageKind.QUESTION)
    except _ServerAway:
        logger.exception("The mail server cannot be reached; reminders wait for the next run.")
    finally:
        post.close()
        release(READER, post.good)
    return {name: post.ended[name] for name in ("sent", "failed", "unknown", "dropped")}


class _ServerAway(Exception):
    """No connection to the mail server."""


class _Post:
    """One run of sending, with one connection to the mail server."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.ended: Counter[str] = Counter()
        self.good: list[int] = []
        self.mailer: BaseEmailBackend | None = None
        self.wishes = {
            row.user_id: Wishes(
                row.digest_at, row.quiet_from, row.quiet_until, row.is_quiet, row.on_days_off
            )
            for row in MessagePreference.objects.all()
        }
        self.offices = {office.pk: office for office in Office.objects.all()}

    def digests(self) -> None:
        """The digest of the day for everybody whose hour has come."""
        since = self.now.date() - timedelta(days=1)
        had = set(
            Message.objects.filter(kind=MessageKind.DIGEST, day__gte=since).values_list(
                "recipient", "day"
            )
        )
        rows = waiting(MessageKind.DIGEST).order_by().values("recipient").distinct()
        for person in User.objects.filter(pk__in=rows).order_by("pk"):
            zone, office = self._place(person)
            wishes = self.wishes.get(person.pk, Wishes())
            day = local_day(self.now, zone)
            if (person.pk, day) in had:
                continue  # what came due since then waits for the next one
            with self._set_aside_if_bad(person):
                if digest_is_due(self.now, zone, wishes, self._calendar(office, day)):
                    self._send(claim_digest(person=person, day=day, now=self._moment()))

    def singles(self, kind: MessageKind) -> None:
        """Messages of their own, outside quiet hours."""
        last = 0
        rows = waiting(kind).select_related("recipient", "follow_up__firm__office")
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:200]):
            last = batch[-1].pk
            for row in batch:
                at = row.follow_up.firm.office
                zone, office, wishes = at.time_zone, at, Wishes()
                if row.recipient is not None:
                    zone, office = self._place(row.recipient, at)
                    wishes = self.wishes.get(row.recipient.pk, Wishes())
                day = local_day(self.now, zone)
                if may_write(self.now, zone, wishes, self._calendar(office, day)):
                    self._send(claim_one(kind=kind, reminder=row.pk, day=day, now=self._moment()))

    def close(self) -> None:
        if self.mailer is not None:
            self.mailer.close()
            self.mailer = None

    @contextmanager
    def _set_aside_if_bad(self, person: User) -> Iterator[None]:
        """One reader for whom something breaks must not keep the others waiting."""
        try:
            yield
        except _ServerAway:
            raise
        except Exception as error:
            logger.exception("The messages of a reader failed.")
            set_aside(READER, person.pk, error)
        else:
            self.good.append(person.pk)

    def _place(self, person: User, fallback: Office | None = None) -> tuple[str, Any]:
        """A person's time zone and office; people of all offices live by the agency's clock."""
        office = self.offices.get(person.office_id or 0, fallback)
        return (office.time_zone if office else settings.TIME_ZONE), office

    def _calendar(self, office: Office | None, day: date) -> WorkingCalendar:
        return calendar_of(office, [day])

    def _moment(self) -> datetime:
        """This moment, never before the run began: a long run must not stamp its end with that."""
        return max(self.now, clock.now())

    def _send(self, claimed: Claimed) -> None:
        self.ended["dropped"] += claimed.dropped
        if claimed.claim is None:
            return
        if self.mailer is None:
            self.mailer = self._open(claimed.claim)
        ended = deliver(claimed.claim, self.mailer, self._moment())
        if not ended["sent"]:
            self.close()  # whatever went wrong, the next message connects anew, or waits
        self.ended += ended

    def _open(self, claim: Claim) -> BaseEmailBackend:
        mailer = get_connection()
        try:
            mailer.open()
        except OSError as error:
            give_back(claim)
            raise _ServerAway from error
        return mailer


def deliver(
    claim: Claim, mailer: BaseEmailBackend, now: datetime, *, write: Writer = compose
) -> Counter[str]:
    """Send one claimed message, as `write` puts it, and mark how it ended; counts its lines."""
    try:
        message = write(claim, connection=mailer)
    except Exception:
        logger.exception("A message cannot be written.")
        return _deliver_what_can_be_said(claim, mailer, now)
    count = len(claim.rows)
    try:
        if not message.send():
            raise ValueError("nobody to send it to")
    except REFUSALS as error:
        logger.warning("A message was refused: %s", type(error).__name__)
        mailer.close()  # a server that said no may have hung up; the next message connects anew
        if _is_for_now(error):
            give_back(claim)
            return Counter()
        mark(claim, MessageState.FAILED, now=now, error=str(error))
        if isinstance(error, SMTPRecipientsRefused):  # as good as a mail that came back
            note_dead_address(address=claim.message.address, reason=str(error))
        return Counter(failed=count)
    except Exception as error:
        # Whatever broke on the way, the message may have left: a person must look.
        logger.exception("A message was interrupted.")
        mailer.close()
        mark(claim, MessageState.UNKNOWN, now=now, error=type(error).__name__)
        return Counter(unknown=count)
    mark(claim, MessageState.SENT, now=now)
    return Counter(sent=count)


def _deliver_what_can_be_said(
    claim: Claim, mailer: BaseEmailBackend, now: datetime
) -> Counter[str]:
    """A row nobody can put into words must not hold back its neighbours."""
    good = [row for row in claim.rows if _can_be_said(claim, row)]
    bad = [row for row in claim.rows if row not in good]
    if not good:
        mark(claim, MessageState.FAILED, now=now, error="cannot be written")
        return Counter(failed=len(bad))
    set_apart(bad, error="cannot be written")
    rest = replace(claim, rows=tuple(good))
    return Counter(failed=len(bad)) + deliver(rest, mailer, now)


def _can_be_said(claim: Claim, row: Reminder) -> bool:
    try:
        compose(replace(claim, rows=(row,)))
    except Exception:
        logger.exception("Reminder %s cannot be written.", row.pk)
        return False
    return True


def _is_for_now(error: Exception) -> bool:
    """Whether the server asked to come again later (4xx), as greylisting does."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return bool(codes) and all(400 <= code < 500 for code in codes)
    return isinstance(error, SMTPResponseException) and 400 <= error.smtp_code < 500

"""Writing the outbox: one row for each due follow-up and reader, in statements over all of them."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)

from config.shared.bulk import insert_select
from firms.accounts.models import Office
from firms.audit import actions as audit
from firms.audit.models import AuditEvent
from firms.register.models import CaseloadAssignment
from firms.staff.rules import ONE_DAY
from programs.followups import events
from programs.followups.actions.telling import told
from programs.followups.audiences import Audience, Desk, audiences, open_at
from programs.followups.models import Channel, FollowUp, Reminder, ReminderState
from programs.followups.rules import STALE_DAYS, Level, StepChannel, local_day
from programs.operations.actions import set_aside

logger = logging.getLogger(__name__)

#: What the quarantine calls an office whose reminders cannot be written.
OFFICE = "followups.office"
Done = TypeVar("Done")


def queue_reminders(*, now: datetime) -> tuple[int, int]:
    """Write one reminder for every due follow-up that has none for this due day.

    Due means open and due today or before at the firm's office, so days of outage lose nothing;
    what is due longer than `STALE_DAYS` is noted as too old and not sent. Returns how many rows
    were written, and how many follow-ups found nobody. Safe to run at once in many processes: the
    unique key lets one of them write.
    """

    def one(office: Office) -> tuple[int, int]:
        today = local_day(now, office.time_zone)
        if not _unreminded(open_at(office, today)).exists():  # as mostly, minute after minute
            return 0, 0
        desk = Desk.on(today)
        rows = (
            write_lines(_unreminded(audience.rows, now), audience, desk, now)
            for audience in audiences(office, desk, desk.today)
        )
        queued, nobody = sum(rows), _told_nobody(office, desk)
        note_shown(office, now)
        return queued, nobody

    figures = list(office_by_office(one))
    if nobody := sum(left for _queued, left in figures):
        logger.warning("%s due follow-ups have nobody to remind.", nobody)
    return sum(queued for queued, _left in figures), nobody


def office_by_office(work: Callable[[Office], Done]) -> Iterator[Done]:
    """Each office in a transaction of its own: one that fails is set aside and stops no other.

    Whoever runs all the steps of a dispatch releases what none of them set aside again.
    """
    for office in Office.objects.order_by("pk"):
        try:
            with transaction.atomic():
                done = work(office)
        except Exception as error:
            logger.exception("The reminders of an office failed.")
            set_aside(OFFICE, office.pk, error)
            continue
        yield done


def lines_that_count() -> QuerySet[Reminder]:
    """Lines about a follow-up and its due day that count.

    A question that did not reach its contact does not, and goes to the next one; nor does what was
    told to an adviser who has handed the firm over, and its new one is told.
    """
    lines = Reminder.objects.filter(follow_up=OuterRef("pk"), due_on=OuterRef("due_on"))
    lost = Q(contact__isnull=False, state__in=(ReminderState.BOUNCED, ReminderState.FAILED))
    theirs = CaseloadAssignment.objects.filter(
        firm=OuterRef("follow_up__firm"), adviser=OuterRef("recipient")
    )
    handed_over = Exists(theirs.filter(ended_on__isnull=False)) & ~Exists(theirs.current())
    return lines.exclude(Q(state=ReminderState.DROPPED) | lost).exclude(handed_over)


def note_shown(office: Office, now: datetime) -> None:
    """Lines of this run on the pages go onto the timelines, once; mail does when it is sent."""
    shown = Reminder.objects.filter(
        channel=Channel.IN_APP, queued_at=now, follow_up__firm__office=office
    )
    rows = list(shown.select_related("follow_up__firm", "recipient").order_by("pk"))
    if not rows:
        return
    noted = AuditEvent.objects.filter(
        kind=events.REMINDER_SHOWN.code,
        target_type=FollowUp._meta.label_lower,
        target_id__in={row.follow_up_id for row in rows},
    )
    known = {data.get("line") for data in noted.values_list("data", flat=True)}
    audit.record_many(told(events.REMINDER_SHOWN, row) for row in rows if row.pk not in known)


def _unreminded(rows: QuerySet[FollowUp], now: datetime | None = None) -> QuerySet[FollowUp]:
    """Follow-ups nobody was told of for this due day, before this run.

    Lines of this run itself (`now`) do not count: an office has several managers, and all are told.
    """
    reminded = lines_that_count()
    if now is not None:
        reminded = reminded.exclude(queued_at=now, is_asked=False)
    return rows.filter(~Exists(reminded))


def _told_nobody(office: Office, desk: Desk) -> int:
    """Due follow-ups without any row; where a manager answers for the office there are none."""
    if desk.answering(office)[1]:
        return 0
    patient = max(desk.grace, default=0)
    return _unreminded(open_at(office, desk.today - timedelta(days=patient))).count()


def write_lines(
    rows: QuerySet[FollowUp], audience: Audience, desk: Desk, now: datetime, *, both: bool = False
) -> int:
    """Insert the reminders of one audience; with `both`, on the pages and by mail."""
    if audience.is_contact:
        return _insert(rows, audience, desk, now, mail=True)
    silent = desk.no_escalated if both else desk.no_mail
    count = _insert(rows, audience, desk, now, mail=False) if both else 0
    for days, part in _by_grace(rows, audience, desk) if not both else [(0, rows)]:
        part = part.filter(due_on__lte=desk.today - timedelta(days=days))
        count += _insert(part, audience, desk, now, mail=True, silent=silent)
    return count


def _by_grace(
    rows: QuerySet[FollowUp], audience: Audience, desk: Desk
) -> Iterator[tuple[int, QuerySet[FollowUp]]]:
    """The rows apart by how many days of grace their reader wishes; mostly none."""
    if (reader := audience.reader_id) is not None:
        yield next((days for days, users in desk.grace.items() if reader in users), 0), rows
        return
    patient = frozenset().union(*desk.grace.values())
    if not patient:
        yield 0, rows
        return
    named: QuerySet[Any] = rows.annotate(reader=audience.reader)
    yield 0, named.exclude(reader__in=patient)
    for days, users in desk.grace.items():
        yield days, named.filter(reader__in=users)


def _insert(
    rows: QuerySet[FollowUp],
    audience: Audience,
    desk: Desk,
    now: datetime,
    *,
    mail: bool,
    silent: frozenset[int] = frozenset(),
) -> int:
    oldest = desk.today - timedelta(days=STALE_DAYS)
    channel: Any = _by_mail(audience, silent) if mail else Value(Channel.IN_APP)
    if not audience.is_contact:  # a firm has no pages of ours to be told on
        channel = Case(
            When(channel=StepChannel.IN_APP, then=Value(Channel.IN_APP)),
            default=channel,
            output_field=CharField(),
        )
    rows = rows.alias(travels=channel)
    reader = "contact" if audience.is_contact else "recipient"
    columns: dict[str, Any] = {
        "follow_up": F("pk"),
        "due_on": F("due_on"),
        reader: audience.reader,
        "channel": F("travels"),
        "is_single": _alone(audience, desk),
        "is_asked": Value(False, output_field=BooleanField()),
        "level": Value(int(audience.level), output_field=SmallIntegerField()),
        "state": Case(
            When(travels=Channel.IN_APP, then=Value(ReminderState.SENT)),
            When(due_on__lt=oldest, then=Value(ReminderState.STALE)),
            default=Value(ReminderState.QUEUED),
            output_field=CharField(),
        ),
        "queued_at": Value(now, output_field=DateTimeField()),
        "sent_at": Case(
            When(travels=Channel.IN_APP, then=Value(now, output_field=DateTimeField())),
            default=Value(None, output_field=DateTimeField()),
            output_field=DateTimeField(),
        ),
        "why": Value(audience.why, output_field=CharField()),
        "error": Value("", output_field=CharField()),
    }
    unique = "reminder_once_per_contact" if audience.is_contact else "reminder_once"
    revived = _revive(rows, audience, oldest, now) if mail else 0
    return revived + insert_select(Reminder, rows, columns, unique=unique)


def _alone(audience: Audience, desk: Desk) -> Any:
    """Whether a line is a message of its own. What an outage held up, and what is passed up, comes
    together: nobody gets forty mails at once.
    """
    if audience.level > Level.ADVISER:
        return Value(False, output_field=BooleanField())
    of_its_own = Q(channel=StepChannel.SINGLE, due_on__gte=desk.today - ONE_DAY)
    return Case(
        When(of_its_own, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _revive(rows: QuerySet[Any], audience: Audience, oldest: date, now: datetime) -> int:
    """What was dropped unsent and is needed again by mail opens again: it is still its one row.

    Apart from the insert, which thereby locks nothing that a digest is being put together from.
    """
    reader = "contact" if audience.is_contact else "recipient"
    needed = rows.filter(pk=OuterRef("follow_up"), due_on=OuterRef("due_on"), travels=Channel.EMAIL)
    needed = needed.annotate(is_for=audience.reader).filter(is_for=OuterRef(reader))
    dropped = Reminder.objects.filter(
        Exists(needed), state=ReminderState.DROPPED, due_on__gte=oldest
    )
    return dropped.update(
        state=ReminderState.QUEUED, queued_at=now, why=audience.why, level=int(audience.level)
    )


def _by_mail(audience: Audience, silent: frozenset[int]) -> Any:
    """E-mail, but on the pages only for readers who switched mail off."""
    if not silent:
        return Value(Channel.EMAIL)
    if audience.reader_id is not None:
        return Value(Channel.IN_APP if audience.reader_id in silent else Channel.EMAIL)
    return Case(
        When(adviser_now__in=silent, then=Value(Channel.IN_APP)),
        default=Value(Channel.EMAIL),
        output_field=CharField(),
    )

"""Writing the outbox: one row for each due follow-up and reader, in statements over all of them."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)

from config.shared.bulk import insert_select
from firms.accounts.models import Office
from programs.followups.audiences import Audience, Desk, audience_above, audiences, open_at
from programs.followups.calendars import calendar_of
from programs.followups.models import Channel, Escalation, FollowUp, Reminder, ReminderState
from programs.followups.rules import (
    STALE_DAYS,
    Level,
    StepChannel,
    Who,
    WorkingCalendar,
    ladder_of,
    latest_due,
    local_day,
)

logger = logging.getLogger(__name__)

#: What nobody dealt with for so long is not passed up any more; the lists still show it. Twenty
#: working days and the longest holidays fit into it.
FORGOTTEN_DAYS = 60


def queue_reminders(*, now: datetime) -> tuple[int, int]:
    """Write one reminder for every due follow-up that has none for this due day.

    Due means open and due today or before at the firm's office, so days of outage lose nothing;
    what is due longer than `STALE_DAYS` is noted as too old and not sent. Returns how many rows
    were written, and how many follow-ups found nobody. Safe to run at once in many processes: the
    unique key lets one of them write.
    """
    queued = nobody = 0
    for office in Office.objects.order_by("pk"):
        desk = Desk.on(local_day(now, office.time_zone))
        with transaction.atomic():
            for audience in audiences(office, desk, desk.today):
                queued += _write(_unreminded(audience.rows, now), audience, desk, now)
            nobody += _told_nobody(office, desk)
    if nobody:
        logger.warning("%s due follow-ups have nobody to remind.", nobody)
    return queued, nobody


def escalate(*, now: datetime) -> dict[str, int]:
    """Pass up what was not dealt with within its window of working days; each step once.

    After an outage only the highest step tells anybody. Returns follow-ups by level.
    """
    raised: dict[str, int] = {}
    for office in Office.objects.order_by("pk"):
        desk = Desk.on(local_day(now, office.time_zone))
        days = [desk.today - timedelta(days=FORGOTTEN_DAYS), desk.today]
        calendar = calendar_of(office, days)
        with transaction.atomic():
            for level, rows in _overdue(office, desk.today, calendar):
                waiting = rows.filter(~Exists(_taken(level)))
                if not waiting.exists():  # as mostly; the statements below cost more than asking
                    continue
                fresh = waiting.filter(~Exists(_above(level)))
                for audience in audience_above(level, office, desk, fresh):
                    _write(audience.rows, audience, desk, now, both=True)
                name = level.name.lower()
                raised[name] = raised.get(name, 0) + _note(waiting, level, now)
    return raised


def _overdue(
    office: Office, today: date, calendar: WorkingCalendar
) -> Iterator[tuple[Level, QuerySet[FollowUp]]]:
    """From the top down: each level with the follow-ups whose window up to it is over."""
    oldest = today - timedelta(days=FORGOTTEN_DAYS)
    told = Reminder.objects.filter(follow_up=OuterRef("pk"), due_on=OuterRef("due_on"))
    asked = told.filter(contact__isnull=False).exclude(state=ReminderState.DROPPED)
    for level in sorted(Level, reverse=True):
        for who in Who:
            working_days = ladder_of(who).days_until(level)
            if working_days:
                until = latest_due(working_days, calendar, today)
                rows = open_at(office, until).filter(
                    Exists(told.exclude(state=ReminderState.STALE)), due_on__gte=oldest
                )
                if who is Who.FIRM:  # whoever was to ask: the firm was asked by link
                    yield level, rows.filter(Exists(asked))
                else:
                    yield level, rows.filter(~Exists(asked), who=who)


def _taken(level: Level) -> QuerySet[Escalation]:
    return Escalation.objects.filter(
        follow_up=OuterRef("pk"), due_on=OuterRef("due_on"), level=level
    )


def _above(level: Level) -> QuerySet[Escalation]:
    """A higher step that was taken: then this one is only noted."""
    return Escalation.objects.filter(
        follow_up=OuterRef("pk"), due_on=OuterRef("due_on"), level__gt=level
    )


def _note(rows: QuerySet[FollowUp], level: Level, now: datetime) -> int:
    columns = {
        "follow_up": F("pk"),
        "due_on": F("due_on"),
        "level": Value(int(level), output_field=SmallIntegerField()),
        "happened_at": Value(now, output_field=DateTimeField()),
    }
    return insert_select(Escalation, rows, columns, unique="escalation_once_per_level")


def _unreminded(rows: QuerySet[FollowUp], now: datetime | None = None) -> QuerySet[FollowUp]:
    """Follow-ups nobody was told of for this due day, before this run.

    Lines of this run itself (`now`) do not count: an office has several managers, and all are told.
    """
    reminded = Reminder.objects.filter(follow_up=OuterRef("pk"), due_on=OuterRef("due_on"))
    reminded = reminded.exclude(state=ReminderState.DROPPED)
    if now is not None:
        reminded = reminded.exclude(queued_at=now, is_asked=False)
    return rows.filter(~Exists(reminded))


def _told_nobody(office: Office, desk: Desk) -> int:
    """Due follow-ups without any row; where a manager answers for the office there are none."""
    if desk.answering(office)[1]:
        return 0
    patient = max(desk.grace, default=0)
    return _unreminded(open_at(office, desk.today - timedelta(days=patient))).count()


def _write(
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
        "is_single": Case(
            When(channel=StepChannel.SINGLE, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
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

"""Passing up what nobody dealt with: each step once, in windows of working days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, SmallIntegerField, Value

from config.shared.bulk import insert_select
from firms.accounts.models import Office
from firms.audit import actions as audit
from firms.staff.calendars import calendar_of
from firms.staff.rules import ONE_DAY, WorkingCalendar
from programs.followups import events
from programs.followups.actions.queueing import (
    lines_that_count,
    note_shown,
    office_by_office,
    write_lines,
)
from programs.followups.audiences import Desk, audience_above, open_at
from programs.followups.models import Escalation, FollowUp, ReminderState
from programs.followups.rules import WINDOW, Level, State, Who, ladder_of, latest_due, local_day

#: What nobody dealt with for so long is not passed up any more; the lists still show it. Twenty
#: working days and the longest holidays fit into it.
FORGOTTEN_DAYS = 60


def escalate(*, now: datetime) -> dict[str, int]:
    """Pass up what was not dealt with within its window of working days; each step once.

    The window runs from the day somebody was told. After an outage only the highest step tells
    anybody. Returns follow-ups by level.
    """

    def one(office: Office) -> Counter[str]:
        raised: Counter[str] = Counter()
        desk = Desk.on(local_day(now, office.time_zone))
        days = [desk.today - timedelta(days=FORGOTTEN_DAYS), desk.today]
        for level, rows in _overdue(office, desk.today, calendar_of(office, days)):
            waiting = rows.filter(~Exists(_taken(level)))
            if not waiting.exists():  # as mostly; the statements below cost more than asking
                continue
            fresh = waiting.filter(~Exists(_above(level)))
            for audience in audience_above(level, office, desk, fresh):
                write_lines(audience.rows, audience, desk, now, both=True)
            raised[level.name.lower()] += _note(waiting, level, now)
        if raised:
            note_shown(office, now)
        return raised

    return dict(sum(office_by_office(one), Counter[str]()))


def give_up(*, now: datetime) -> int:
    """Close what reached the top of the ladder and nobody dealt with for sixty days: left undone.

    It stays on the timeline and in the reports, and a late answer still counts. Returns how many.
    """

    def one(office: Office) -> int:
        today = local_day(now, office.time_zone)
        oldest = today - timedelta(days=FORGOTTEN_DAYS)
        until = latest_due(WINDOW, calendar_of(office, [oldest, today]), today)
        over = _end_of(until, office)
        at_the_top = _taken(Level.MANAGER).filter(happened_at__lt=over)
        found = open_at(office, oldest - ONE_DAY).filter(Exists(at_the_top))
        rows = list(found.select_for_update(of=("self",)).select_related("firm").order_by("pk"))
        for row in rows:
            row.state, row.closed_at, row.updated_at = State.FAILED, now, now
        FollowUp.objects.bulk_update(rows, ["state", "closed_at", "updated_at"], batch_size=500)
        audit.record_many(
            audit.draft(
                events.LEFT_UNDONE,
                by=None,
                firm=row.firm,
                target=row,
                data={"day": row.due_on.isoformat()},
            )
            for row in rows
        )
        return len(rows)

    return sum(office_by_office(one))


def _overdue(
    office: Office, today: date, calendar: WorkingCalendar
) -> Iterator[tuple[Level, QuerySet[FollowUp]]]:
    """From the top down: each level with the follow-ups whose window up to it is over."""
    oldest = today - timedelta(days=FORGOTTEN_DAYS)
    told = lines_that_count().exclude(state=ReminderState.STALE)
    asked = told.filter(contact__isnull=False)
    for level in sorted(Level, reverse=True):
        for who in Who:
            working_days = ladder_of(who).days_until(level)
            if working_days:
                until = latest_due(working_days, calendar, today)
                over = _end_of(until, office)
                rows = open_at(office, until).filter(due_on__gte=oldest)
                if who is Who.FIRM:  # whoever was to ask: the firm was asked by link
                    yield level, rows.filter(Exists(asked.filter(queued_at__lt=over)))
                    continue
                rows = rows.filter(~Exists(asked), Exists(told.filter(queued_at__lt=over)))
                # A firm that could not be asked is its adviser's.
                yield level, rows.filter(who__in={who, Who.FIRM} if who is Who.ADVISER else {who})


def _end_of(day: date, office: Office) -> datetime:
    return datetime.combine(day + ONE_DAY, time.min, ZoneInfo(office.time_zone))


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

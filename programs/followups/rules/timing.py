"""When a person may be written to: the daily digest, quiet hours, days off, in the local clock."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from firms.staff.rules import WorkingCalendar


@dataclass(frozen=True)
class Wishes:
    """How a person wants to be told; times are of the office's clock."""

    digest_at: time = time(8)
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    is_quiet: bool = True
    on_days_off: bool = False


def local_day(now: datetime, zone: str) -> date:
    """The date on the wall at this moment; `now` carries a time zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def is_quiet_at(clock: time, wishes: Wishes) -> bool:
    """Whether a local time lies in the quiet hours, which may run over midnight."""
    if not wishes.is_quiet or wishes.quiet_from == wishes.quiet_until:
        return False
    if wishes.quiet_from < wishes.quiet_until:
        return wishes.quiet_from <= clock < wishes.quiet_until
    return clock >= wishes.quiet_from or clock < wishes.quiet_until


def may_write(now: datetime, zone: str, wishes: Wishes, calendar: WorkingCalendar) -> bool:
    """Whether a message of its own may go out at this moment."""
    local = now.astimezone(ZoneInfo(zone))
    if not (wishes.on_days_off or calendar.is_working(local.date())):
        return False
    return not is_quiet_at(local.time(), wishes)


def digest_is_due(now: datetime, zone: str, wishes: Wishes, calendar: WorkingCalendar) -> bool:
    """Whether today's digest may go out: its hour has come on the wall, and it is not quiet.

    It compares wall times of one local day, so a clock that is put forward or back within the day
    neither skips nor doubles a digest; that there is only one a day is the outbox's law.
    """
    local = now.astimezone(ZoneInfo(zone))
    return local.time() >= wishes.digest_at and may_write(now, zone, wishes, calendar)

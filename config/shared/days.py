"""Days and moments as pages write them."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config.shared import clock


def _as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _written(value: date | datetime, pattern: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(value, pattern)
    )


def day(value: date | datetime | None) -> SafeString | str:
    """A short date; the year is left out in the current one: 14 Mar 2025."""
    if not value:
        return "–"
    on = _as_day(value)
    if on.year == clock.today().year:
        # Translators: date format of Django; Russian: "j E".
        return _written(on, pgettext("date", "j M"))
    # Translators: date format of Django; Russian: "j E Y".
    return _written(on, pgettext("date", "j M Y"))


def days_to(first: date | datetime | None, last: date | datetime | None) -> SafeString | str:
    """From one day to another, nothing said twice: 12–16 Feb 2027.

    English and Russian both put the day first. A period that is open at one end is written as that
    one day: whoever shows it words it.
    """
    if not first or not last:
        return day(first or last)
    begin, end = _as_day(first), _as_day(last)
    if begin == end:
        return day(end)
    if begin.year != end.year:
        # Translators: date format of Django; Russian: "j E Y".
        return format_html("{} – {}", _written(begin, pgettext("date", "j M Y")), day(end))
    if begin.month != end.month:
        # Translators: date format of Django; Russian: "j E".
        return format_html("{} – {}", _written(begin, pgettext("date", "j M")), day(end))
    return format_html("{}–{}", _written(begin, "j"), day(end))


def day_full(value: date | datetime | None) -> SafeString | str:
    """A date in full: 14 March 2025."""
    return _written(_as_day(value), pgettext("date", "j F Y")) if value else "–"


def weekday(value: date | datetime | None) -> SafeString | str:
    """A date with its weekday: Thursday, 19 November."""
    return _written(_as_day(value), pgettext("date", "l, j F")) if value else "–"


def moment(value: datetime | None) -> SafeString | str:
    """A moment in the current time zone: 19 Nov 2026, 09:00."""
    if not value:
        return "–"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _written(local, pgettext("date", "j M Y, H:i"))


def days_ago(value: date | datetime | None) -> str:
    """How far a day is from today, in words."""
    if not value:
        return "–"
    days = (clock.today() - _as_day(value)).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    return ngettext("in %(n)d day", "in %(n)d days", -days) % {"n": -days}


def days_late(value: date | datetime | None) -> str:
    """How late something due that day is; empty when it is not."""
    days = (clock.today() - _as_day(value)).days if value else 0
    if days <= 0:
        return ""
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}


def due_day(value: date | datetime | None) -> SafeString | str:
    """A due date as people say it: Today, else the short date."""
    if value and _as_day(value) == clock.today():
        return _("Today")
    return day(value)

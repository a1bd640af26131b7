"""A person's open follow-ups as iCalendar (RFC 5545): whole days, with a stable identity each."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from firms.accounts.models import User
from firms.register.models import Firm
from programs.followups.labels import subject_of
from programs.followups.models import FollowUp

#: How far ahead a calendar looks, and the most entries it holds.
AHEAD = timedelta(days=400)
LIMIT = 2000


def as_ics(user: User, *, now: datetime) -> bytes:
    """The calendar of `user`, in the person's language; rows through the one access policy."""
    rows = FollowUp.objects.visible_to(user).due_by((now + AHEAD).date())
    rows = rows.filter(firm__in=Firm.objects.on_the_desk_of(user).active())
    host = urlsplit(settings.SITE_URL).hostname
    with override(user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Portolan//follow-ups//")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Follow-ups"))
        for row in rows.select_related("firm", "engagement__intervention").order_by("due_on", "pk")[
            :LIMIT
        ]:
            event = Event()
            event.add("uid", f"follow-up-{row.pk}@{host}")
            event.add("dtstamp", row.updated_at)
            event.add("dtstart", row.due_on)
            event.add("dtend", row.due_on + timedelta(days=1))
            event.add("summary", f"{row.firm.legal_name}: {subject_of(row)}")
            event.add("transp", "TRANSPARENT")
            path = reverse("programs:follow-up", args=[row.pk])
            event.add("url", settings.SITE_URL + path)
            calendar.add_component(event)
    return bytes(calendar.to_ical())

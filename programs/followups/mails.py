"""Messages about follow-ups: plain text and HTML, in the language of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from firms.accounts.models import User
from programs.followups.labels import subject_of, why_you
from programs.followups.models import Reminder


@dataclass(frozen=True)
class Line:
    """One follow-up of a message."""

    firm: str
    subject: str
    due_on: date
    url: str
    why: str


def reminder_mail(
    person: User, rows: Sequence[Reminder], *, connection: Any = None
) -> EmailMultiAlternatives:
    """One message with all of `rows`, which belong to `person`; links start with SITE_URL."""
    with override(person.language):
        lines = [
            Line(
                firm=row.follow_up.firm.legal_name,
                subject=subject_of(row.follow_up),
                due_on=row.occurrence,
                url=settings.SITE_URL + reverse("programs:follow-up", args=[row.follow_up_id]),
                why=why_you(row.why),
            )
            for row in sorted(rows, key=lambda row: (row.occurrence, row.pk))
        ]
        context = {
            "person": person,
            "lines": lines,
            "reasons": sorted({line.why for line in lines}),
            "day_url": settings.SITE_URL + reverse("home"),
        }
        message = EmailMultiAlternatives(
            subject=_subject(lines),
            body=render_to_string("programs/followups/mail/reminder.txt", context),
            to=[person.email],
            connection=connection,
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(
            render_to_string("programs/followups/mail/reminder.html", context), "text/html"
        )
    return message


def _subject(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        words = {"firm": lines[0].firm, "subject": lines[0].subject}
        text = _("Follow-up due: %(firm)s, %(subject)s") % words
    else:
        text = ngettext("%(n)d follow-up is due", "%(n)d follow-ups are due", len(lines)) % {
            "n": len(lines)
        }
    return " ".join(text.split())

"""Messages about follow-ups: plain text and HTML, in the language of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from firms.accounts.models import User
from firms.register.models import Contact
from programs.followups.claims import Claim
from programs.followups.labels import subject_of
from programs.followups.models import MessageKind, Reminder
from programs.followups.reasons import reader_reason
from programs.followups.rules import Level

#: How many follow-ups a digest lists; the page it links to shows all.
LISTED = 50


@dataclass(frozen=True)
class Line:
    """One follow-up of a message."""

    firm: str
    subject: str
    due_on: date
    url: str
    why: str
    is_passed_up: bool


def compose(claim: Claim, *, connection: Any = None) -> EmailMultiAlternatives:
    """The message of a claim; links start with SITE_URL."""
    reader = claim.reader
    with override(language_of(reader)):
        if claim.message.kind == MessageKind.QUESTION:
            name, context = "question", _question(claim)
            subject = _("%(firm)s: how did it go?") % {"firm": context["firm"]}
        else:
            name, context = "reminder", _reminder(claim.rows)
            subject = _subject(context["lines"], context["count"])
        context |= {"person": reader, "day_url": settings.SITE_URL + reverse("home")}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"programs/followups/mail/{name}.txt", context),
            to=[claim.message.address],
            connection=connection,
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": f"<{claim.message.token}@{urlsplit(settings.SITE_URL).hostname}>",
            },
        )
        html = render_to_string(f"programs/followups/mail/{name}.html", context)
        message.attach_alternative(html, "text/html")
    return message


def _reminder(rows: Sequence[Reminder]) -> dict[str, Any]:
    lines = [
        Line(
            firm=row.follow_up.firm.legal_name,
            subject=subject_of(row.follow_up),
            due_on=row.due_on,
            url=settings.SITE_URL + reverse("programs:follow-up", args=[row.follow_up_id]),
            why=reader_reason(row.why),
            is_passed_up=row.level > Level.ADVISER,
        )
        for row in sorted(rows, key=lambda row: (-row.level, row.due_on, row.pk))
    ]
    return {
        "lines": lines[:LISTED],
        "count": len(lines),
        "more": max(0, len(lines) - LISTED),
        "reasons": sorted({line.why for line in lines}),
        "settings_url": settings.SITE_URL + reverse("programs:messages"),
    }


def _question(claim: Claim) -> dict[str, Any]:
    (row,) = claim.rows
    follow_up = row.follow_up
    url = reverse("programs:answer", args=[claim.links[row.pk]])
    return {
        "firm": follow_up.firm.legal_name,
        "subject": subject_of(follow_up),
        "due_on": follow_up.due_on,
        "url": settings.SITE_URL + url,
    }


def _subject(lines: Sequence[Line], count: int) -> str:
    if count == 1:
        words = {"firm": lines[0].firm, "subject": lines[0].subject}
        if lines[0].is_passed_up:
            return _("Passed up to you: %(firm)s, %(subject)s") % words
        return _("Follow-up due: %(firm)s, %(subject)s") % words
    words_many = ngettext("%(n)d follow-up is due", "%(n)d follow-ups are due", count)
    return words_many % {"n": count}


def language_of(reader: User | Contact) -> str:
    """The language a reader reads: a user's own; a contact's, as far as the register knows it."""
    if isinstance(reader, User):
        return reader.language
    known = User.objects.filter(email__iexact=reader.email).values_list("language", flat=True)
    if language := known.first():
        return language
    spoken = reader.languages.casefold()
    named = {
        spoken.find(word): code
        for code, words in _SPOKEN.items()
        for word in words
        if word in spoken
    }
    return named[min(named)] if named else settings.LANGUAGE_CODE


#: What a contact's free text calls the languages we write.
_SPOKEN = {"en": ("english", "англ"), "ru": ("russian", "рус")}

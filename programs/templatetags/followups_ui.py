"""Words about follow-ups for templates."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _

from programs.followups.labels import asked_questions, subject_of
from programs.followups.models import FOLLOW_UP_LABELS, FollowUp, Reminder
from programs.followups.reasons import reader_reason
from programs.followups.rules import State

register = template.Library()


@register.filter
def promise(follow_up: FollowUp | None) -> str:
    """What was promised: by hand its subject, else so many days after which help."""
    return subject_of(follow_up) if follow_up else ""


@register.filter
def occasion(follow_up: FollowUp) -> str:
    """Short kind of promise, under the due date."""
    return _("promise") if follow_up.engagement_id is None else _("follow-up")


@register.filter
def answer_lines(follow_up: FollowUp) -> list[str]:
    """What a firm answered, without the questions."""
    return [answer for _question, answer in asked_questions(follow_up)]


@register.filter
def follow_up_state(state: str) -> str:
    """A state in words."""
    return str(FOLLOW_UP_LABELS[State(state)])


@register.filter
def told_why(reminder: Reminder) -> str:
    """Why this reader was told."""
    return reader_reason(reminder.why)


@register.simple_tag
def inline_form(follow_up: FollowUp, act: str) -> SafeData:
    """Attributes of a link whose form opens in its row; without scripts it is a page."""
    address = reverse(f"programs:follow-up-{act}", args=[follow_up.pk])
    return format_html('hx-get="{}" hx-target="#act-{}" hx-swap="innerHTML"', address, follow_up.pk)

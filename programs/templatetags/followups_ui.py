"""Words about follow-ups for templates."""

from django import template
from django.utils.translation import gettext as _

from programs.followups.labels import subject_of
from programs.followups.models import FollowUp

register = template.Library()


@register.filter
def promise(follow_up: FollowUp | None) -> str:
    """What was promised: by hand its subject, else so many days after which help."""
    return subject_of(follow_up) if follow_up else ""


@register.filter
def occasion(follow_up: FollowUp) -> str:
    """Short kind of promise, under the due date."""
    return _("promise") if follow_up.engagement_id is None else _("follow-up")

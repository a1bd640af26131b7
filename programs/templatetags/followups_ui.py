"""Words about follow-ups for templates."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.followups.models import FollowUp

register = template.Library()


@register.filter
def promise(follow_up: FollowUp | None) -> str:
    """What was promised: by hand its subject, else so many days after which help."""
    if follow_up is None:
        return ""
    if follow_up.engagement is None or follow_up.subject:
        return follow_up.subject
    days = follow_up.offset_days or 0
    return ngettext(
        "%(days)d day after: %(help)s", "%(days)d days after: %(help)s", days
    ) % {"days": days, "help": follow_up.engagement.intervention.name}


@register.filter
def occasion(follow_up: FollowUp) -> str:
    """Short kind of promise, under the due date."""
    return _("promise") if follow_up.engagement_id is None else _("follow-up")

"""Kinds of events about criteria."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.eligibility.models import VERDICT_LABELS
from programs.eligibility.rules import Verdict


def _verdict(code: object) -> object:
    return VERDICT_LABELS[Verdict(str(code))]


CRITERIA_CREATED = kinds.register(
    "criteria.created",
    _("%(by)s began the criteria %(name)s."),
    group="methodology",
    icon="list-check",
)
CRITERIA_CHANGED = kinds.register(
    "criteria.changed",
    _("%(by)s changed what the criteria %(name)s are called or meant for."),
    group="methodology",
    icon="edit",
)
CRITERIA_PUBLISHED = kinds.register(
    "criteria.published",
    _("%(by)s published version %(number)s of the criteria %(name)s."),
    group="methodology",
    icon="shield-check",
)
CRITERIA_RETIRED = kinds.register(
    "criteria.retired",
    _("%(by)s retired the criteria %(name)s."),
    group="methodology",
    icon="archive",
)
FIRM_CHECKED = kinds.register(
    "criteria.firm_checked",
    _("Held against the criteria %(name)s, version %(number)s: %(verdict)s."),
    group="help",
    icon="clipboard-check",
    words={"verdict": _verdict},
)

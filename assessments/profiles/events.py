"""Kinds of events about profiles and stages."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.methodology.structure import text
from assessments.profiles.models import STAGE_LABELS
from assessments.scoring.results import Stage
from firms.audit import kinds


def _stage(code: object) -> object:
    """The label of a stage code; a firm without a placement has none yet."""
    return STAGE_LABELS[Stage(str(code))] if code else _("not placed")


def _names(names: object) -> object:
    """Names kept in all languages with the event, in the reader's."""
    return text(names, get_language() or "en") if isinstance(names, dict) else names


PROFILE_CONFIRMED = kinds.register(
    "profile.confirmed",
    _("Constraint profile: %(top)s holds the firm back most, %(severity)s of 100."),
    group="stage",
    icon="chart-bar",
    words={"top": _names},
)
PROFILE_UNKNOWN = kinds.register(
    "profile.unknown",
    _("Constraint profile: too few answers, no constraint could be assessed."),
    group="stage",
    icon="chart-bar",
)
STAGE_PROPOSED = kinds.register(
    "stage.proposed",
    _("The rules propose the stage: %(stage)s."),
    group="stage",
    icon="route",
    words={"stage": _stage},
)
STAGE_CONFIRMED = kinds.register(
    "stage.confirmed",
    _("%(by)s confirmed the stage: %(stage)s."),
    group="stage",
    icon="route",
    words={"stage": _stage},
)
STAGE_MOVED = kinds.register(
    "stage.moved",
    _("%(by)s moved the stage from “%(before)s” to “%(stage)s”."),
    group="stage",
    icon="route",
    words={"before": _stage, "stage": _stage},
)
STAGE_OVERRIDDEN = kinds.register(
    "stage.overridden",
    _("%(by)s placed the firm in “%(stage)s” against the proposal “%(proposed)s”."),
    group="stage",
    icon="route",
    words={"stage": _stage, "proposed": _stage},
)

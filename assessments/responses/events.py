"""Kinds of events about assessments."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

ASSESSMENT_STARTED = kinds.register(
    "assessment.started", _("%(by)s started an assessment."), group="stage", icon="clipboard-list"
)
ASSESSMENT_SUBMITTED = kinds.register(
    "assessment.submitted",
    _("%(by)s finished the assessment: %(answered)s of %(questions)s questions answered."),
    group="stage",
    icon="clipboard-check",
)
SELF_ASSESSMENT_SUBMITTED = kinds.register(
    "assessment.self_submitted",
    _("%(by)s assessed the firm for itself: %(answered)s of %(questions)s questions answered."),
    group="stage",
    icon="clipboard-check",
)

"""Kinds of events about cohorts; they concern no single firm."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

COHORT_CREATED = kinds.register(
    "cohort.created", _("%(by)s set up the cohort %(cohort)s."), group="record", icon="route"
)
COHORT_FROZEN = kinds.register(
    "cohort.frozen",
    # Translators: members is a number: "with its members fixed: 348".
    _("%(by)s froze the cohort %(cohort)s, with its members fixed: %(members)s."),
    group="record",
    icon="snowflake",
)

"""Declares imports of support logs to the pages of imports."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firms.imports import kinds
from programs.supportlog.actions import KIND, undo_support_log
from programs.supportlog.refusals import REASONS

#: Follow-ups the reconciler wrote and nobody has touched.
UNTOUCHED = Q(created_by=None, closed_by=None, done_on=None, note="", answers={})

SUPPORT_LOG = kinds.register(
    KIND,
    _("Log of past support"),
    reasons=REASONS,
    undo=undo_support_log,
    by_itself={"programs.followup": UNTOUCHED},
)

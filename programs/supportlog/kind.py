"""Declares imports of support logs to the pages of imports."""

from django.utils.translation import gettext_lazy as _

from firms.imports import kinds
from programs.supportlog.actions import KIND, undo_support_log
from programs.supportlog.refusals import REASONS

SUPPORT_LOG = kinds.register(KIND, _("Log of past support"), reasons=REASONS, undo=undo_support_log)

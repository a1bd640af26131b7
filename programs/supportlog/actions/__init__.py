"""Importing a log of past support, and taking an import back."""

from programs.supportlog.actions.importing import import_support_log
from programs.supportlog.actions.report import KIND, Report
from programs.supportlog.actions.undoing import undo_support_log

__all__ = ["KIND", "Report", "import_support_log", "undo_support_log"]

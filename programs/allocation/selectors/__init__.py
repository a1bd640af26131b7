"""Reads of dated offers, applications and allocations."""

from programs.allocation.selectors.applications import (
    application_page,
    conditions_met,
    documents_of,
)
from programs.allocation.selectors.calendar import (
    VIEW_LABELS,
    View,
    calendar,
    calendar_counts,
    calendar_rows,
    calendar_view,
)
from programs.allocation.selectors.names import constraints_of, reading_names
from programs.allocation.selectors.offerings import offering_page, offerings_of, open_offerings
from programs.allocation.selectors.reviews import may_review, review_of, why_no_points
from programs.allocation.selectors.runs import run_page

__all__ = [
    "VIEW_LABELS",
    "View",
    "application_page",
    "calendar",
    "calendar_counts",
    "calendar_rows",
    "calendar_view",
    "conditions_met",
    "constraints_of",
    "documents_of",
    "may_review",
    "offering_page",
    "offerings_of",
    "open_offerings",
    "reading_names",
    "review_of",
    "run_page",
    "why_no_points",
]

"""Reads of reports."""

from programs.reports.selectors.figures import (
    PromiseFigure,
    PromisePart,
    ReliefFigure,
    Retention,
    WaitFigure,
    WaitPoint,
)
from programs.reports.selectors.members import (
    Group,
    MemberList,
    MemberRow,
    member_list,
    read_group,
)
from programs.reports.selectors.report import CohortReport, cohort_report

__all__ = [
    "CohortReport",
    "Group",
    "MemberList",
    "MemberRow",
    "PromiseFigure",
    "PromisePart",
    "ReliefFigure",
    "Retention",
    "WaitFigure",
    "WaitPoint",
    "cohort_report",
    "member_list",
    "read_group",
]

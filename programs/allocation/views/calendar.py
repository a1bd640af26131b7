"""The calendar of offerings: what is ahead in all programs, without opening each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from config.shared import clock
from config.shared.lists import ListPage
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from programs.allocation import selectors
from programs.allocation.filters import CalendarFilter
from programs.allocation.querysets import OfferingQuerySet
from programs.allocation.selectors import View

#: How long before its last day an application is pressing.
SOON = timedelta(days=7)


class Calendar(ManagerPage, ListPage):
    """Offerings in view by their day; those that are over, the latest first."""

    template_name = "programs/allocation/calendar.html"
    partial_name = "programs/allocation/calendar.html#rows"
    filterset_class = CalendarFilter
    sorts = {
        "title": ["title"],
        "program": ["program__name", "starts_on"],
        "when": ["starts_on"],
        "by": ["apply_by", "starts_on"],
        "asked": ["-asked"],
    }

    @property
    def view(self) -> View:
        asked = self.request.GET.get("show", "")
        return View(asked) if asked in set(View) else View.AHEAD

    @property
    def default_sort(self) -> str:  # type: ignore[override]
        return "-when" if self.view == View.OVER else "when"

    def get_rows(self) -> OfferingQuerySet:
        rows = selectors.calendar(self.request.user)
        return rows.filter(selectors.calendar_view(self.view, today=clock.today()))

    def shape(self, rows: Any) -> Sequence[Any]:
        return selectors.calendar_rows(list(rows), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        counts = selectors.calendar_counts(user, today=today)
        plans = user.may(Capability.MANAGE_PROGRAMS)
        views = [
            (view, label, counts[view])
            for view, label in selectors.VIEW_LABELS.items()
            if plans or view != View.DRAFTS or counts[view]
        ]
        return super().get_context_data(
            views=views,
            view=self.view,
            sort=self.get_sort(),
            may_plan=plans,
            today=today,
            soon=today + SOON,
            **kwargs,
        )

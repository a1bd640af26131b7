"""The attendance of all firms of an offering on one page."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.lists import LenientPaginator
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.allocation.models import Offering
from programs.engagements import actions, grid_pages, selectors
from programs.engagements.rules.delivery import MOST_SESSION_DAYS
from programs.engagements.rules.grid import RowState
from programs.engagements.standing import sessions_of, standing_of

#: Firms on one page.
ROWS = 200


class AttendanceGrid(StaffPage, TemplateView):
    """Marks by day, hours and no-show of every firm; saves what is right, keeps the rest typed."""

    capability = Capability.MANAGE_ENGAGEMENTS
    template_name = "programs/engagements/attendance.html"

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def days(self) -> tuple[date, ...]:
        return sessions_of(self.offering)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, days = clock.today(), self.days
        if "rows" not in kwargs:
            firms = selectors.on_the_grid(self.offering, self.request.user)
            page = LenientPaginator(firms, ROWS).get_page(self.request.GET.get("page", 1))
            kwargs |= {"page": page, "firm_count": page.paginator.count}
            kwargs["rows"] = grid_pages.rows_of(standing_of(list(page)), days, today=today)
        return super().get_context_data(
            offering=self.offering,
            days=days,
            marks=grid_pages.MARKS,
            is_cut=len(days) == MOST_SESSION_DAYS and days[-1] < self.offering.ends_on,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        days = self.days
        typed = grid_pages.read(request.POST, days)
        ours = selectors.on_the_grid(self.offering, request.user).filter(pk__in=typed)
        keys = set(ours.values_list("pk", flat=True))
        gone = sum(row.is_touched(days) for pk, row in typed.items() if pk not in keys)
        saved = actions.save_attendance(
            typed={pk: row for pk, row in typed.items() if pk in keys}, days=days, by=request.user
        )
        said = " ".join(grid_pages.counted(saved, gone=gone))
        if not (saved.count(RowState.WRONG) or saved.count(RowState.OVERTAKEN) or gone):
            messages.success(request, said)
            return redirect(request.get_full_path())
        messages.warning(request, said)
        rows = grid_pages.rows_of(
            standing_of(list(ours.all())), days, today=clock.today(), typed=typed, saved=saved
        )
        return self.render_to_response(self.get_context_data(rows=rows, firm_count=len(rows)))

"""The attendance of all firms of an offering on one page."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.allocation.models import Offering
from programs.engagements import actions, grid_pages, selectors
from programs.engagements.rules.grid import RowState
from programs.engagements.standing import sessions_of, standing_of


class AttendanceGrid(StaffPage, TemplateView):
    """Marks by day, hours and no-show of every firm; saves what is right, keeps the rest typed."""

    capability = Capability.MANAGE_ENGAGEMENTS
    template_name = "programs/engagements/attendance.html"

    @cached_property
    def offering(self) -> Offering:
        rows = Offering.objects.select_related("program", "intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, days = clock.today(), sessions_of(self.offering)
        if "rows" not in kwargs:
            engagements = selectors.on_the_grid(self.offering, self.request.user)
            kwargs["rows"] = grid_pages.rows_of(standing_of(engagements), days, today=today)
        return super().get_context_data(
            offering=self.offering,
            days=days,
            today=today,
            marks=grid_pages.MARKS,
            is_cut=days[-1] < self.offering.ends_on,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        days = sessions_of(self.offering)
        engagements = selectors.on_the_grid(self.offering, request.user)
        typed = grid_pages.read(request.POST, engagements, days)
        saved = actions.save_attendance(typed=typed, days=days, by=request.user)
        said = grid_pages.counted(saved)
        is_whole = not saved.count(RowState.WRONG) and not saved.count(RowState.OVERTAKEN)
        if is_whole:
            messages.success(request, " ".join(said))
            return redirect(request.path)
        messages.warning(request, " ".join(said))
        rows = grid_pages.rows_of(
            standing_of(selectors.on_the_grid(self.offering, request.user)),
            days,
            today=clock.today(),
            typed=typed,
            saved=saved,
        )
        return self.render_to_response(self.get_context_data(rows=rows))

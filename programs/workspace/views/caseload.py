"""The caseload: table, board, and the same rows as a sheet."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.profiles.models import STAGE_LABELS
from config.shared import clock, spreadsheets
from config.shared.lists import ListPage
from firms.accounts.access import StaffPage
from firms.accounts.roles import Role
from firms.register.querysets import FirmQuerySet
from firms.register.sectors import sector_name
from programs.workspace import selectors
from programs.workspace.filters import CaseloadFilter

VIEWS = {
    "mine": gettext_lazy("Mine"),
    "all": gettext_lazy("All I may see"),
    "silent": gettext_lazy("No contact for 90 days"),
    "blocked": gettext_lazy("A blocking constraint"),
    "unassigned": gettext_lazy("Unassigned"),
    "left": pgettext_lazy("state of a firm", "Left"),
}
BOARD_LIMIT = 200


class Caseload(StaffPage, ListPage):
    """Firms in view, by next follow-up unless the address says otherwise."""

    template_name = "programs/workspace/caseload.html"
    partial_name = "programs/workspace/caseload.html#rows"
    filterset_class = CaseloadFilter
    sorts = {
        "name": ["normalised_name"],
        "stage": ["stage_order"],
        "since": ["stage_since"],
        "severity": ["-top_severity"],
        "due": ["next_due_order"],
        "contact": ["last_contact"],
        "help": ["-open_help"],
    }
    default_sort = "due"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match request.GET.get("format"):
            case "csv":
                return spreadsheets.csv_response("caseload", *self._sheet())
            case "xlsx":
                header, rows = self._sheet()
                return spreadsheets.xlsx_response("caseload", header, list(rows))
        return super().get(request, *args, **kwargs)

    @property
    def view(self) -> str:
        asked = self.request.GET.get("show", "")
        if asked in VIEWS:
            return asked
        searches = bool(self.request.GET.get("q"))  # a search from anywhere means everywhere
        return "mine" if self.request.user.role == Role.ADVISER and not searches else "all"

    def get_rows(self) -> FirmQuerySet:
        today = clock.today()
        firms = selectors.caseload(self.request.user)
        return firms.filter(selectors.view_filter(self.view, self.request.user, today=today))

    def shape(self, rows: Sequence[Any]) -> Sequence[Any]:
        return selectors.caseload_rows(list(rows), today=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = self.request.GET.get("as") == "board"
        if board:
            self.page_size = BOARD_LIMIT
        counts = selectors.view_counts(self.request.user, list(VIEWS), today=clock.today())
        context = super().get_context_data(
            views=[selectors.View(code, label, counts[code]) for code, label in VIEWS.items()],
            view=self.view,
            board=board,
            **kwargs,
        )
        if board:
            context["columns"] = _columns(context["rows"])
        return context

    def _sheet(self) -> tuple[Sequence[Any], Any]:
        filters = self.filterset_class(self.request.GET, self.get_rows(), request=self.request)
        firms = list(self.sorted_rows(filters.qs))
        header = [
            _("Firm"),
            _("Registration number"),
            _("Country"),
            _("Sector"),
            _("Stage"),
            _("Since"),
            _("Top constraint"),
            _("Severity"),
            _("Next follow-up"),
            _("Last contact"),
            _("Open engagements"),
            _("Adviser"),
        ]
        return header, [_cells(row) for row in self.shape(firms)]


def _cells(row: selectors.CaseloadRow) -> list[Any]:
    firm = row.firm
    return [
        firm.legal_name,
        firm.registration_number,
        firm.country,
        sector_name(firm.isic_section, firm.isic_division),
        str(STAGE_LABELS.get(row.stage, "")),  # type: ignore[call-overload]
        firm.stage_since,  # type: ignore[attr-defined]
        row.constraint,
        row.severity,
        row.follow_up.due_on if row.follow_up else None,
        row.last_contact,
        row.open_engagements,
        row.adviser.name if row.adviser else "",
    ]


def _columns(rows: Sequence[selectors.CaseloadRow]) -> list[tuple[str | None, list[Any]]]:
    order: list[str | None] = [None, *[str(stage) for stage in STAGE_LABELS]]
    return [(stage, [row for row in rows if row.stage == stage]) for stage in order]

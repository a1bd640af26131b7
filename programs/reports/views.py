"""The report on a cohort: page, list of members behind a figure, sheet and JSON."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import View

from config.shared import clock, spreadsheets
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError, GroupWithheld
from config.shared.lists import LenientPaginator
from firms.accounts.access import ManagerPage
from programs.cohorts import selectors as cohort_selectors
from programs.cohorts.errors import NotFrozen
from programs.cohorts.models import Cohort
from programs.reports import drawing, exports, sentences, words
from programs.reports.asof import Days, read_days
from programs.reports.rules import Withheld
from programs.reports.selectors import (
    CohortReport,
    WaitFigure,
    cohort_report,
    member_list,
    read_group,
)

STATUS = {NotFrozen.code: 409, GroupWithheld.code: 403}
PAGE_SIZE = 50


def status_of(refusal: DomainError) -> int:
    """The HTTP status of a refusal about a report; 400 for what was asked wrongly."""
    return STATUS.get(refusal.code, 400)


class OneCohortPage(ManagerPage, View):
    """What every address of one cohort shares."""

    @cached_property
    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.select_related("office", "program", "frozen_by")
        return get_visible_or_404(cohorts, self.request.user, pk=self.kwargs["pk"])

    def read_days(self) -> Days:
        words_of = self.request.GET
        return read_days(
            words_of.get("as_of", ""),
            words_of.get("recorded_by", ""),
            self.cohort,
            today=clock.today(),
        )

    def report(self) -> CohortReport:
        days = self.read_days()
        return cohort_report(
            self.cohort, self.request.user, as_of=days.as_of, recorded_by=days.recorded_by
        )


class ReportPage(OneCohortPage, TemplateView):
    """All figures of a cohort on one page."""

    template_name = "programs/reports/cohort.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = clock.today()
        context = {
            "cohort": self.cohort,
            "today": today,
            "is_window_over": cohort_selectors.is_window_over(self.cohort, today=today),
            "may_freeze": cohort_selectors.may_freeze(request.user, self.cohort, today=today),
        }
        if self.cohort.frozen_at is None:
            return self.render_to_response(self.get_context_data(**context))
        try:
            report = self.report()
        except DomainError as refusal:
            context |= {"refusal": str(refusal)}
            return self.render_to_response(
                self.get_context_data(**context), status=status_of(refusal)
            )
        return self.render_to_response(self.get_context_data(**context, **page(report)))


def page(report: CohortReport) -> dict[str, Any]:
    """The report with its pictures and headings, as the template prints them."""
    return {
        "report": report,
        "mix": drawing.mix(report.matrix.at_intake, report.matrix.now, report.n),
        "flow": drawing.flow_picture(report.flows),
        "curves": curves(report),
        "title": sentences.report_title(report),
        "mix_headline": sentences.mix_headline(report),
        "flow_headline": sentences.flow_headline(report),
        "withheld_moves": sentences.withheld_moves(report),
        "wait_headline": sentences.wait_headline(report),
        "wait_sentences": [
            (figure, sentences.wait_sentence(figure)) for figure in report.waits if figure.points
        ],
        "promise_headline": sentences.promise_headline(report),
        "relief_headline": sentences.relief_headline(report),
        "relief": [one for one in report.relief if isinstance(one.n, int) and one.n],
        "relief_hidden": [one for one in report.relief if isinstance(one.n, Withheld)],
        "relief_empty": [one for one in report.relief if one.n == 0],
    }


def curves(report: CohortReport) -> dict[str, Any] | None:
    """What the chart of waiting times draws; None when no curve may be shown."""
    shown = [figure for figure in report.waits if figure.points]
    if not shown:
        return None
    return {
        "unit": _("months since intake"),
        "axis": _("months since intake, and firms still waiting"),
        "at_risk": _("At risk"),
        "interval": 6,
        "series": [_series(figure) for figure in shown],
    }


def _series(figure: WaitFigure) -> dict[str, Any]:
    return {
        "name": str(words.FROM_STAGE_SHORT[figure.stage]),
        "label": sentences.wait_label(figure),
        "points": [
            [point.month, point.reached, point.low, point.high, point.at_risk]
            for point in figure.points
        ],
    }


class MembersPage(OneCohortPage, TemplateView):
    """The firms behind one figure of the report."""

    template_name = "programs/reports/members.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            days, group = self.read_days(), read_group(request.GET.dict())
            found = member_list(self.cohort, request.user, group, days=days)
        except DomainError as refusal:
            return self.render_to_response(
                self.get_context_data(cohort=self.cohort, refusal=str(refusal)),
                status=status_of(refusal),
            )
        rows = LenientPaginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page", 1))
        context = self.get_context_data(
            cohort=self.cohort,
            found=found,
            report=found.report,
            group=group,
            page=rows,
            constraint_name=next(
                (one.name for one in found.report.relief if one.constraint == group.constraint), ""
            ),
        )
        return self.render_to_response(context)


class ReportCsv(OneCohortPage):
    """The report as a sheet, or one figure of it (`?figure=`)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            report = self.report()
        except DomainError as refusal:
            return HttpResponse(
                str(refusal), status=status_of(refusal), content_type="text/plain; charset=utf-8"
            )
        asked = request.GET.get("figure", "")
        header, rows = exports.sheet(report, asked if asked in exports.FIGURES else "")
        name = f"cohort-{self.cohort.code}-{report.as_of.isoformat()}"
        response = spreadsheets.csv_response(name, header, rows)
        response["X-Rows"] = str(len(rows))
        return response


class ReportJson(OneCohortPage):
    """The report as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            report = self.report()
        except DomainError as refusal:
            body = {"code": refusal.code, "message": str(refusal)}
            return JsonResponse(body, status=status_of(refusal))
        return JsonResponse(exports.as_json(report))

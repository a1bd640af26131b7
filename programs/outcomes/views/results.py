"""Results of a program, and the lists behind their figures."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError, GroupWithheld
from config.shared.lists import LenientPaginator
from config.shared.small_groups import WITHHELD
from firms.accounts.access import ManagerPage
from programs.catalogue.models import Program
from programs.catalogue.selectors import answers_for
from programs.outcomes import selectors
from programs.outcomes.forms import PeriodForm
from programs.outcomes.models import GRADE_COLUMNS, IndicatorTarget

PAGE_SIZE = 50


class OneProgramPage(ManagerPage, TemplateView):
    """A page of one program's results."""

    @cached_property
    def program(self) -> Program:
        return get_visible_or_404(Program, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def period(self) -> PeriodForm:
        return PeriodForm(self.request.GET or None)

    @property
    def days(self) -> dict[str, Any]:
        """The days of the address; all of them where it names none that can be."""
        is_asked = self.period.is_bound and self.period.is_valid()
        return dict(self.period.cleaned_data) if is_asked else {}


class ProgramResultsPage(OneProgramPage):
    """Four columns side by side, by kind; bounds, response and targets beside them."""

    template_name = "programs/outcomes/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        results = selectors.program_results(self.program, user, **self.days)
        return super().get_context_data(
            program=self.program,
            period=self.period,
            grades=GRADE_COLUMNS,
            withheld=WITHHELD,
            results=results,
            targets=results.targets,
            may_target=answers_for(user, self.program),
            **kwargs,
        )


class ListBehindPage(OneProgramPage):
    """The results behind one figure; a withheld figure has none (403), nor has nonsense (400)."""

    template_name = "programs/outcomes/behind.html"

    def found(self) -> selectors.ListBehind:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"program": self.program, "days": self.days}
        try:
            found = self.found()
        except DomainError as refusal:
            status = 403 if isinstance(refusal, GroupWithheld) else 400
            context["refusal"] = str(refusal)
            return self.render_to_response(self.get_context_data(**context), status=status)
        page = LenientPaginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page", 1))
        return self.render_to_response(
            self.get_context_data(
                found=found,
                page=page,
                lines=selectors.lines(page.object_list, request.user),
                withheld=WITHHELD,
                **context,
            )
        )


class ResultsBehind(ListBehindPage):
    """The results behind a figure of the table."""

    def found(self) -> selectors.ListBehind:
        group = selectors.read_group(self.request.GET.dict())
        return selectors.results_behind(self.program, self.request.user, group, **self.days)


class TargetBehind(ListBehindPage):
    """The results behind what is reached of a target, in its own period."""

    @cached_property
    def target(self) -> IndicatorTarget:
        rows = IndicatorTarget.objects.select_related("program", "indicator")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def program(self) -> Program:  # type: ignore[override]
        return self.target.program

    @property
    def days(self) -> dict[str, Any]:
        return {}

    def found(self) -> selectors.ListBehind:
        currency = self.request.GET.get("currency", "")
        return selectors.results_of_target(self.target, self.request.user, currency=currency)

"""The first step of an assessment: the firm's trade as the record has it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import TemplateView

from assessments.methodology.selectors import pack_of
from assessments.responses import selectors
from assessments.responses.actions import record_facts
from assessments.responses.forms import FactsForm
from assessments.responses.rules import sections_of
from assessments.responses.views.filling import Filling
from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability


class Facts(StaffPage, Filling, TemplateView):
    """The first step: what the record says of the firm's trade, corrected on the spot."""

    capability = Capability.ASSESS
    template_name = "assessments/responses/facts.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment.is_submitted:
            return self.away()
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment.is_submitted:
            return self.away()
        form = self._form(request.POST)
        if form.is_valid():
            try:
                self._save(form)
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                first = sections_of(pack_of(self.assessment.pack))[0]
                leaves = request.POST.get("go") == "leave"
                return HttpResponseRedirect(
                    self.leave_url if leaves else self.section_url(first.code)
                )
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assessment=self.assessment,
            firm=self.assessment.firm,
            steps=self.step_urls(selectors.steps_of(self.assessment)),
            overall=selectors.overall_progress(self.assessment),
            is_facts=True,
            **self.addresses(),
            **kwargs,
        )

    def _form(self, data: Any = None) -> FactsForm:
        return FactsForm(
            data,
            firm=self.assessment.firm,
            pack=pack_of(self.assessment.pack),
            rows=list(self.assessment.firm.export_years.current()),
            today=clock.today(),
        )

    def _save(self, form: FactsForm) -> None:
        record_facts(
            firm=self.assessment.firm,
            by=self.request.user,
            years=form.changed_years(),
            currency=form.cleaned_data["currency"],
            source=form.cleaned_data["source"],
            fields=form.trade_facts(),
        )

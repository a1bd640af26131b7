"""Filling the questionnaire: one section a screen, saved answer by answer.

These bases know neither staff nor portal: subclasses add who may, the layout and the addresses.
"""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from assessments.methodology.selectors import pack_of
from assessments.responses import selectors
from assessments.responses.actions import save_answers
from assessments.responses.errors import AlreadySubmitted, StaleForm
from assessments.responses.models import Assessment, Respondent
from assessments.responses.rules import Conflict, Section, first_unfinished, sections_of
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError


class Filling:
    """What all screens of one assessment share; addresses may be replaced by a subclass."""

    request: HttpRequest
    kwargs: dict[str, Any]
    respondent: str = Respondent.ADVISER
    layout = "layouts/staff.html"
    namespace = "assessments"
    shows_other = True
    has_facts = True

    @cached_property
    def assessment(self) -> Assessment:
        rows = selectors.draft_rows().filter(respondent=self.respondent)
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def section_url(self, code: str) -> str:
        return reverse(f"{self.namespace}:section", args=[self.assessment.pk, code])

    @property
    def review_url(self) -> str:
        return reverse(f"{self.namespace}:review", args=[self.assessment.pk])

    @property
    def submit_url(self) -> str:
        return reverse(f"{self.namespace}:submit", args=[self.assessment.pk])

    @property
    def result_url(self) -> str:
        return reverse(f"{self.namespace}:result", args=[self.assessment.pk])

    @property
    def leave_url(self) -> str:
        return self.assessment.firm.get_absolute_url()

    def addresses(self) -> dict[str, Any]:
        """What templates need to find their way, whoever looks."""
        return {
            "layout": self.layout,
            "leave_url": self.leave_url,
            "review_url": self.review_url,
            "submit_url": self.submit_url,
            "facts_url": self.section_url(selectors.FACTS) if self.has_facts else "",
            "is_own": self.respondent == Respondent.FIRM,
        }

    def step_urls(self, steps: tuple[selectors.Step, ...]) -> list[tuple[selectors.Step, str]]:
        return [(step, self.section_url(step.code)) for step in steps]

    def away(self) -> HttpResponse:
        """A finished assessment is read, not filled."""
        return HttpResponseRedirect(self.result_url)


class SectionBase(Filling, TemplateView):
    """One section: GET shows it, POST saves it (whole, or answer by answer through HTMX)."""

    template_name = "assessments/responses/section.html"
    conflicts: dict[str, str] = {}
    refusal = ""

    @cached_property
    def section(self) -> Section:
        section = selectors.section_named(pack_of(self.assessment.pack), self.kwargs["code"])
        if section is None:
            raise Http404
        return section

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment.is_submitted:
            return self.away()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = selectors.section_page(
            self.assessment,
            self.section,
            shows_other=self.shows_other,
            conflicts=self.conflicts,
        )
        first = self.section_url(selectors.FACTS) if self.has_facts else ""
        return super().get_context_data(
            page=page,
            assessment=self.assessment,
            firm=self.assessment.firm,
            steps=self.step_urls(page.steps),
            refusal=self.refusal,
            before_url=self.section_url(page.before.code) if page.before else first,
            **self.addresses(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.assessment = save_answers(
                assessment=self.assessment,
                answers=self._answers(),
                notes=self._notes(),
                revision=self._revision(),
                by=request.user,
            )
        except AlreadySubmitted as refusal:
            messages.warning(request, str(refusal))
            return self._sent_away()
        except DomainError as refusal:
            return self._refused(refusal)
        if getattr(request, "htmx", False):
            context = self.get_context_data()
            return render(request, f"{self.template_name}#saved", context)
        return HttpResponseRedirect(self._onward())

    def _answers(self) -> dict[str, Any]:
        """Replies of this section as the form sent them; what is no number is refused later."""
        sent = {q.id: self.request.POST[q.id] for q in self.section.questions if self._has(q.id)}
        return {code: _reply(value) for code, value in sent.items()}

    def _notes(self) -> dict[str, str]:
        names = {q.id: f"note-{q.id}" for q in self.section.questions}
        return {code: self.request.POST[n] for code, n in names.items() if self._has(n)}

    def _has(self, name: str) -> bool:
        return name in self.request.POST

    def _revision(self) -> int:
        sent = self.request.POST.get("revision", "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1

    def _refused(self, refusal: DomainError) -> HttpResponse:
        """The section again with what stands in the record, and what was refused beside it."""
        self.assessment = selectors.draft_rows().get(pk=self.assessment.pk)
        self.refusal = str(refusal)
        if isinstance(refusal, StaleForm):
            self.conflicts = {each.question: self._in_words(each) for each in refusal.conflicts}
        context = self.get_context_data()
        if not getattr(self.request, "htmx", False):
            return self.render_to_response(context, status=409)
        answer = render(self.request, f"{self.template_name}#form", context, status=422)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#section", "outerHTML"
        return answer

    def _in_words(self, conflict: Conflict) -> str:
        return _("You chose “%(given)s”; meanwhile “%(stored)s” was saved.") % {
            "given": selectors.answer_words(self.assessment, conflict.question, conflict.given),
            "stored": selectors.answer_words(self.assessment, conflict.question, conflict.stored),
        }

    def _onward(self) -> str:
        """Where the pressed button leads: away, back, or to the next section."""
        steps = selectors.steps_of(self.assessment, self.section.code)
        at = next(index for index, step in enumerate(steps) if step.is_current)
        if self.request.POST.get("go") == "leave":
            return self.leave_url
        if at + 1 < len(steps):
            return self.section_url(steps[at + 1].code)
        return self.review_url

    def _sent_away(self) -> HttpResponse:
        if not getattr(self.request, "htmx", False):
            return self.away()
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = self.result_url
        return answer


class ReviewBase(Filling, TemplateView):
    """All sections with their state, what is missing, and the button that finishes."""

    template_name = "assessments/responses/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment.is_submitted:
            return self.away()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            assessment=self.assessment,
            firm=self.assessment.firm,
            steps=self.step_urls(selectors.steps_of(self.assessment)),
            overall=selectors.overall_progress(self.assessment),
            unknown=selectors.not_assessed_yet(self.assessment),
            **self.addresses(),
            **kwargs,
        )


class FillBase(Filling, View):
    """The way back into a draft: its first section that still waits for answers."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assessment.is_submitted:
            return self.away()
        pack = pack_of(self.assessment.pack)
        if not self.assessment.answers and self.has_facts:
            return HttpResponseRedirect(self.section_url(selectors.FACTS))
        waiting = first_unfinished(sections_of(pack), self.assessment.answers)
        to = self.section_url(waiting.code) if waiting else self.review_url
        return HttpResponseRedirect(to)


def _reply(sent: str) -> int | str | None:
    """A reply as the form sends it: empty is "don't know"; else a digit, or what it is."""
    if not sent:
        return None
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else sent

"""Building criteria: each step is one post against the draft, and needs no scripts."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.eligibility import actions, explanations, selectors
from programs.eligibility.errors import DocumentNotSound
from programs.eligibility.forms.clauses import ClauseForm, KindForm, group_or_join
from programs.eligibility.models import Criteria, CriteriaVersion
from programs.eligibility.rules import (
    Join,
    Kind,
    join_groups,
    move_clause,
    put_clause,
    remove_clause,
    replace_clause,
)
from programs.eligibility.sentences import KIND_LABELS, problem_words
from programs.eligibility.views.reading import CriteriaPage

Step = Callable[[dict[str, Any]], dict[str, Any]]


class BuilderPage(CriteriaPage):
    """A page for those who write criteria."""

    capability = Capability.MANAGE_PROGRAMS

    @cached_property
    def criteria(self) -> Criteria:
        rows = Criteria.objects.written_by(self.request.user).select_related("office")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def draft(self) -> CriteriaVersion:
        """The draft, or 404: somebody published or dropped it."""
        found = selectors.draft_of(self.criteria)
        if found is None:
            raise Http404
        return found

    @property
    def builder(self) -> str:
        return reverse("programs:criteria-edit", args=[self.criteria.pk])

    def step(self, change: Step) -> HttpResponse:
        """Change the draft by one step and go back to it; a refusal is said there."""
        try:
            document = change(self.draft.document)
        except (IndexError, ValueError) as error:
            raise Http404 from error
        try:
            actions.save_draft(
                version=self.draft,
                document=document,
                by=self.request.user,
                seen=self.request.POST.get("seen"),
            )
        except DocumentNotSound as refusal:
            messages.error(self.request, problem_words(refusal.problems[0]))
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
        return redirect(self.builder)


class EditDraft(BuilderPage, TemplateView):
    """The draft group by group, and how the firms in view would stand."""

    template_name = "programs/eligibility/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, user = self.draft, self.request.user
        rules = selectors.rules_of(draft)
        return super().get_context_data(
            criteria=self.criteria,
            draft=draft,
            rules=rules,
            groups=explanations.demands_of(rules, selectors.read_names()),
            standing=selectors.standing(draft, user, today=clock.today()),
            kinds=KindForm(),
            **kwargs,
        )


class _ClauseFormPage(BuilderPage, FormView):
    """The fields of one clause."""

    template_name = "programs/eligibility/clause.html"
    form_class = ClauseForm

    @property
    def kind(self) -> Kind:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        names = selectors.read_names()
        groups = explanations.demands_of(selectors.rules_of(self.draft), names)
        regions = Firm.objects.visible_to(self.request.user).exclude(region="").order_by("region")
        return super().get_form_kwargs() | {
            "kind": self.kind,
            "groups": groups,
            "regions": regions.values_list("region", flat=True).distinct()[:20],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            criteria=self.criteria,
            draft=self.draft,
            label=KIND_LABELS[self.kind],
            kind=self.kind,
            **kwargs,
        )

    def placed(self, form: ClauseForm) -> tuple[dict[str, Any], int, int]:
        raise NotImplementedError

    def form_valid(self, form: ClauseForm) -> HttpResponse:
        try:
            document, group, place = self.placed(form)
        except (IndexError, ValueError) as error:
            raise Http404 from error

        try:
            actions.save_draft(
                version=self.draft,
                document=document,
                by=self.request.user,
                seen=self.request.POST.get("seen"),
            )
        except DocumentNotSound as refusal:
            form.add_problems(refusal.problems, f"groups[{group}].clauses[{place}]")
            return self.form_invalid(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect(self.builder)


class NewClause(_ClauseFormPage):
    """A clause of a chosen type."""

    @property
    def kind(self) -> Kind:
        asked = self.request.GET.get("type", "") or Kind.STAGE
        if asked not in set(Kind):
            raise Http404
        return Kind(asked)

    def placed(self, form: ClauseForm) -> tuple[dict[str, Any], int, int]:
        return put_clause(self.draft.document, form.clause(), into=form.into)


class ChangeClause(_ClauseFormPage):
    """A clause of the draft."""

    @cached_property
    def before(self) -> dict[str, Any]:
        group, place = self.kwargs["group"], self.kwargs["place"]
        try:
            found: dict[str, Any] = self.draft.document["groups"][group]["clauses"][place]
        except IndexError as error:
            raise Http404 from error
        return found

    @property
    def kind(self) -> Kind:
        return Kind(self.before["type"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"before": self.before}

    def placed(self, form: ClauseForm) -> tuple[dict[str, Any], int, int]:
        group, place = self.kwargs["group"], self.kwargs["place"]
        return (
            replace_clause(self.draft.document, group, place, form.clause()),
            group,
            place,
        )


class RemoveClause(BuilderPage, View):
    def post(self, request: HttpRequest, pk: int, group: int, place: int) -> HttpResponse:
        return self.step(lambda document: remove_clause(document, group, place))


class MoveClause(BuilderPage, View):
    """To the end of another group, or into a new one."""

    def post(self, request: HttpRequest, pk: int, group: int, place: int) -> HttpResponse:
        into = request.POST.get("into", "")
        return self.step(
            lambda document: move_clause(document, group, place, into=group_or_join(into))
        )


class JoinGroups(BuilderPage, View):
    """Whether all or any must hold, within a group or between the groups."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        join, group = request.POST.get("join", ""), request.POST.get("group", "")
        return self.step(
            lambda document: join_groups(document, Join(join), group=int(group) if group else None)
        )

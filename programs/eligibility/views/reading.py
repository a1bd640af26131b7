"""Pages of criteria for staff: the list, one of them, the firms behind a count, one firm."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.lists import LenientPaginator
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.eligibility import actions, selectors
from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion
from programs.eligibility.rules import Verdict
from programs.eligibility.sentences import Audience

PAGE_SIZE = 25


class CriteriaPage(ManagerPage):
    """A page about one of the criteria."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def criteria(self) -> Criteria:
        rows = Criteria.objects.select_related("office")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def may_manage(self) -> bool:
        """Whether these may be changed: a manager of one office changes only that office's."""
        user = self.request.user
        is_own = user.office_id is None or user.office_id == self.criteria.office_id
        return is_own and user.may(Capability.MANAGE_PROGRAMS)

    @cached_property
    def version(self) -> CriteriaVersion:
        """What holds; with ?draft=1 the draft, for those who may write it. Else 404."""
        wants_draft = self.may_manage and bool(self.request.GET.get("draft"))
        find = selectors.draft_of if wants_draft else selectors.version_in_force
        found = find(self.criteria)
        if found is None:
            raise Http404
        return found


class CriteriaList(ManagerPage, TemplateView):
    """All criteria in view."""

    template_name = "programs/eligibility/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            rows=selectors.criteria_list(user),
            may_manage=user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class CriteriaDetail(CriteriaPage, TemplateView):
    """What holds in words, how the firms in view stand, and the history."""

    template_name = "programs/eligibility/criteria.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = selectors.criteria_page(self.criteria)
        user, today = self.request.user, clock.today()
        held = page.in_force and selectors.standing(page.in_force, user, today=today)
        return super().get_context_data(
            page=page,
            criteria=self.criteria,
            standing=held,
            may_manage=self.may_manage,
            may_copy=user.may(Capability.MANAGE_PROGRAMS),
            **kwargs,
        )


class CriteriaFirms(CriteriaPage, TemplateView):
    """The firms behind a count, or those whose name holds some words."""

    template_name = "programs/eligibility/firms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = selectors.standing(self.version, self.request.user, today=clock.today())
        asked, words = self.request.GET.get("verdict", ""), self.request.GET.get("q", "").strip()
        wanted = [Verdict(asked)] if asked in set(Verdict) else list(Verdict)
        rows = sorted(
            (
                firm
                for verdict in wanted
                for firm in held.firms[verdict]
                if words.casefold() in firm.legal_name.casefold()
            ),
            key=lambda firm: (firm.legal_name, firm.pk),
        )
        page = LenientPaginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(
            criteria=self.criteria,
            version=self.version,
            standing=held,
            verdict=asked if asked in set(Verdict) else "",
            q=words,
            page=page,
            rows=selectors.lines_of(held, page),
            **kwargs,
        )


class CriteriaOfFirm(CriteriaPage, TemplateView):
    """One firm held against criteria, clause by clause, as the adviser or the firm reads it."""

    template_name = "programs/eligibility/firm.html"

    @cached_property
    def firm(self) -> Firm:
        return get_visible_or_404(Firm, self.request.user, pk=self.kwargs["firm_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.firm  # noqa: B018  a foreign firm is 404 before anything is read
        as_firm = self.request.GET.get("as") == Audience.FIRM
        audience = Audience.FIRM if as_firm else Audience.ADVISER
        version = self.version
        return super().get_context_data(
            criteria=self.criteria,
            firm=self.firm,
            version=version,
            explanation=selectors.explain(version, self.firm, audience=audience),
            as_firm=as_firm,
            checks=selectors.checks_of(version, self.firm),
            may_keep=not version.is_draft and self.request.user.may(Capability.ASSIGN_HELP),
            **kwargs,
        )


class KeepCheck(CriteriaPage, View):
    """Keep for the record what the criteria say of a firm today."""

    capability = Capability.ASSIGN_HELP

    def post(self, request: HttpRequest, pk: int, firm_pk: int) -> HttpResponse:
        firm = get_visible_or_404(Firm, request.user, pk=firm_pk)
        version = selectors.version_in_force(self.criteria)
        if version is None:
            raise Http404
        row = actions.check_firm(version=version, firm=firm, by=request.user)
        messages.success(request, _("Kept for the record, with the facts of today."))
        return redirect("programs:criteria-check", row.pk)


class KeptCheck(ManagerPage, TemplateView):
    """A kept check, explained from the facts of its day."""

    template_name = "programs/eligibility/check.html"

    @cached_property
    def row(self) -> CriteriaCheck:
        rows = CriteriaCheck.objects.select_related("version__criteria", "firm", "recorded_by")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            check=self.row, explanation=selectors.explain_again(self.row), **kwargs
        )

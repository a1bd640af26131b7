"""Pages of imports and of firms that look alike."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from config.shared.lists import LenientPaginator
from config.shared.spreadsheets import csv_response
from firms.accounts.access import CapabilityPage
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.imports import selectors
from firms.imports.actions import decide_pair, undo_run
from firms.imports.forms import DecideForm, UndoForm
from firms.imports.models import DuplicatePair, ImportRun, PairState

PAGE = 25
REJECTS_ON_A_PAGE = 50


class ImportPage(CapabilityPage):
    """A page of imports."""

    capability = Capability.IMPORT_DATA


class OneImport(ImportPage):
    """A page of one run."""

    @cached_property
    def run(self) -> ImportRun:
        rows = ImportRun.objects.select_related("by")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])


class ImportList(ImportPage, TemplateView):
    """All runs, newest first."""

    template_name = "firms/imports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ImportRun.objects.visible_to(self.request.user).select_related("by")
        page = LenientPaginator(runs, PAGE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(page=page, rows=selectors.titled(page), **kwargs)


class ImportRunPage(OneImport, TemplateView):
    """One run: counts, control totals, folded names, refused rows."""

    template_name = "firms/imports/run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rejects = selectors.rejects_of(self.run)
        asked = self.request.GET.get("page", 1)
        page = LenientPaginator(rejects, REJECTS_ON_A_PAGE).get_page(asked)
        return super().get_context_data(
            shown=selectors.run_page(self.run),
            page=page,
            rejects=selectors.in_words(self.run, page.object_list),
            **kwargs,
        )


class RejectsCsv(OneImport):
    """The refused rows of a run as a sheet."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        header = [_("Line"), _("Column"), _("Value"), _("Reason"), _("In words")]
        refused = selectors.refused_rows(self.run)
        rows = ((r.row, r.column, r.value, r.reason, r.sentence) for r in refused)
        return csv_response(f"rejected-{self.run.pk}", header, rows)


class UndoImport(OneImport, FormView):
    """Ask once more, naming the firms that would have to stay; then undo."""

    template_name = "firms/imports/undo.html"
    form_class = UndoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shown=selectors.run_page(self.run), **kwargs)

    def form_valid(self, form: UndoForm) -> HttpResponse:
        try:
            run = undo_run(
                run=self.run,
                by=cast(User, self.request.user),
                keep_used=form.cleaned_data["keep_used"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The import of %(file)s was undone.") % {"file": run.file_name}
        )
        return redirect("firms:import-run", pk=run.pk)


class LookAlikePage(CapabilityPage):
    """A page of firms that look alike."""

    capability = Capability.RESOLVE_DUPLICATES


class DuplicateList(LookAlikePage, TemplateView):
    """Pairs to decide side by side, or those that were decided."""

    template_name = "firms/imports/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_decided = self.request.GET.get("decided") == "1"
        rows = selectors.pairs_for(self.request.user, only_open=not is_decided)
        page = LenientPaginator(rows, PAGE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(
            page=page,
            pairs=selectors.side_by_side(page.object_list),
            is_decided=is_decided,
            open=selectors.pairs_for(self.request.user).count(),
            **kwargs,
        )


class DecideDuplicate(LookAlikePage, FormView):
    """Keep a person's decision on a pair."""

    form_class = DecideForm
    http_method_names = ["post"]

    @cached_property
    def pair(self) -> DuplicatePair:
        return get_visible_or_404(DuplicatePair, self.request.user, pk=self.kwargs["pk"])

    def form_valid(self, form: DecideForm) -> HttpResponse:
        state = PairState(form.cleaned_data["state"])
        pair = decide_pair(pair=self.pair, state=state, by=cast(User, self.request.user))
        words = {"first": pair.first, "second": pair.second}
        sentences = {
            PairState.DISTINCT: _("%(first)s and %(second)s are two firms."),
            PairState.SAME: _("%(first)s and %(second)s are one firm; they are to be merged."),
            PairState.OPEN: _("%(first)s and %(second)s are to be decided again."),
        }
        messages.success(self.request, sentences[state] % words)
        return redirect("firms:duplicates")

    def form_invalid(self, form: DecideForm) -> HttpResponse:
        messages.error(self.request, _("Choose one of the decisions."))
        return redirect(reverse("firms:duplicates"))

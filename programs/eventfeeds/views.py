"""Pages of imports of events: upload, one import, the queue of doubts, undoing."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from config.shared.fields import clean_text
from config.shared.lists import LenientPaginator
from firms.accounts.access import StaffPage
from firms.accounts.models import User
from firms.accounts.roles import Capability
from programs.eventfeeds import actions, selectors
from programs.eventfeeds.actions import Report
from programs.eventfeeds.forms import AnswerForm, UndoForm, UploadForm
from programs.eventfeeds.models import FeedDoubt, FeedImport
from programs.eventfeeds.rules import Decision

PAGE = 25
DOUBTS_ON_A_PAGE = 15
TRIAL_SHOWN = 100


class FeedPage(StaffPage):
    """A page of imports of events."""

    capability = Capability.MANAGE_PROGRAMS


class OneFeed(FeedPage):
    """A page of one import."""

    @cached_property
    def feed(self) -> FeedImport:
        rows = FeedImport.objects.select_related("program", "by", "undone_by")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])


class FeedList(FeedPage, TemplateView):
    """All imports, newest first."""

    template_name = "programs/eventfeeds/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        page = LenientPaginator(selectors.feeds_of(user), PAGE).get_page(
            self.request.GET.get("page", 1)
        )
        asked = selectors.open_doubts(user).count()
        return super().get_context_data(page=page, asked=asked, **kwargs)


class FeedLook(OneFeed, TemplateView):
    """One import: counts, kinds of doubts that wait, its offerings, refused rows."""

    template_name = "programs/eventfeeds/feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(shown=selectors.feed_page(self.feed), **kwargs)


class NewFeed(FeedPage, FormView):
    """Upload a list; a trial shows what would happen on the same page."""

    template_name = "programs/eventfeeds/new.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            report = self._imported(data)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        if data["is_trial"]:
            doubts = report.doubts[:TRIAL_SHOWN]
            context = self.get_context_data(form=form, report=report, doubts=doubts)
            return self.render_to_response(context)
        if report.number is None:
            messages.info(self.request, _("Nothing new in %(file)s.") % {"file": report.file})
            return redirect("programs:feeds")
        messages.success(self.request, _("%(file)s was imported.") % {"file": report.file})
        return redirect("programs:feed", pk=report.number)

    def _imported(self, data: dict[str, Any]) -> Report:
        upload: UploadedFile = data["file"]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            with path.open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
            return actions.import_offerings(
                path=path,
                document=data["document"],
                program=data["program"],
                by=cast(User, self.request.user),
                dry_run=data["is_trial"],
                called=_named(upload),
            )


def _named(upload: UploadedFile) -> str:
    try:
        return clean_text(upload.name or "", one_line=True) or "list.csv"
    except ValidationError:
        return "list.csv"


class Doubts(FeedPage, TemplateView):
    """The queue of doubts, of one import or of all."""

    template_name = "programs/eventfeeds/doubts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        feed = self._feed()
        code = self.request.GET.get("code", "")
        doubts = selectors.open_doubts(user, feed=feed, code=code)
        page = LenientPaginator(doubts, DOUBTS_ON_A_PAGE).get_page(self.request.GET.get("page", 1))
        names = selectors.names_of_help()
        asked = [
            replace(question, form=AnswerForm(doubt=question.doubt, names=names))
            for question in selectors.questions(page.object_list, names)
        ]
        return super().get_context_data(page=page, asked=asked, feed=feed, **kwargs)

    def _feed(self) -> FeedImport | None:
        number = self.request.GET.get("feed", "")
        return get_visible_or_404(FeedImport, self.request.user, pk=number) if number else None


class Answer(FeedPage, FormView):
    """One doubt by itself; the answer is kept."""

    template_name = "programs/eventfeeds/doubt.html"
    form_class = AnswerForm

    @cached_property
    def doubt(self) -> FeedDoubt:
        rows = selectors.with_rows(FeedDoubt.objects.all())
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def names(self) -> dict[str, str]:
        return selectors.names_of_help()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"doubt": self.doubt, "names": self.names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        question = selectors.questions([self.doubt], self.names)[0]
        answered = selectors.answered_of(self.doubt, self.names)
        return context | {
            "question": replace(question, form=context["form"]),
            "answered": answered,
        }

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            doubt = actions.answer_doubt(
                doubt=self.doubt,
                decision=Decision(form.cleaned_data["decision"]),
                answer=form.cleaned_data["answer"],
                by=cast(User, self.request.user),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _what_became(doubt))
        return redirect(f"{reverse('programs:feed-doubts')}?feed={doubt.row.feed_id}")


def _what_became(doubt: FeedDoubt) -> str:
    row = doubt.row
    row.refresh_from_db()
    if row.offering is not None:
        return _("%(title)s is a draft offering now.") % {"title": row.offering.title}
    return _("The answer is kept.")


class AcceptAlike(OneFeed):
    """Take the proposals of all doubts of one kind in an import."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        code = request.POST.get("code", "")
        try:
            n = actions.accept_alike(feed=self.feed, code=code, by=cast(User, request.user))
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.feed)
        taken = ngettext("%(n)d proposal was taken.", "%(n)d proposals were taken.", n)
        messages.success(request, taken % {"n": n})
        return redirect(self.feed)


class UndoFeed(OneFeed, FormView):
    """Ask once more, then undo."""

    template_name = "programs/eventfeeds/undo.html"
    form_class = UndoForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = actions.offerings_made(self.feed).count()
        return super().get_context_data(feed=self.feed, count=count, **kwargs)

    def form_valid(self, form: UndoForm) -> HttpResponse:
        try:
            feed = actions.undo_feed(feed=self.feed, by=cast(User, self.request.user))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("The import of %(file)s was undone.") % {"file": feed.file_name}
        )
        return redirect(feed)

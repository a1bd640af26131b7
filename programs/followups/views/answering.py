"""The page behind a firm's personal link: a button, four questions, two minutes, no password."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.base import View

from assessments.profiles.selectors import top_constraints
from config.shared.errors import DomainError
from programs.followups import actions, labels
from programs.followups.actions.linking import expired_link
from programs.followups.forms.acting import FirmAnswerForm
from programs.followups.models import AnswerLink
from programs.followups.rules import Question
from programs.followups.selectors import last_answers


@method_decorator(never_cache, name="dispatch")
class AnswerPage(View):
    """GET shows and changes nothing, so that a mail scanner uses nothing up; POST acts, once."""

    template_name = "programs/followups/answer/form.html"
    over_template = "programs/followups/answer/over.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = actions.link_of(token=token)
        except DomainError as refusal:
            return self._over(request, token, refusal)
        return self._form(request, link, self._fresh_form(link))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        act = request.POST.get("act", "send")
        if act == "renew":
            return self._renew(request, token)
        try:
            link = actions.link_of(token=token)
            form = self._form_of(link, request.POST)
            if not form.is_valid():
                return self._form(request, link, form, status=422)
            given = {key: value for key, value in form.cleaned_data.items() if value}
            if act == "save":
                actions.save_draft(token=token, answers=given)
                return self._form(request, link, form, saved=True)
            if act == "no_change":
                given = {"no_change": "yes"}
            actions.answer_by_link(token=token, answers=given)
        except DomainError as refusal:
            if refusal.code == "nothing_said":
                form.add_error(None, str(refusal))
                return self._form(request, link, form, status=422)
            return self._over(request, token, refusal)
        words = {"firm": link.follow_up.firm.legal_name, "is_thanks": True}
        return render(request, self.over_template, words)

    def _form_of(self, link: AnswerLink, data: Any = None, **kwargs: Any) -> FirmAnswerForm:
        return FirmAnswerForm(
            data,
            questions=link.follow_up.questions or list(Question),
            obstacles=top_constraints(link.follow_up.firm),
            **kwargs,
        )

    def _fresh_form(self, link: AnswerLink) -> FirmAnswerForm:
        """What was saved behind the link, else what the firm said the last time."""
        return self._form_of(link, initial=link.draft or last_answers(link.follow_up))

    def _form(
        self,
        request: HttpRequest,
        link: AnswerLink,
        form: FirmAnswerForm,
        *,
        saved: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        follow_up = link.follow_up
        context = {
            "form": form,
            "link": link,
            "firm": follow_up.firm,
            "subject": labels.subject_of(follow_up),
            "is_prefilled": not link.draft and bool(form.initial),
            "saved": saved,
        }
        return render(request, self.template_name, context, status=status)

    def _over(self, request: HttpRequest, token: str, refusal: DomainError) -> HttpResponse:
        may_renew = refusal.code == "link_gone" and expired_link(token=token) is not None
        context = {"refusal": refusal, "may_renew": may_renew}
        return render(request, self.over_template, context, status=410)

    def _renew(self, request: HttpRequest, token: str) -> HttpResponse:
        link = expired_link(token=token)
        if link is not None:
            actions.renew_link(link=link)
        told = _("If this link was ours, a new one is on its way to the same address.")
        return render(request, self.over_template, {"told": told})

"""The life of criteria: begun, drafted, published, dropped, copied, retired."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.base import View

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.access import ManagerPage
from firms.accounts.roles import Capability
from firms.register.views.base import run
from programs.eligibility import actions, selectors
from programs.eligibility.errors import DocumentNotSound
from programs.eligibility.forms.criteria import CopyForm, CriteriaForm, PublishForm
from programs.eligibility.sentences import problem_words
from programs.eligibility.views.building import BuilderPage
from programs.eligibility.views.reading import CriteriaPage


class NewCriteria(ManagerPage, FormView):
    """Begin new criteria."""

    capability = Capability.MANAGE_PROGRAMS
    template_name = "programs/eligibility/form.html"
    form_class = CriteriaForm
    heading: Any = gettext_lazy("New criteria")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, **kwargs)

    def form_valid(self, form: CriteriaForm) -> HttpResponse:
        try:
            made = actions.create_criteria(by=self.request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        return redirect("programs:criteria-edit", made.pk)


class ChangeCriteria(BuilderPage, FormView):
    """Another name, office or purpose."""

    template_name = "programs/eligibility/form.html"
    form_class = CriteriaForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {
            "name": self.criteria.name,
            "office": self.criteria.office_id,
            "programs": self.criteria.programs.all(),
            "interventions": self.criteria.interventions.all(),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Name and purpose")
        return super().get_context_data(heading=heading, criteria=self.criteria, **kwargs)

    def form_valid(self, form: CriteriaForm) -> HttpResponse:
        def act(data: dict[str, Any]) -> None:
            actions.change_criteria(criteria=self.criteria, by=self.request.user, **data)

        back = self.criteria.get_absolute_url()
        done = _("The criteria are changed; what they ask stays.")
        return run(self.request, form, act, back=back, done=done) or self.form_invalid(form)


class BeginDraft(BuilderPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.begin_draft(criteria=self.criteria, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.criteria)
        return redirect(self.builder)


class PublishDraft(BuilderPage, FormView):
    """What would change, who would stand where, and the confirmation."""

    template_name = "programs/eligibility/publish.html"
    form_class = PublishForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        return super().get_context_data(
            criteria=self.criteria,
            draft=draft,
            page=selectors.criteria_page(self.criteria),
            standing=selectors.standing(draft, self.request.user, today=clock.today()),
            **kwargs,
        )

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            actions.publish_draft(
                version=self.draft,
                by=self.request.user,
                note=form.cleaned_data["note"],
                seen=self.request.POST.get("seen"),
            )
        except DocumentNotSound as refusal:
            form.add_error(None, problem_words(refusal.problems[0]))
            return self.form_invalid(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The version is published. It never changes again."))
        return redirect(self.criteria)


class DropDraft(BuilderPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.drop_draft(version=self.draft, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The draft is dropped."))
        return redirect(self.criteria)


class RetireCriteria(BuilderPage, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.retire_criteria(criteria=self.criteria, by=request.user)
        messages.success(request, _("The criteria are retired. Earlier decisions keep them."))
        return redirect(self.criteria)


class CopyCriteria(CriteriaPage, FormView):
    """New criteria of one's own office that begin as these; those of all offices may be copied."""

    capability = Capability.MANAGE_PROGRAMS

    template_name = "programs/eligibility/form.html"
    form_class = CopyForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": _("Copy of %(name)s") % {"name": self.criteria.name}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Copy the criteria")
        return super().get_context_data(heading=heading, criteria=self.criteria, **kwargs)

    def form_valid(self, form: CopyForm) -> HttpResponse:
        source = selectors.version_in_force(self.criteria) or self.criteria.versions.get()
        try:
            copied = actions.copy_criteria(
                version=source,
                name=form.cleaned_data["name"],
                by=self.request.user,
                office=self.request.user.office or self.criteria.office,
            )
        except DomainError as refusal:
            form.add_error("name", str(refusal))
            return self.form_invalid(form)
        return redirect("programs:criteria-edit", copied.pk)

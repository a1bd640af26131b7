"""What staff do about one result: claim, correct, ask, prove, judge, share out."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from firms.register.models import Firm
from firms.register.selectors import documents_to_choose
from programs.engagements.models import Engagement
from programs.followups.audiences import askable_contacts
from programs.outcomes import actions, selectors
from programs.outcomes.forms import (
    ApartForm,
    AskForm,
    CheckForm,
    ClaimForm,
    CorrectionForm,
    EvidenceForm,
    NoForm,
    ReasonForm,
    SharesForm,
)
from programs.outcomes.labels import title_of
from programs.outcomes.models import Outcome, OutcomeEvidence
from programs.pages import ActionPage


class WholePage(ActionPage):
    """A form too long for a row: always a page of its own."""

    def get_template_names(self) -> list[str]:
        return [self.template_name]


class Claim(WholePage):
    """State a result of a firm."""

    capability = Capability.RECORD_OUTCOMES
    template_name = "programs/outcomes/claim.html"
    form_class = ClaimForm
    heading, label = _("Claim a result"), _("Claim")
    done = _("Claimed. It counts as confirmed only when the firm says so.")
    made: Outcome | None = None

    @cached_property
    def firm(self) -> Firm:  # type: ignore[override]
        return get_visible_or_404(Firm, self.request.user, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return self.made.get_absolute_url() if self.made else super().back

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"firm": self.firm, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("engagement", "")
        found = Engagement.objects.visible_to(self.request.user).filter(firm=self.firm)
        known = found.filter(pk=asked).first() if asked.isdecimal() else None
        return {"occurred_on": clock.today(), "engagement": known}

    def act(self, data: dict[str, Any]) -> None:
        self.made = actions.claim_outcome(firm=self.firm, by=self.request.user, **data)


class OutcomeLook(StaffPage, TemplateView):
    """One result: its four grades, who said what, documents, look-alikes."""

    template_name = "programs/outcomes/outcome.html"

    @cached_property
    def outcome(self) -> Outcome:
        rows = Outcome.objects.select_related(
            "firm__office", "program", "engagement__intervention", "claimed_by", "corrects"
        )
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            page=selectors.outcome_page(self.outcome, user, today=clock.today()),
            outcome=self.outcome,
            firm=self.outcome.firm,
            title=title_of(self.outcome),
            may_record=user.may(Capability.RECORD_OUTCOMES),
            may_judge=user.may(Capability.JUDGE_OUTCOMES),
            **kwargs,
        )


class OutcomeAction(WholePage):
    """Something a person does about one result."""

    capability = Capability.RECORD_OUTCOMES
    form_class: Any = NoForm

    @cached_property
    def outcome(self) -> Outcome:
        rows = Outcome.objects.select_related("firm", "program", "engagement")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Firm:
        return self.outcome.firm

    @property
    def back(self) -> str:
        return self.outcome.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = f"{self.firm.legal_name}: {title_of(self.outcome)}"
        return super().get_context_data(lead=lead, **kwargs)


class Correct(OutcomeAction):
    template_name = "programs/outcomes/claim.html"
    form_class = CorrectionForm
    heading, label = _("Correct the result"), _("Correct")
    done = _("Corrected by a new row; the former one stays. Ask the firm about the new figure.")
    made: Outcome | None = None

    @property
    def back(self) -> str:
        return (self.made or self.outcome).get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"firm": self.firm, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.outcome, name) for name in ClaimForm.base_fields}

    def act(self, data: dict[str, Any]) -> None:
        self.made = actions.correct(outcome=self.outcome, by=self.request.user, **data)


class Ask(OutcomeAction):
    form_class = AskForm
    heading, label = _("Ask the firm"), _("Ask")
    done = _("Asked by e-mail; asked again after 14 and 30 days if nobody answers.")

    def get_form_kwargs(self) -> dict[str, Any]:
        answered = self.outcome.confirmations.values("contact")
        contacts = askable_contacts().filter(firm=self.firm).exclude(pk__in=answered)
        return super().get_form_kwargs() | {"contacts": contacts}

    def act(self, data: dict[str, Any]) -> None:
        actions.ask_for_confirmation(outcome=self.outcome, by=self.request.user, **data)


class AddEvidence(OutcomeAction):
    form_class = EvidenceForm
    heading, label = _("Add a document"), _("Add")
    done = _("Added. Somebody else checks what it shows.")

    def get_form_kwargs(self) -> dict[str, Any]:
        used = self.outcome.evidence.values("document")
        rows = documents_to_choose(self.request.user, self.firm, beside=used)
        return super().get_form_kwargs() | {"documents": rows}

    def act(self, data: dict[str, Any]) -> None:
        actions.add_evidence(outcome=self.outcome, by=self.request.user, **data)


class CheckEvidence(OutcomeAction):
    """Say whether a document proves its result."""

    capability = Capability.JUDGE_OUTCOMES
    form_class = CheckForm
    heading, label, done = _("Check the document"), _("Keep the verdict"), _("Checked.")

    @cached_property
    def evidence(self) -> OutcomeEvidence:
        rows = OutcomeEvidence.objects.select_related("outcome__firm", "document")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @cached_property
    def outcome(self) -> Outcome:
        return self.evidence.outcome

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = {"name": self.evidence.document.name, "type": self.evidence.get_type_display()}
        said = gettext("%(type)s: %(name)s") % named
        return super().get_context_data(explanation=said, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.check_evidence(evidence=self.evidence, by=self.request.user, **data)


class Attribute(OutcomeAction):
    capability = Capability.JUDGE_OUTCOMES
    heading, label = _("Put it down to the help"), _("Attribute")
    done = _("Attributed, beside the full value.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = gettext(
            "What the firm would have had anyway is taken off. Supported is not caused: the full "
            "value stays beside it."
        )
        return super().get_context_data(explanation=said, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.attribute(outcome=self.outcome, by=self.request.user)


class Dispute(OutcomeAction):
    form_class = ReasonForm
    heading, done = _("Dispute the result"), _("Disputed: it counts nowhere until it is cleared.")

    def act(self, data: dict[str, Any]) -> None:
        actions.dispute(outcome=self.outcome, by=self.request.user, **data)


class Withdraw(OutcomeAction):
    form_class = ReasonForm
    heading, done = _("Withdraw the result"), _("Withdrawn; the row stays.")

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw(outcome=self.outcome, by=self.request.user, **data)


class Share(OutcomeAction):
    """Share one deal out among the claims on it."""

    capability = Capability.JUDGE_OUTCOMES
    template_name = "programs/outcomes/share.html"
    form_class = SharesForm
    heading, label = _("One deal, shared out"), _("Share out")
    done = _("Shared out: the parts add up to the deal, and it counts once.")

    @cached_property
    def others(self) -> list[Outcome]:
        page = selectors.outcome_page(self.outcome, self.request.user, today=clock.today())
        mates = [row.outcome for row in page.shares if row.outcome_id != self.outcome.pk]
        return mates + [row.outcome for row in page.look_alikes if row.outcome not in mates]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"own": self.outcome, "others": self.others}

    def form_valid(self, form: Any) -> HttpResponse:
        self.shares = form.shares()
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> None:
        actions.split_double_claim(shares=self.shares, by=self.request.user, reason=data["reason"])


class KeepApart(OutcomeAction):
    """Decide that the look-alikes are different deals."""

    capability = Capability.JUDGE_OUTCOMES
    form_class = ApartForm
    heading = _("Different deals")
    done = _("Kept apart: each counts in full.")

    def act(self, data: dict[str, Any]) -> None:
        alike = selectors.look_alikes(self.outcome, self.request.user)
        rows = [self.outcome, *(one.outcome for one in alike)]
        actions.keep_apart(outcomes=rows, by=self.request.user, **data)

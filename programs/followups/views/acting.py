"""Pages of follow-ups: answer, put off, move, skip; and planning one by hand."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core import signing
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.followups import actions, labels
from programs.followups.forms.acting import (
    AnswerForm,
    ContactForm,
    DecideForm,
    NoteForm,
    PlanForm,
    RescheduleForm,
    SkipForm,
    SnoozeForm,
)
from programs.followups.models import FollowUp, Proposal
from programs.pages import ActionPage

SALT = "follow-up-day"
UNDO_SECONDS = 600


class FollowUpAction(ActionPage):
    """Something a person does with one follow-up."""

    capability = Capability.MANAGE_FOLLOWUPS

    @cached_property
    def follow_up(self) -> FollowUp:
        rows = FollowUp.objects.select_related("firm__office", "engagement__intervention")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Firm:
        return self.follow_up.firm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = labels.subject_of(self.follow_up)
        return super().get_context_data(
            follow_up=self.follow_up, lead=f"{self.firm.legal_name}: {subject}", **kwargs
        )

    def moved(self, day: date, before: date) -> None:
        """The toast of a moved follow-up, with its Undo."""
        words = {"firm": self.firm.legal_name, "day": date_format(day, "j E")}
        self.done = gettext("%(firm)s: follow-up moved to %(day)s.") % words
        token = signing.dumps([self.follow_up.pk, before.isoformat()], salt=SALT)
        self.undo = reverse("programs:follow-up-restore", args=[self.follow_up.pk, token])


class Answer(FollowUpAction):
    """The page of a follow-up: its four questions, and what else can be done with it."""

    template_name = "programs/followups/follow_up.html"
    form_class = AnswerForm
    label, done = _("Done"), _("The answers are kept.")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return labels.subject_of(self.follow_up)

    def act(self, data: dict[str, Any]) -> None:
        actions.complete_follow_up(
            follow_up=self.follow_up,
            by=self.request.user,
            answers={
                **{key: data[key] for key in labels.QUESTION_LABELS},
                "has_deal": "yes" if data["has_deal"] else "",
            },
            note=data["note"],
            done_on=data["done_on"],
        )
        day = actions.next_day(
            data["next_contact"], firm=self.firm, today=clock.today(), on=data["next_on"]
        )
        if day is not None:
            subject = data["next_subject"] or labels.subject_of(self.follow_up)
            actions.plan_follow_up(
                firm=self.firm, subject=subject, due_on=day, by=self.request.user
            )


class Snooze(FollowUpAction):
    form_class = SnoozeForm
    heading = _("Put off")

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.today() + timedelta(days=7)}

    def act(self, data: dict[str, Any]) -> None:
        before = self.follow_up.due_on
        until = data["until"] or clock.today() + timedelta(days=data["days"])
        row = actions.snooze(follow_up=self.follow_up, until=until, by=self.request.user)
        self.moved(row.due_on, before)


class Reschedule(FollowUpAction):
    form_class = RescheduleForm
    heading = _("Move to another day")

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": max(self.follow_up.due_on, clock.today())}

    def act(self, data: dict[str, Any]) -> None:
        before = self.follow_up.due_on
        row = actions.reschedule(follow_up=self.follow_up, by=self.request.user, **data)
        self.moved(row.due_on, before)


class Restore(FollowUpAction):
    """Undo: back to the day it stood on, named by a signed token of ten minutes."""

    form_class = NoteForm
    heading, done = _("Undo"), _("The follow-up is back on its day.")

    def act(self, data: dict[str, Any]) -> None:
        try:
            key, day = signing.loads(self.kwargs["token"], salt=SALT, max_age=UNDO_SECONDS)
        except signing.BadSignature as error:
            raise Http404 from error
        if key != self.follow_up.pk:
            raise Http404
        actions.restore_due_date(
            follow_up=self.follow_up, due_on=date.fromisoformat(day), by=self.request.user
        )


class Skip(FollowUpAction):
    form_class = SkipForm
    heading, done = _("Skip"), _("Skipped; the reason is kept.")

    def act(self, data: dict[str, Any]) -> None:
        actions.skip(follow_up=self.follow_up, by=self.request.user, **data)


class Unreachable(FollowUpAction):
    form_class = NoteForm
    heading, done = _("Not reached"), _("Noted: the firm was not reached.")

    def act(self, data: dict[str, Any]) -> None:
        actions.mark_unreachable(follow_up=self.follow_up, by=self.request.user, **data)


class Call(FollowUpAction):
    """Log a contact about it; the follow-up itself stays open until it is answered."""

    capability = Capability.LOG_INTERACTION
    form_class = ContactForm
    ends_row = False
    heading, done = _("Log a contact"), _("The contact is on the timeline.")

    def act(self, data: dict[str, Any]) -> None:
        actions.log_contact(firm=self.firm, by=self.request.user, **data)


class AskFirm(FollowUpAction):
    """Let the firm answer by a personal link, sent now or in its working hours."""

    form_class = NoteForm
    heading, label = _("Let the firm answer"), _("Send the link")
    done = _("The link goes to the firm. You will see its answer on your day.")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields.pop("note")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = _(
            "The main contact gets a mail with a personal link to the questions. It works for "
            "thirty days, without a password, and once."
        )
        return super().get_context_data(explanation=told, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.ask_firm(follow_up=self.follow_up, by=self.request.user)


class Seen(FollowUpAction):
    """Take note of what a firm answered."""

    form_class = NoteForm
    heading, done = _("Take note"), _("Noted. The answer stands on the timeline.")

    def act(self, data: dict[str, Any]) -> None:
        actions.note_answer(follow_up=self.follow_up, by=self.request.user)


class Decide(ActionPage):
    """Take over what a firm told, or not, with a reason."""

    capability = Capability.MANAGE_FOLLOWUPS
    form_class = DecideForm
    heading, done = _("What the firm told"), _("Decided; both are kept.")

    @cached_property
    def proposal(self) -> Proposal:
        rows = Proposal.objects.select_related("firm", "constraint", "follow_up")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    @property
    def firm(self) -> Firm:
        return self.proposal.firm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.proposal.text, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        actions.decide_proposal(
            proposal=self.proposal,
            accept=data["decision"] == "accept",
            reason=data["reason"],
            by=self.request.user,
        )


class Plan(ActionPage):
    """Promise to ask a firm on a day."""

    capability = Capability.MANAGE_FOLLOWUPS
    form_class = PlanForm
    heading, done = _("Plan a follow-up"), _("The follow-up is planned.")

    @cached_property
    def firm(self) -> Firm:  # type: ignore[override]
        rows = Firm.objects.select_related("office")
        return get_visible_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def act(self, data: dict[str, Any]) -> None:
        actions.plan_follow_up(firm=self.firm, by=self.request.user, **data)

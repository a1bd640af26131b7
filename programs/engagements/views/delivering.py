"""Pages of milestones and of what was delivered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared import clock
from programs.engagements import actions
from programs.engagements.forms.delivering import (
    AttendanceForm,
    CorrectAmountForm,
    CorrectAttendanceForm,
    CorrectHoursForm,
    HoursForm,
    MilestoneForm,
    MoneyForm,
    ReachForm,
)
from programs.engagements.forms.helping import NoForm
from programs.engagements.models import DeliveryFact, EngagementMilestone
from programs.engagements.rules import FactKind
from programs.engagements.views.base import EngagementAction, RowAction


class AddMilestone(EngagementAction):
    form_class = MilestoneForm
    heading, label, done = _("New milestone"), _("Add"), _("The milestone is planned.")

    def act(self, data: dict[str, Any]) -> None:
        actions.add_milestone(engagement=self.engagement, by=self.request.user, **data)


class MilestoneAction(RowAction):
    """Something about one milestone."""

    model = EngagementMilestone

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(explanation=self.row.title, **kwargs)


class ChangeMilestone(RowAction):
    model = EngagementMilestone
    form_class = MilestoneForm
    heading, label, done = _("Change the milestone"), _("Save"), _("The milestone is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.row.title, "due_on": self.row.due_on}

    def act(self, data: dict[str, Any]) -> None:
        actions.change_milestone(milestone=self.row, by=self.request.user, **data)


class ReachMilestone(MilestoneAction):
    form_class = ReachForm
    heading, label, done = _("Milestone reached"), _("Done"), _("The milestone is reached.")

    def get_form_kwargs(self) -> dict[str, Any]:
        documents = self.firm.documents.visible_to(self.request.user)
        return super().get_form_kwargs() | {"documents": documents.filter(removed_at=None)}

    def act(self, data: dict[str, Any]) -> None:
        actions.reach_milestone(milestone=self.row, by=self.request.user, **data)


class ReopenMilestone(MilestoneAction):
    form_class = NoForm
    heading, label = _("Open the milestone again"), _("Open again")
    done = _("The milestone is open again.")

    def act(self, data: dict[str, Any]) -> None:
        actions.reopen_milestone(milestone=self.row, by=self.request.user)


class NoteFact(EngagementAction):
    """Something that was delivered, usually today."""

    label = _("Note")

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}


class NoteHours(NoteFact):
    form_class = HoursForm
    heading, done = _("Note hours"), _("The hours are noted.")

    def act(self, data: dict[str, Any]) -> None:
        actions.note_hours(engagement=self.engagement, by=self.request.user, **data)


class NoteAttendance(NoteFact):
    form_class = AttendanceForm
    heading, done = _("Note attendance"), _("The attendance is noted.")

    def act(self, data: dict[str, Any]) -> None:
        actions.note_attendance(engagement=self.engagement, by=self.request.user, **data)


class NoteMoney(NoteFact):
    form_class = MoneyForm
    heading, done = _("Note money"), _("The money is noted.")

    def get_initial(self) -> dict[str, Any]:
        program = self.engagement.program
        return super().get_initial() | {"currency": program.currency if program else ""}

    def act(self, data: dict[str, Any]) -> None:
        actions.note_money(engagement=self.engagement, by=self.request.user, **data)


FORMS: dict[FactKind, type[forms.Form]] = {
    FactKind.HOURS: CorrectHoursForm,
    FactKind.ATTENDANCE: CorrectAttendanceForm,
    FactKind.MONEY: CorrectAmountForm,
}


class CorrectFact(RowAction):
    """The right value, as a new row."""

    model = DeliveryFact
    heading, label = _("Correct what was delivered"), _("Correct")
    done = _("Corrected; what stood before is kept.")

    def get_form_class(self) -> type[forms.Form]:
        return FORMS[FactKind(self.row.kind)]

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        return {"hours": row.hours, "attendance": row.attendance, "amount": row.amount}

    def act(self, data: dict[str, Any]) -> None:
        actions.correct_fact(fact=self.row, by=self.request.user, **data)

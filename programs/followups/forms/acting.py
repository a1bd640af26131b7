"""Shapes of what is typed about follow-ups."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField, WholeNumberField
from firms.register.models.record import InteractionKind
from programs.followups.actions import NextContact
from programs.followups.labels import QUESTION_LABELS
from programs.followups.rules import Question

NEXT_CHOICES = [
    (NextContact.NONE, _("None")),
    (NextContact.WEEK, _("In 1 week")),
    (NextContact.MONTH, _("In 1 month")),
    (NextContact.QUARTER, _("In 3 months")),
    (NextContact.ON, _("On a date")),
]


def _words(label: Any, rows: int, *, required: bool = False, limit: int = 2000) -> TextField:
    return TextField(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NextContactForm(forms.Form):
    """What comes next; used beside other forms."""

    next_contact = forms.ChoiceField(
        label=_("Next follow-up"), choices=NEXT_CHOICES, required=False
    )
    next_on = DateField(label=_("Date of the next one"), required=False)
    next_subject = TextField(label=_("What to ask then"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["next_contact"] = data.get("next_contact") or NextContact.NONE
        if data["next_contact"] == NextContact.ON and not data.get("next_on"):
            self.add_error("next_on", _("Choose the date of the next follow-up."))
        return data


class AnswerForm(NextContactForm):
    """Four questions in two minutes; one answer or a note is enough."""

    offer_or_deal = _words(QUESTION_LABELS[Question.OFFER_OR_DEAL], 2)
    has_deal = forms.BooleanField(label=_("There was an offer or a deal"), required=False)
    obstacle_moved = _words(QUESTION_LABELS[Question.OBSTACLE_MOVED], 2)
    learnt = _words(QUESTION_LABELS[Question.LEARNT], 2)
    next_step = _words(QUESTION_LABELS[Question.NEXT_STEP], 2)
    note = _words(_("Anything else"), 2)
    done_on = DateField(label=_("Asked on"), required=False)

    field_order = [
        "offer_or_deal",
        "has_deal",
        *QUESTION_LABELS,
        "note",
        "done_on",
        "next_contact",
        "next_on",
        "next_subject",
    ]


class ContactForm(NextContactForm):
    """A contact in three fields, with what comes next."""

    kind = forms.ChoiceField(label=_("How"), choices=InteractionKind.choices, initial="call")
    summary = _words(_("What was said"), 3, required=True, limit=4000)
    occurred_on = DateField(label=_("When"), required=False)
    minutes = WholeNumberField(label=_("Minutes"), min_value=0, max_value=1440, required=False)

    field_order = [
        "kind",
        "summary",
        "occurred_on",
        "minutes",
        "next_contact",
        "next_on",
        "next_subject",
    ]


class SnoozeForm(forms.Form):
    """Until when; a button sends `days` instead."""

    until = DateField(label=_("Until"), required=False)
    days = WholeNumberField(min_value=1, max_value=365, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("until") or data.get("days")):
            self.add_error("until", _("Choose a day."))
        return data


class RescheduleForm(forms.Form):
    """To which day."""

    due_on = DateField(label=_("Due on"))


class SkipForm(forms.Form):
    """Why it is not asked."""

    reason = _words(_("Why"), 2, required=True)


class NoteForm(forms.Form):
    """A note, if there is something to say."""

    note = _words(_("Note"), 2)


class PlanForm(forms.Form):
    """A follow-up by hand."""

    subject = TextField(label=_("What to ask"), max_length=200)
    due_on = DateField(label=_("Due on"))


class DecideForm(forms.Form):
    """Take over or not; not needs a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Take over")), ("dismiss", _("Do not take over"))],
        widget=forms.RadioSelect,
        initial="accept",
    )
    reason = _words(_("Why not"), 2)


class FirmAnswerForm(forms.Form):
    """The four questions as a firm reads them on a phone; all may stay empty but one."""

    is_all_optional = True  # said once on the page, not at every field

    has_deal = forms.ChoiceField(
        label=_("Was there any offer or deal?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    offer_or_deal = _words(_("With whom, what for?"), 2)
    obstacle = forms.ChoiceField(
        label=_("Did any obstacle move?"), required=False, widget=forms.Select
    )
    obstacle_moved = _words(_("What moved?"), 2)
    learnt = _words(_("What did you learn?"), 2)
    next_step = _words(_("What comes next?"), 2)

    def __init__(
        self,
        *args: Any,
        questions: Collection[str],
        obstacles: Collection[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["obstacle"].choices = [("", _("None, or another one")), *obstacles]
        beside = {"has_deal": "offer_or_deal", "obstacle": "obstacle_moved"}
        for name in list(self.fields):
            if beside.get(name, name) not in questions:
                del self.fields[name]

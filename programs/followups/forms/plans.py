"""Shapes of what is typed about plans."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.shared.fields import TextField, WholeNumberField
from firms.accounts.models import User
from programs.catalogue.models import Intervention, Program
from programs.followups.labels import QUESTION_LABELS, STEP_PROBLEM_LABELS
from programs.followups.models import ANCHOR_LABELS, STEP_CHANNEL_LABELS, UNIT_LABELS, WHO_LABELS
from programs.followups.rules import (
    FURTHEST,
    MOST_REPEATS,
    AnchorKind,
    Question,
    Step,
    StepChannel,
    Stop,
    Task,
    Unit,
    Who,
    after_code,
    step_problems,
)

STOP_LABELS = {
    Stop.DEAL: _("a deal was reported"),
    Stop.CONTACT: _("there was a contact since that day"),
}
BEFORE, AFTER = "before", "after"


class NewPlanForm(forms.Form):
    """For which help, within which program; one of the two at least."""

    intervention = forms.ModelChoiceField(
        Intervention.objects.none(), label=_("Kind of help"), required=False, empty_label=_("All")
    )
    program = forms.ModelChoiceField(
        Program.objects.none(), label=_("Program"), required=False, empty_label=_("All programs")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Intervention.objects.filter(retired_on__isnull=True)
        self.fields["intervention"].queryset = kinds
        self.fields["program"].queryset = Program.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("intervention") or data.get("program")):
            self.add_error("intervention", _("Choose a kind of help, a program, or both."))
        return data


class StepForm(forms.Form):
    """One step of a plan, in words instead of signs."""

    title = TextField(label=_("Title"), max_length=120, required=False)
    count = WholeNumberField(label=_("How many"), min_value=0, max_value=FURTHEST)
    unit = forms.ChoiceField(label=_("Days or months"), choices=list(UNIT_LABELS.items()))
    direction = forms.ChoiceField(
        label=_("Before or after"), choices=[(AFTER, _("after")), (BEFORE, _("before"))]
    )
    anchor = forms.ChoiceField(label=_("Counted from"), choices=list(ANCHOR_LABELS.items()))
    repeat_times = WholeNumberField(
        label=_("Asked again, times"), min_value=0, max_value=MOST_REPEATS, required=False
    )
    repeat_every = WholeNumberField(
        label=_("Each so many days or months later"), min_value=0, max_value=1000, required=False
    )
    who = forms.ChoiceField(label=_("Who"), choices=list(WHO_LABELS.items()))
    channel = forms.ChoiceField(label=_("How"), choices=list(STEP_CHANNEL_LABELS.items()))
    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        choices=list(QUESTION_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stops = forms.MultipleChoiceField(
        label=_("Not asked any more when"),
        choices=list(STOP_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_reset_by_contact = forms.BooleanField(
        label=_("The count begins again with every contact"), required=False
    )

    def __init__(self, *args: Any, step: Step | None, **kwargs: Any) -> None:
        self.before = step
        kwargs["initial"] = {**_initial(step), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for problem in step_problems(self._built("x")):
                self.add_error(None, STEP_PROBLEM_LABELS[problem])
        return data

    def step(self, taken: set[str]) -> Step:
        """The step as the rules read it; a changed one keeps its code, so that what is open
        follows it.
        """
        if self.before is not None:
            return self._built(self.before.code)
        wanted = self._built("x")
        plain = wanted.anchor is AnchorKind.COMPLETION and wanted.unit is Unit.DAYS
        base = after_code(wanted.offset) if plain else f"{wanted.anchor}-{wanted.offset}"
        names = [base, *(f"{base}-{n}" for n in range(2, 200))]
        return self._built(next(name for name in names if name not in taken))

    def _built(self, code: str) -> Step:
        data = self.cleaned_data
        sign = -1 if data["direction"] == BEFORE else 1
        return Step(
            code=code,
            anchor=AnchorKind(data["anchor"]),
            offset=sign * data["count"],
            unit=Unit(data["unit"]),
            repeat_every=data["repeat_every"] or 0,
            repeat_times=data["repeat_times"] or 0,
            stops=frozenset(Stop(stop) for stop in data["stops"]),
            is_reset_by_contact=data["is_reset_by_contact"],
            task=Task(
                who=Who(data["who"]),
                channel=StepChannel(data["channel"]),
                questions=tuple(Question(code) for code in data["questions"]),
                titles=self._titles(data["title"]),
            ),
        )

    def _titles(self, title: str) -> tuple[tuple[str, str], ...]:
        """The title in the reader's language; what stands in others stays."""
        known = dict(self.before.task.titles) if self.before else {}
        language = get_language() or settings.LANGUAGE_CODE
        known[language] = title
        return tuple(sorted((key, text) for key, text in known.items() if text))


def _initial(step: Step | None) -> dict[str, Any]:
    if step is None:
        return {"questions": list(Question), "who": Who.ADVISER, "count": 30}
    titles = dict(step.task.titles)
    return {
        "title": titles.get(get_language() or "", ""),
        "count": abs(step.offset),
        "unit": step.unit,
        "direction": BEFORE if step.is_before else AFTER,
        "anchor": step.anchor,
        "repeat_times": step.repeat_times,
        "repeat_every": step.repeat_every,
        "who": step.task.who,
        "channel": step.task.channel,
        "questions": list(step.task.questions),
        "stops": list(step.stops),
        "is_reset_by_contact": step.is_reset_by_contact,
    }

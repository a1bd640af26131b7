"""Which plan holds for an engagement: the most specific one, else the methodology's own days."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy, override

from programs.catalogue.models import Intervention, Program
from programs.engagements.models import Engagement
from programs.followups.models import PlanState, PlanStep, PlanVersion
from programs.followups.rules import (
    DEFAULT_DAYS,
    RENEWAL_CODE,
    AnchorKind,
    Question,
    Step,
    StepChannel,
    Stop,
    Task,
    Unit,
    Who,
    standard_steps,
)


def step_of(row: PlanStep) -> Step:
    """A stored step as the rules read it."""
    return Step(
        code=row.code,
        anchor=AnchorKind(row.anchor),
        offset=row.offset,
        unit=Unit(row.unit),
        repeat_every=row.repeat_every,
        repeat_times=row.repeat_times,
        stops=frozenset(Stop(stop) for stop in row.stops),
        is_reset_by_contact=row.is_reset_by_contact,
        task=Task(
            who=Who(row.who),
            channel=StepChannel(row.channel),
            questions=tuple(Question(code) for code in row.questions),
            titles=tuple(sorted(row.titles.items())),
        ),
    )


@dataclass(frozen=True)
class InForce:
    """A plan that holds: its steps, and its version unless it is the methodology's own."""

    steps: tuple[Step, ...]
    version_id: int | None = None

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)


@dataclass
class PlanBook:
    """All enabled plans, read once. `instead` previews other steps of one plan as if in force."""

    versions: dict[tuple[int | None, int | None], InForce] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "PlanBook":
        """Two queries, whatever the number of plans."""
        found = {}
        rows = PlanVersion.objects.filter(state=PlanState.ENABLED).select_related("plan")
        for version in rows.prefetch_related("steps"):
            key = (version.plan.program_id, version.plan.intervention_id)
            steps = tuple(step_of(row) for row in version.steps.all())
            found[key] = InForce(steps, version.pk)
        return cls(found)

    def instead(
        self, program_id: int | None, intervention_id: int | None, steps: Collection[Step]
    ) -> "PlanBook":
        """The same book with one plan replaced by a draft."""
        draft = {(program_id, intervention_id): InForce(tuple(steps))}
        return PlanBook({**self.versions, **draft})

    def plan_for(self, engagement: Engagement) -> InForce:
        """What holds for this engagement; `intervention` must be loaded."""
        found = self.holding(engagement.program_id, engagement.intervention)
        return found or InForce(())

    def holding(self, program_id: int | None, intervention: Intervention | None) -> InForce | None:
        """What holds for a kind of help within a program: the most specific enabled plan, else the
        methodology's own. None for a whole program without a plan: each help goes by its own.
        """
        kind = intervention.pk if intervention else None
        for key in ((program_id, kind), (program_id, None), (None, kind)):
            if key != (None, None) and key in self.versions:
                return self.versions[key]
        return InForce(standard_of(intervention)) if intervention else None

    @property
    def renews(self) -> bool:
        """Whether any plan counts from contacts or assessments, which then must be read."""
        return any(
            step.is_renewing or step.is_reset_by_contact or step.stops
            for plan in self.versions.values()
            for step in plan.steps
        )


def standard_of(intervention: Intervention) -> tuple[Step, ...]:
    """The methodology's own plan of an intervention."""
    return standard_steps(
        intervention.code,
        intervention.follow_up_days,
        standard_titles(),
        leads_to_certificate=intervention.leads_to_certificate,
    )


def standard_of_program(program: Program) -> tuple[Step, ...]:
    """What a plan of a whole program begins with, whatever its kinds of help (one query)."""
    certifies = any(each.leads_to_certificate for each in program.interventions.all())
    return standard_steps("", DEFAULT_DAYS, standard_titles(), leads_to_certificate=certifies)


@cache
def standard_titles() -> dict[str, tuple[tuple[str, str], ...]]:
    """What the standard steps are called, in every language of the product."""
    found: dict[str, list[tuple[str, str]]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, words in STANDARD_LABELS.items():
                found.setdefault(code, []).append((language, str(words)))
    return {code: tuple(sorted(pairs)) for code, pairs in found.items()}


#: What to see to before a fair or a mission, and before a certificate runs out.
STANDARD_LABELS = {
    "visas": gettext_lazy("Visas and travel papers"),
    "samples": gettext_lazy("Samples, price list and translations"),
    "pitch": gettext_lazy("The pitch, rehearsed"),
    "meetings": gettext_lazy("The list of meetings"),
    "travel": gettext_lazy("Tickets, hotel, last questions"),
    RENEWAL_CODE: gettext_lazy("Renewal of the certificate"),
}

"""Steps of a plan: what is asked, when, by whom, and until when. Shape and arithmetic only."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

#: Bounds of a step; wider ones are refused where a plan is edited, and by the database.
FURTHEST = 3650
MOST_REPEATS = 60


class AnchorKind(StrEnum):
    """The day a step counts from."""

    START = "start"
    COMPLETION = "completion"
    OFFERING_START = "offering_start"
    OFFERING_END = "offering_end"
    CERTIFICATE_EXPIRY = "certificate_expiry"
    LAST_ASSESSMENT = "last_assessment"
    LAST_CONTACT = "last_contact"


#: Anchors that come again: each later day asks anew, and what was asked before stays.
RENEWING = frozenset(
    {AnchorKind.CERTIFICATE_EXPIRY, AnchorKind.LAST_ASSESSMENT, AnchorKind.LAST_CONTACT}
)

#: Anchors that lie ahead, so that something can be prepared before them.
AHEAD = frozenset(
    {AnchorKind.OFFERING_START, AnchorKind.OFFERING_END, AnchorKind.CERTIFICATE_EXPIRY}
)


class Unit(StrEnum):
    """What an offset counts."""

    DAYS = "days"
    MONTHS = "months"


class Who(StrEnum):
    """Who acts on it: the adviser, the firm by a link, or the office's manager."""

    ADVISER = "adviser"
    FIRM = "firm"
    MANAGER = "manager"


class StepChannel(StrEnum):
    """How the reminder travels: with the daily digest, alone, or on the pages only."""

    DIGEST = "digest"
    SINGLE = "single"
    IN_APP = "in_app"


class Stop(StrEnum):
    """What makes a step needless. A firm that left is never asked, whatever a plan says."""

    DEAL = "deal"
    CONTACT = "contact"


class Question(StrEnum):
    """The four questions: any offer or deal, which obstacle moved, what was learnt, what next."""

    OFFER_OR_DEAL = "offer_or_deal"
    OBSTACLE_MOVED = "obstacle_moved"
    LEARNT = "learnt"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class Task:
    """What is asked of whom. `titles` are (language, text) pairs; empty: named by its day."""

    who: Who = Who.ADVISER
    channel: StepChannel = StepChannel.DIGEST
    questions: tuple[Question, ...] = tuple(Question)
    titles: tuple[tuple[str, str], ...] = ()


#: What is asked unless a plan says otherwise: by the adviser, in the digest, all four questions.
ASKED_BY_ADVISER = Task()


@dataclass(frozen=True)
class Step:
    """One line of a plan. `offset` is signed, in `unit`; negative ones lie before the anchor.

    It is asked once, and then `repeat_times` more, each `repeat_every` units later. With
    `is_reset_by_contact` the count begins again at every contact after the anchor.
    """

    code: str
    anchor: AnchorKind
    offset: int
    unit: Unit = Unit.DAYS
    repeat_every: int = 0
    repeat_times: int = 0
    stops: frozenset[Stop] = frozenset()
    is_reset_by_contact: bool = False
    task: Task = ASKED_BY_ADVISER

    @property
    def is_before(self) -> bool:
        return self.offset < 0

    @property
    def is_renewing(self) -> bool:
        """Whether a later anchor asks anew instead of moving what was asked."""
        return self.anchor in RENEWING

    def planned_on(self, anchor_on: date, occurrence: int = 0) -> date:
        """The calendar day of an occurrence, always counted from the anchor: months never drift."""
        count = self.offset + self.repeat_every * occurrence
        if self.unit is Unit.MONTHS:
            return add_months(anchor_on, count)
        return anchor_on + timedelta(days=count)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last one: 31 January + 1 is 28 or 29 February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class StepProblem(StrEnum):
    """What can be wrong with a step."""

    TOO_FAR = "too_far"
    BEFORE_THE_PAST = "before_the_past"
    REPEATS_WITHOUT_END = "repeats_without_end"
    REPEATS_A_RENEWING_ANCHOR = "repeats_a_renewing_anchor"
    RESET_BEFORE = "reset_before"
    NOTHING_TO_ASK = "nothing_to_ask"
    FIRM_NEEDS_QUESTIONS = "firm_needs_questions"
    FIRM_NEEDS_MAIL = "firm_needs_mail"
    DOUBLED_CODE = "doubled_code"


def step_problems(step: Step) -> tuple[StepProblem, ...]:
    """Everything wrong with one step; empty for a good one."""
    found = []
    last = step.offset + step.repeat_every * step.repeat_times
    if max(abs(step.offset), abs(last)) > (FURTHEST if step.unit is Unit.DAYS else FURTHEST // 30):
        found.append(StepProblem.TOO_FAR)
    if step.is_before and step.anchor not in AHEAD:
        found.append(StepProblem.BEFORE_THE_PAST)
    if (step.repeat_every > 0) != (step.repeat_times > 0) or step.repeat_times > MOST_REPEATS:
        found.append(StepProblem.REPEATS_WITHOUT_END)
    if step.repeat_times and step.is_renewing:
        found.append(StepProblem.REPEATS_A_RENEWING_ANCHOR)
    if step.is_reset_by_contact and step.is_before:
        found.append(StepProblem.RESET_BEFORE)
    if not step.task.questions and not step.task.titles:
        found.append(StepProblem.NOTHING_TO_ASK)
    if step.task.who is Who.FIRM and not step.task.questions:
        found.append(StepProblem.FIRM_NEEDS_QUESTIONS)
    if step.task.who is Who.FIRM and step.task.channel is StepChannel.IN_APP:
        found.append(StepProblem.FIRM_NEEDS_MAIL)
    return tuple(found)


def plan_problems(steps: Iterable[Step]) -> tuple[tuple[str, StepProblem], ...]:
    """Problems of all steps with the code of the step; a code that stands twice is one too."""
    found: list[tuple[str, StepProblem]] = []
    seen: set[str] = set()
    for step in steps:
        found += [(step.code, problem) for problem in step_problems(step)]
        if step.code in seen:
            found.append((step.code, StepProblem.DOUBLED_CODE))
        seen.add(step.code)
    return tuple(found)


#: Preparation of a fair or a mission: days before it begins, and the code of what to see to.
PREPARATION = ((90, "visas"), (60, "samples"), (30, "pitch"), (14, "meetings"), (7, "travel"))

#: Help that begins somewhere on a day, and whose leads cool within two weeks.
TRAVELS = frozenset({"trade_fair", "outward_mission"})
LEADS_COOL = 14

#: Days before a certificate runs out on which the adviser asks whether to renew it: an audit and
#: its papers take about a quarter.
RENEWAL = 90
RENEWAL_CODE = "before-expiry"

#: Days after completion for a plan that begins empty (pack: follow_up_defaults).
DEFAULT_DAYS = (30, 90, 180, 365, 730, 1095)


def standard_steps(
    intervention: str,
    days: Iterable[int],
    titles: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({}),
    *,
    leads_to_certificate: bool = False,
) -> tuple[Step, ...]:
    """The plan that holds until an agency makes its own: the methodology's days after completion.

    Fairs and missions add day 14 and the preparation before the offering begins; help that leads
    to a certificate asks before it runs out. `titles` names these by their code, as (language,
    text) pairs. Help without days is not followed up, but for its certificate.
    """
    offsets = set(days)
    travels = intervention in TRAVELS and bool(offsets)
    if travels:
        offsets.add(LEADS_COOL)
    before = [
        Step(
            code,
            AnchorKind.OFFERING_START,
            -lead,
            task=Task(questions=(), titles=titles.get(code, ())),
        )
        for lead, code in (PREPARATION if travels else ())
    ]
    after = [Step(after_code(day), AnchorKind.COMPLETION, day) for day in sorted(offsets)]
    renewal = [renewal_step(titles.get(RENEWAL_CODE, ()))] if leads_to_certificate else []
    return (*before, *after, *renewal)


def renewal_step(titles: tuple[tuple[str, str], ...] = ()) -> Step:
    """The adviser asks in time whether the firm renews its certificate."""
    return Step(
        RENEWAL_CODE,
        AnchorKind.CERTIFICATE_EXPIRY,
        -RENEWAL,
        task=Task(questions=(Question.NEXT_STEP,), titles=titles),
    )


def after_code(days: int) -> str:
    """The code of the step so many days after completion."""
    return f"after-{days}"

"""What the result page of an assessment shows: the verdict, its tests, what moved, the gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import Pack, text
from assessments.profiles.models import ConstraintProfile, StagePlacement, StageProposal
from assessments.profiles.selectors.profile import FirmProfile, ProfileRow, profile_of
from assessments.profiles.selectors.stage import StageHistory, stage_history
from assessments.profiles.sentences.gates import Gate, other_gates, stage_gates, verdict_sentence
from assessments.profiles.sentences.headline import headline
from assessments.profiles.sentences.words import Words
from assessments.responses.models import Assessment
from assessments.scoring.facts import Answers
from assessments.scoring.profile import Change, MovedAnswer, changes
from firms.register.models import Firm

MOVED_SHOWN = 8
GAPS_SHOWN = 4


@dataclass(frozen=True)
class Moved:
    """An answer that is not what it was, in words."""

    question: str
    before: str
    after: str


@dataclass(frozen=True)
class MovedRow:
    """A constraint whose severity moved, with the answers behind it."""

    row: ProfileRow
    answers: tuple[Moved, ...]


@dataclass(frozen=True)
class Gap:
    """A constraint firm and adviser see differently, and the question that parts them most."""

    row: ProfileRow
    ask: str


@dataclass(frozen=True)
class Decision:
    """A proposal with its tests in words; `placement` what it led to, if it was decided."""

    proposal: StageProposal | None
    placement: StagePlacement | None
    history: StageHistory
    gates: tuple[Gate, ...]
    more_gates: tuple[Gate, ...]
    why: str
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the proposal still waits for a decision."""
        return self.proposal is not None and self.proposal.state == "open"

    @property
    def stays(self) -> bool:
        """Whether the proposal keeps the stage the firm has."""
        current = self.history.current
        return bool(current and self.proposal and current.stage == self.proposal.stage)


@dataclass(frozen=True)
class ResultPage:
    """Everything on the page; `decision` is on the proposal to decide, or the decided one."""

    assessment: Assessment
    pack: Pack
    profile: FirmProfile | None
    headline: str
    decision: Decision
    moved: tuple[MovedRow, ...]
    gaps: tuple[Gap, ...]

    @property
    def minutes(self) -> int | None:
        """How long the filling took, where it was done in one go."""
        if self.assessment.submitted_at is None:
            return None
        seconds = (self.assessment.submitted_at - self.assessment.started_at).total_seconds()
        return max(1, round(seconds / 60)) if seconds < 4 * 3600 else None


def proposal_page(
    proposal: StageProposal | None, today: date, firm: Firm | None = None
) -> Decision:
    """A proposal with its words; without one, the history of `firm` alone."""
    owner = proposal.firm if proposal else firm
    history = stage_history(owner) if owner else StageHistory(())
    if proposal is None:
        return Decision(None, None, history, (), (), "", today)
    words = Words(pack_of(proposal.pack), get_language() or "en")
    gates = stage_gates(proposal, words)
    return Decision(
        proposal=proposal,
        placement=getattr(proposal, "placement", None),
        history=history,
        gates=gates,
        more_gates=other_gates(proposal, words),
        why=verdict_sentence(proposal, gates, words),
        today=today,
    )


def result_page(assessment: Assessment, today: date) -> ResultPage:
    """The result of a submitted assessment. `assessment.firm` and `.pack` should be at hand."""
    pack, language = pack_of(assessment.pack), get_language() or "en"
    found = _profile_for(assessment)
    profile = profile_of(found) if found else None
    before = _answers_before(profile)
    moves = changes(pack, before, assessment.answers) if before is not None else ()
    return ResultPage(
        assessment=assessment,
        pack=pack,
        profile=profile,
        headline=headline(profile),
        decision=proposal_page(_proposal_for(assessment, found), today, assessment.firm),
        moved=_moved(profile, moves, pack, language),
        gaps=_gaps(profile, found, pack, language),
    )


def _profile_for(assessment: Assessment) -> ConstraintProfile | None:
    key = "firm_assessment" if assessment.respondent == "firm" else "adviser_assessment"
    return (
        ConstraintProfile.objects.filter(**{key: assessment})
        .select_related("pack", "adviser_assessment", "firm_assessment")
        .defer("pack__document")
        .newest_first()
        .first()
    )


def _proposal_for(
    assessment: Assessment, profile: ConstraintProfile | None
) -> StageProposal | None:
    """The firm's open proposal if this is its newest profile, else what this profile led to."""
    proposals = (
        StageProposal.objects.filter(firm=assessment.firm)
        .select_related("firm", "pack", "placement", "decided_by")
        .defer("pack__document")
    )
    newest = assessment.firm.profiles.newest_first().values_list("pk", flat=True).first()
    if profile and newest == profile.pk:
        waiting = proposals.open().first()
        if waiting:
            return waiting
    return proposals.filter(profile=profile).first() if profile else None


def _answers_before(profile: FirmProfile | None) -> Answers | None:
    """Answers of the profile before, when the two can be compared."""
    if profile is None or profile.previous is None or not profile.is_compared:
        return None
    earlier = profile.previous
    key = earlier.adviser_assessment_id or earlier.firm_assessment_id or 0
    answers: Answers = Assessment.objects.values_list("answers", flat=True).get(pk=key)
    return answers


def _moved(
    profile: FirmProfile | None, moves: Sequence[Change], pack: Pack, language: str
) -> tuple[MovedRow, ...]:
    if profile is None:
        return ()
    rows = {row.code: row for row in profile.rows}
    shown = [move for move in moves if move.relief and move.constraint in rows]
    return tuple(
        MovedRow(
            rows[move.constraint],
            tuple(_in_words(answer, pack, language) for answer in move.moved),
        )
        for move in shown[:MOVED_SHOWN]
    )


def _in_words(answer: MovedAnswer, pack: Pack, language: str) -> Moved:
    question = pack.question(answer.question)
    return Moved(
        question=text(question.text, language),
        before=_answer_in_words(pack, answer.question, answer.before, language),
        after=_answer_in_words(pack, answer.question, answer.after, language),
    )


def _answer_in_words(pack: Pack, question: str, value: int | None, language: str) -> str:
    if value is None:
        return text(pack.not_known, language)
    options = pack.scale_of(pack.question(question)).options
    return next(text(option.text, language) for option in options if option.value == value)


def _gaps(
    profile: FirmProfile | None, found: ConstraintProfile | None, pack: Pack, language: str
) -> tuple[Gap, ...]:
    if profile is None or found is None or not (found.adviser_assessment and found.firm_assessment):
        return ()
    adviser, own = found.adviser_assessment.answers, found.firm_assessment.answers
    seen = [row for row in profile.rows if row.gap]
    widest = sorted(seen, key=lambda row: (-abs(row.gap or Decimal(0)), row.code))[:GAPS_SHOWN]
    return tuple(Gap(row, _ask(row.code, adviser, own, pack, language)) for row in widest)


def _ask(
    constraint: str,
    adviser: Mapping[str, int | None],
    own: Mapping[str, int | None],
    pack: Pack,
    language: str,
) -> str:
    """The question of a constraint on which the two answers lie furthest apart."""
    distances = [
        (abs(ours - theirs), question)
        for question in pack.constraint(constraint).questions
        if (ours := adviser.get(question.id)) is not None
        and (theirs := own.get(question.id)) is not None
    ]
    if not distances:
        return ""
    return text(max(distances, key=lambda pair: pair[0])[1].text, language)

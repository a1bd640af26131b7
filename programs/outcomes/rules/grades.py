"""How far a result may be believed: four grades and two exits, and what may become what."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Grade(StrEnum):
    """The four grades in their order, then the exits."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    EVIDENCED = "evidenced"
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


#: The columns of every table of results, side by side and never added up.
GRADES = (Grade.CLAIMED, Grade.CONFIRMED, Grade.EVIDENCED, Grade.ATTRIBUTED)
#: Grades of a result that a firm has confirmed.
CONFIRMED_OR_MORE = frozenset(GRADES[1:])
EXITS = frozenset({Grade.DISPUTED, Grade.WITHDRAWN})

#: One grade at a time upwards; out from anywhere. What is disputed is corrected or withdrawn.
MOVES: dict[Grade, frozenset[Grade]] = {
    Grade.CLAIMED: frozenset({Grade.CONFIRMED}) | EXITS,
    Grade.CONFIRMED: frozenset({Grade.EVIDENCED}) | EXITS,
    Grade.EVIDENCED: frozenset({Grade.ATTRIBUTED}) | EXITS,
    Grade.ATTRIBUTED: EXITS,
    Grade.DISPUTED: frozenset({Grade.WITHDRAWN}),
    Grade.WITHDRAWN: frozenset(),
}


def below(grade: Grade) -> Grade | None:
    """The grade from which a result comes up to this one of the four; None for a claim."""
    place = GRADES.index(grade)
    return GRADES[place - 1] if place else None


def has_reached(grade: Grade, goal: Grade) -> bool:
    """Whether a result of this grade has come as far as `goal`; what went out has reached none."""
    return grade in GRADES and GRADES.index(grade) >= GRADES.index(goal)


@dataclass(frozen=True)
class GradeFacts:
    """What a move is judged by. `confirmations` agree or correct; `band_known`: what without us."""

    occurred_on: date
    today: date
    is_corrected: bool = False
    confirmations: int = 0
    accepted_documents: int = 0
    band_known: bool = False
    reason: str = ""


def why_not_move(before: Grade, after: Grade, facts: GradeFacts) -> list[str]:
    """Codes of what stands in the way of a move; empty when it may be made."""
    found = []
    if after not in MOVES[before]:
        found.append("not_a_move")
    if facts.is_corrected:
        found.append("corrected")
    if after in GRADES and facts.occurred_on > facts.today:
        found.append("in_the_future")
    if after in CONFIRMED_OR_MORE and not facts.confirmations:
        found.append("not_confirmed")
    if after in (Grade.EVIDENCED, Grade.ATTRIBUTED) and not facts.accepted_documents:
        found.append("no_document")
    if after is Grade.ATTRIBUTED and not facts.band_known:
        found.append("no_band")
    if after in EXITS and not facts.reason.strip():
        found.append("reason_missing")
    return found

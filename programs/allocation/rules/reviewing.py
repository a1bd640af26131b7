"""Who gives an application points: appointed reviewers who have no part in it."""

from dataclasses import dataclass
from enum import StrEnum


class KeptOut(StrEnum):
    """Why a person gives an application no points."""

    ENDED = "ended"
    NOT_REVIEWER = "not_reviewer"
    INTEREST = "interest"
    OWN_WORDS = "own_words"
    OWN_FIRM = "own_firm"


@dataclass(frozen=True)
class Standing:
    """What ties a person to an application.

    `leads`: answers for the program. `wrote`: the application is in this person's words.
    `advises`: looks after the firm today, as its adviser or covering for one.
    """

    is_live: bool
    has_reviewers: bool
    is_reviewer: bool
    leads: bool
    has_interest: bool
    wrote: bool
    advises: bool


def kept_out(standing: Standing) -> KeptOut | None:
    """What keeps the person from giving points; None for who may.

    Where reviewers are appointed, only they give points; before that, who answers for the
    program. Whoever has a part in the application gives none.
    """
    if not standing.is_live:
        return KeptOut.ENDED
    if not (standing.is_reviewer if standing.has_reviewers else standing.leads):
        return KeptOut.NOT_REVIEWER
    if standing.has_interest:
        return KeptOut.INTEREST
    if standing.wrote:
        return KeptOut.OWN_WORDS
    if standing.advises:
        return KeptOut.OWN_FIRM
    return None

"""What a firm itself says about help: yes to what is proposed or offered, no, or not any more."""

from django.db import transaction

from firms.accounts.models import User
from programs.engagements import events
from programs.engagements.actions.moving import locked, move
from programs.engagements.errors import NothingToAnswer
from programs.engagements.models import Engagement
from programs.engagements.rules import UNWANTED, WANTED, Actor, State, firm_answer

#: The timeline says that the firm spoke, where the event of the state does not.
KINDS = {State.DECLINED: events.TURNED_DOWN, State.WITHDRAWN: events.WITHDRAWN}


def take_up_help(*, engagement: Engagement, by: User) -> Engagement:
    """The firm wants it: what was proposed is applied for, what was offered is agreed.

    A second click changes nothing. Raises NothingToAnswer where it is not the firm's turn, and
    SeatDecides for a place, which is accepted with its application.
    """
    return _answer(engagement, by, is_wanted=True)


def give_up_help(*, engagement: Engagement, by: User, reason: str) -> Engagement:
    """The firm does not want it: it declines what is asked, or withdraws before it begins.

    A second click changes nothing. Raises NothingToAnswer, ReasonMissing, and SeatDecides while
    an application for the same offering stands.
    """
    return _answer(engagement, by, is_wanted=False, reason=reason)


@transaction.atomic
def _answer(engagement: Engagement, by: User, *, is_wanted: bool, reason: str = "") -> Engagement:
    engagement = locked(engagement)
    before = State(engagement.state)
    if before in (WANTED if is_wanted else UNWANTED):
        return engagement
    after = firm_answer(before, is_wanted=is_wanted)
    if after is None:
        raise NothingToAnswer(state=engagement.public_state)
    return move(
        engagement=engagement,
        after=after,
        by=by,
        reason=reason,
        actor=Actor.FIRM,
        kind=KINDS.get(after, events.TAKEN_UP),
    )

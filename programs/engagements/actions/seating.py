"""An engagement goes along with the application for a seat: one life, told once."""

from decimal import Decimal

from firms.accounts.models import User
from programs.allocation.models import ApplicationMove, ApplicationState
from programs.allocation.models.applications import STATE_LABELS as SEAT_LABELS
from programs.engagements.actions.assigning import create_engagement
from programs.engagements.actions.steps import follow_seat
from programs.engagements.errors import NotYours
from programs.engagements.models import STATE_LABELS, Engagement
from programs.engagements.rules import FINAL, INITIAL, MOVES, State
from programs.matching.models import Recommendation

#: State of the application → where the engagement stands then.
FOLLOWS = {
    ApplicationState.APPLIED: State.APPLIED,
    ApplicationState.OFFERED: State.OFFERED,
    ApplicationState.WAITING: State.WAITLISTED,
    ApplicationState.SEATED: State.APPROVED,
    ApplicationState.DECLINED: State.DECLINED,
    ApplicationState.LAPSED: State.DECLINED,
    ApplicationState.WITHDRAWN: State.WITHDRAWN,
    ApplicationState.REFUSED: State.DECLINED,
}


def follow_application(*, move: ApplicationMove) -> Engagement | None:
    """Bring the engagement where the application went, in the transaction of that move.

    The first news of an application makes the engagement; an application that is made anew, or
    reopened, makes a new one. Help that a person moved on by itself stays where it is. Raises
    NotYours when a firm takes back what is under way. None where help that ended long since has
    nothing to follow.
    """
    application = move.application
    after = FOLLOWS[ApplicationState(move.after)]
    if move.because.get("code") == "cancelled":
        after = State.CANCELLED
    rows = Engagement.objects.filter(firm=application.firm_id, offering=application.offering_id)
    engagement = rows.exclude(state__in=FINAL).order_by("-pk").first()
    if engagement is None:
        if after in FINAL:
            return None
        first = after if after in INITIAL else State.APPLIED
        engagement = _begun(move, first, move.by)
    before = State(engagement.state)
    is_under_way = before in {State.ACTIVE, State.PAUSED}
    if is_under_way and after is State.WITHDRAWN and move.by and move.by.is_firm_member:
        raise NotYours(before=STATE_LABELS[before], after=STATE_LABELS[after])
    if after not in MOVES[before]:  # the help went further than the seat, or was never asked for
        return engagement
    why = move.note or str(SEAT_LABELS[ApplicationState(move.after)])
    return follow_seat(engagement=engagement, to_state=after, by=move.by, reason=why)


def _begun(move: ApplicationMove, state: State, by: User | None) -> Engagement:
    """With the constraints it is meant to relieve, as severe as they are now."""
    application = move.application
    advice = Recommendation.objects.filter(
        set__firm=application.firm_id,
        set__superseded_at__isnull=True,
        intervention=application.offering.intervention_id,
    ).first()
    return create_engagement(
        firm=application.firm,
        intervention=application.offering.intervention,
        offering=application.offering,
        by=by,
        reason=application.statement,
        targets={
            each["constraint"]: Decimal(str(each["severity"]))
            for each in (advice.targets if advice else ())
        },
        state=state,
        is_quiet=True,
    )

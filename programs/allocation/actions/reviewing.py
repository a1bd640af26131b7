"""What reviewers say of applications, whose interest keeps them from it, and who competes."""

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.line import promote
from programs.allocation.actions.moving import locked_application, locked_offering, tell
from programs.allocation.errors import NotOneOffering, ReasonMissing
from programs.allocation.models import Application, Conflict, Rivalry, Score
from programs.allocation.selectors.reviews import why_no_points


@transaction.atomic
def score_application(
    *, application: Application, by: User, points: int, comment: str = ""
) -> Score:
    """Give 0 to 100 points; a second time replaces them.

    Raises NotReviewer, InterestDeclared, OwnWords, OwnFirm, and NotApplied for what has ended.
    """
    _offering, application = locked_application(application)
    rows = Application.objects.with_standing_of(by).select_related("offering__program", "firm")
    if refusal := why_no_points(rows.get(pk=application.pk), by):
        raise refusal
    score, _is_new = Score.objects.update_or_create(
        application=application,
        reviewer=by,
        defaults={"points": points, "comment": comment.strip(), "scored_at": clock.now()},
    )
    tell(events.SCORED, application, by=by, points=points)
    return score


@transaction.atomic
def declare_interest(*, application: Application, by: User, reason: str) -> Conflict:
    """The person keeps out of this application; a score it gave before no longer counts.

    Raises ReasonMissing; a second time changes nothing.
    """
    if not reason.strip():
        raise ReasonMissing
    _offering, application = locked_application(application)
    conflict, is_new = Conflict.objects.get_or_create(
        application=application,
        person=by,
        defaults={"reason": reason.strip(), "declared_at": clock.now()},
    )
    if is_new:
        application.scores.filter(reviewer=by).delete()
        tell(events.INTEREST_DECLARED, application, by=by, note=conflict.reason)
    return conflict


@transaction.atomic
def keep_apart(*, first: Application, second: Application, by: User, reason: str) -> Rivalry:
    """Two direct competitors must not both have a seat. Raises NotOneOffering, ReasonMissing."""
    if first.offering_id != second.offering_id or first.pk == second.pk:
        raise NotOneOffering
    if not reason.strip():
        raise ReasonMissing
    offering, _row = locked_application(first)
    lower, higher = sorted((first.pk, second.pk))
    rivalry, is_new = Rivalry.objects.get_or_create(
        first_id=lower,
        second_id=higher,
        defaults={"offering": offering, "reason": reason.strip()},
    )
    if is_new:
        audit.record(
            events.KEPT_APART,
            by=by,
            target=offering,
            offering=offering.title,
            first=first.firm.legal_name,
            second=second.firm.legal_name,
            note=rivalry.reason,
        )
    return rivalry


@transaction.atomic
def let_go_together(*, rivalry: Rivalry, by: User) -> None:
    """They may both go after all; a second time changes nothing."""
    offering = locked_offering(rivalry.offering_id)
    gone, _by_table = Rivalry.objects.filter(pk=rivalry.pk).delete()
    if gone:
        audit.record(
            events.LET_TOGETHER,
            by=by,
            target=rivalry.offering,
            offering=rivalry.offering.title,
            first=rivalry.first.firm.legal_name,
            second=rivalry.second.firm.legal_name,
        )
        promote(offering=offering, by=by)

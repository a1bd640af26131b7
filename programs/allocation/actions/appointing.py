"""Who reviews the applications for an offering: appointed and dismissed."""

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.moving import locked_offering
from programs.allocation.errors import CannotReview
from programs.allocation.models import Offering, Reviewer
from programs.allocation.selectors.reviews import may_review


@transaction.atomic
def appoint_reviewer(*, offering: Offering, person: User, by: User) -> Reviewer:
    """From now on the person sees all applications for the offering and gives them points.

    A second time changes nothing. Raises CannotReview for whom the program's offices do not have.
    """
    offering = locked_offering(offering)
    if not may_review(offering.program).filter(pk=person.pk).exists():
        raise CannotReview(person=person.name)
    reviewer, is_new = Reviewer.objects.get_or_create(
        offering=offering,
        person=person,
        defaults={"appointed_by": by, "appointed_at": clock.now()},
    )
    if is_new:
        audit.record(
            events.REVIEWER_APPOINTED,
            by=by,
            target=offering,
            offering=offering.title,
            person=person.name,
        )
    return reviewer


@transaction.atomic
def dismiss_reviewer(*, reviewer: Reviewer, by: User) -> None:
    """The person reviews no more; points already given stay. A second time changes nothing."""
    offering = locked_offering(reviewer.offering_id)
    gone, _by_table = Reviewer.objects.filter(pk=reviewer.pk).delete()
    if gone:
        audit.record(
            events.REVIEWER_DISMISSED,
            by=by,
            target=offering,
            offering=offering.title,
            person=reviewer.person.name,
        )


@transaction.atomic
def dismiss_from_all(*, person: User, by: User) -> None:
    """Who left reviews nothing that is still ahead; what began or was cancelled stays as it was.

    Nobody is waited for any more. A second time changes nothing.
    """
    mine = Reviewer.objects.filter(person=person).ahead(on=clock.today())
    for reviewer in mine.select_related("person").order_by("offering"):
        dismiss_reviewer(reviewer=reviewer, by=by)

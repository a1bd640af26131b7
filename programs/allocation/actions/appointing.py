"""Who reviews the applications for an offering: appointed and dismissed."""

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.moving import locked_offering
from programs.allocation.errors import CannotReview
from programs.allocation.models import Offering, Reviewer
from programs.allocation.selectors.reviews import can_review


@transaction.atomic
def appoint_reviewer(*, offering: Offering, person: User, by: User) -> Reviewer:
    """From now on the person sees all applications for the offering and gives them points.

    A second time changes nothing. Raises CannotReview for whom the program's offices do not have.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # may be leaving
    offering = locked_offering(offering)
    if not can_review(offering.program, person):
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
    _dismiss(reviewer, locked_offering(reviewer.offering_id), by)


@transaction.atomic
def dismiss_from_all(*, person: User, by: User) -> None:
    """Who left reviews nothing that is yet to begin; what began or was cancelled stays as it was.

    Nobody is waited for any more. A second time changes nothing. Locks no offering, as the caller
    may hold firms, and these are locked on either side of offerings.
    """
    mine = Reviewer.objects.filter(person=person).to_begin(on=clock.today())
    for reviewer in mine.select_related("person", "offering").order_by("offering_id"):
        _dismiss(reviewer, reviewer.offering, by)


def _dismiss(reviewer: Reviewer, offering: Offering, by: User) -> None:
    gone, _by_table = Reviewer.objects.filter(pk=reviewer.pk).delete()
    if gone:
        audit.record(
            events.REVIEWER_DISMISSED,
            by=by,
            target=offering,
            offering=offering.title,
            person=reviewer.person.name,
        )

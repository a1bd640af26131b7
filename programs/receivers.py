"""What `programs` declares when Django starts: event kinds, panels, sweepers, receivers."""

from django.dispatch import receiver

from assessments.signals import pack_published, profile_confirmed
from config.shared import clock
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.staff.signals import sign_in_withdrawn
from programs import panels, sweeping
from programs.allocation import events as allocation_events
from programs.allocation.actions import dismiss_from_all
from programs.allocation.models import ApplicationMove
from programs.allocation.signals import application_moved, offering_days_moved
from programs.catalogue import events as catalogue_events
from programs.cohorts import events as cohort_events
from programs.eligibility import events as eligibility_events
from programs.engagements import events as engagement_events
from programs.engagements.actions import follow_application
from programs.engagements.models import Engagement
from programs.engagements.signals import engagement_moved
from programs.eventfeeds import events as feed_events
from programs.followups import events as follow_up_events
from programs.followups.actions import reconcile_engagement, reconcile_engagements
from programs.letters import events as letter_events
from programs.letters.actions import write_letter
from programs.matching import events as matching_events
from programs.outcomes import events as outcome_events
from programs.supportlog import events as support_log_events
from programs.supportlog import kind as support_log_kind

__all__ = [
    "allocation_events",
    "catalogue_events",
    "cohort_events",
    "eligibility_events",
    "engagement_events",
    "feed_events",
    "follow_up_events",
    "letter_events",
    "matching_events",
    "outcome_events",
    "support_log_events",
    "support_log_kind",
]

panels.register()
sweeping.register()


@receiver(profile_confirmed)
def recommend_again(*, firm_id: int, **_: object) -> None:
    """News from the assessments: match again, in the background."""
    enqueue_on_commit("programs.refresh_recommendations", firm_id=firm_id)


@receiver(pack_published)
def follow_the_pack(*, pack_id: int, **_: object) -> None:
    """A new version of the methodology: the catalogue follows it."""
    enqueue_on_commit("programs.load_catalogue", pack_id=pack_id)


@receiver(sign_in_withdrawn)
def review_no_more(*, user: User, by: User, **_: object) -> None:
    """Nobody waits for the points of who has left, from the same transaction on."""
    dismiss_from_all(person=user, by=by)


@receiver(application_moved)
def go_along(*, move: ApplicationMove, **_: object) -> None:
    """The engagement stands where its application stands, in the same transaction."""
    follow_application(move=move)


@receiver(application_moved)
def tell_the_firm(*, move: ApplicationMove, **_: object) -> None:
    """Inside the transaction of the move, so that nobody is told what did not happen."""
    write_letter(move=move)


@receiver(offering_days_moved)
def plan_anew(*, offering_id: int, **_: object) -> None:
    """What is promised before and after the event moves with it, in the same transaction."""
    engagements = Engagement.objects.filter(offering=offering_id).values_list("pk", flat=True)
    reconcile_engagements(engagements=engagements, today=clock.today())


@receiver(engagement_moved)
def plan_follow_ups(*, engagement: Engagement, **_: object) -> None:
    """Inside the transaction of the move, so that no follow-up can be lost between."""
    reconcile_engagement(engagement=engagement, today=clock.today())

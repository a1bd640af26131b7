"""Taking back what an import of events made, and nothing else."""

from django.db import transaction
from django.db.models import ProtectedError

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation.models import Offering
from programs.allocation.querysets import OfferingQuerySet
from programs.eventfeeds import events
from programs.eventfeeds.actions.locking import wait_in_line
from programs.eventfeeds.actions.settling import make_moot, settle
from programs.eventfeeds.actions.writing import restore_offering
from programs.eventfeeds.errors import BuiltUpon, NotToUndo, OfferingsInUse
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from programs.eventfeeds.rules import Decision

NAMED = 10


@transaction.atomic
def undo_feed(*, feed: FeedImport, by: User | None) -> FeedImport:
    """Delete the offerings of an import, give back what it changed, ask again what it settled.

    Raises NotToUndo, BuiltUpon when a later import changed offerings of this one, and
    OfferingsInUse, naming offerings that firms have applied for.
    """
    wait_in_line()
    feed = FeedImport.objects.select_for_update().get(pk=feed.pk)
    if feed.is_undone:
        raise NotToUndo
    made = offerings_made(feed)
    _refuse_if_built_upon(feed, made)
    _refuse_if_used(made)
    _give_back(feed, made)
    count = made.count()
    try:
        made.delete()
    except ProtectedError as error:
        kept = sorted({str(getattr(row, "offering", row)) for row in error.protected_objects})
        raise OfferingsInUse(offerings="; ".join(kept[:NAMED])) from None
    feed.rows.exclude(state=FeedRow.State.REJECTED).update(
        state=FeedRow.State.UNDONE, offering=None
    )
    feed.undone_at, feed.undone_by = clock.now(), by
    feed.save(update_fields=["undone_at", "undone_by"])
    _ask_again(feed, by)
    audit.record(events.FEED_UNDONE, by=by, target=feed, file=feed.file_name, offerings=count)
    return feed


def offerings_made(feed: FeedImport) -> OfferingQuerySet:
    """The offerings an import added; not those of earlier imports that it changed."""
    rows = FeedRow.objects.filter(feed=feed, before__isnull=True, offering__isnull=False)
    return Offering.objects.filter(pk__in=rows.values("offering"))


def _refuse_if_built_upon(feed: FeedImport, made: OfferingQuerySet) -> None:
    later = FeedRow.objects.filter(
        before__isnull=False, offering__in=made, feed__undone_at__isnull=True
    ).exclude(feed=feed)
    number = later.order_by("-feed").values_list("feed", flat=True).first()
    if number is not None:
        raise BuiltUpon(number=number)


def _refuse_if_used(made: OfferingQuerySet) -> None:
    used = made.filter(applications__isnull=False).distinct()
    titles = list(used.values_list("title", flat=True)[: NAMED + 1])
    if titles:
        more = ["…"] if len(titles) > NAMED else []
        raise OfferingsInUse(offerings="; ".join(titles[:NAMED] + more))


def _give_back(feed: FeedImport, made: OfferingQuerySet) -> None:
    changed = feed.rows.filter(before__isnull=False, offering__isnull=False)
    for row in changed.exclude(offering__in=made).select_related("offering").order_by("-pk"):
        if row.offering is not None and row.before is not None:
            restore_offering(row.offering, row.before)


def _ask_again(feed: FeedImport, by: User | None) -> None:
    """Rows of other imports that gave way to this one, or wait to be compared with it, go on."""
    others = FeedRow.objects.exclude(feed=feed).filter(feed__undone_at__isnull=True)
    gave_way = list(others.filter(gave_way_to__feed=feed).order_by("pk"))
    compared = FeedDoubt.objects.filter(other__feed=feed, row__in=others)
    waiting = list(others.filter(doubts__in=compared.filter(decision="")).distinct())
    for row in gave_way:
        row.gave_way_to = None
        if row.offering_id is None:
            row.state = FeedRow.State.HELD
            row.doubts.filter(decision=Decision.MOOT).exclude(other__feed=feed).update(
                decision="", decided_by=None, decided_at=None
            )
            make_moot(row.doubts.filter(other__feed=feed), by=by)
        row.save(update_fields=["gave_way_to", "state"])
    make_moot(compared.filter(decision=""), by=by)
    for row in [*gave_way, *waiting]:
        settle(row, by=by)

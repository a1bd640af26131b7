"""The reconciler: makes stored follow-ups equal to what the rules desire. Twice changes nothing."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from django.db import transaction

from config.shared import clock
from programs.engagements.models import Engagement
from programs.followups.actions.rewriting import Written
from programs.followups.comparing import (
    BATCH,
    ENGAGEMENT,
    batches,
    compare,
    differing,
    touched_and_due,
    with_plan,
)
from programs.followups.models import FollowUp
from programs.followups.plans import PlanBook
from programs.followups.rules import State
from programs.operations.actions import release, set_aside

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reconciled:
    """Rows written, and engagements that failed and wait in the quarantine."""

    created: int = 0
    moved: int = 0
    fell_due: int = 0
    reworded: int = 0
    superseded: int = 0
    handed_over: int = 0
    failed: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def written(self) -> int:
        return sum(astuple(self)) - self.failed


def reconcile_engagement(*, engagement: Engagement, today: date) -> Reconciled:
    """Bring the follow-ups of one engagement in line, within the caller's transaction."""
    return _reconcile([engagement.pk], today, PlanBook.read())


def reconcile_engagements(*, engagements: Iterable[int], today: date) -> Reconciled:
    """The same for several; one bad row stops nobody."""
    book, total, keys = PlanBook.read(), Reconciled(), sorted(set(engagements))
    for start in range(0, len(keys), BATCH):
        total += _batch(keys[start : start + BATCH], today, book)
    return total


def reconcile_news(*, today: date, since: datetime | None) -> Reconciled:
    """Reconcile what fell due and may be asked no more, or later: contacts, deals and assessments
    since that moment, where a plan waits for them.
    """
    book, total = PlanBook.read(), Reconciled()
    if since is None or not book.renews:
        return total
    for keys in batches(touched_and_due(today=today, since=since, book=book)):
        total += _batch(keys, today, book)
    return total


def reconcile_all(
    *, today: date, everything: bool = False, since: datetime | None = None
) -> Reconciled:
    """Reconcile the engagements that may differ, or every one of them; one bad row stops nobody.

    `since` adds what was written after that moment to what may differ.
    """
    book = PlanBook.read()
    total = _by_hand(today)
    source = with_plan(book) if everything else differing(today=today, since=since, book=book)
    for keys in batches(source):
        total += _batch(keys, today, book)
    return total


def _batch(keys: Sequence[int], today: date, book: PlanBook) -> Reconciled:
    """A batch in one transaction; when it fails, one by one, so that one bad row stops nobody."""
    try:
        done = _reconcile(keys, today, book)
    except Exception:
        logger.exception("A batch of engagements failed; trying them one by one.")
        return _one_by_one(keys, today, book)
    release(ENGAGEMENT, list(keys))
    return done


def _one_by_one(keys: Iterable[int], today: date, book: PlanBook) -> Reconciled:
    total, good = Reconciled(), []
    for key in keys:
        try:
            total += _reconcile([key], today, book)
            good.append(key)
        except Exception as error:
            logger.exception("The follow-ups of engagement %s cannot be reconciled.", key)
            set_aside(ENGAGEMENT, key, error)
            total += Reconciled(failed=1)
    release(ENGAGEMENT, good)
    return total


@transaction.atomic
def _reconcile(keys: Sequence[int], today: date, book: PlanBook) -> Reconciled:
    written = Written(today)
    for engagement, rows, plan, difference in compare(keys, today, book, lock=True):
        written.add(engagement, rows, plan, difference)
    written.save()
    return Reconciled(
        len(written.new),
        written.moved,
        written.fell_due,
        written.reworded,
        written.superseded,
        written.handed_over,
    )


def _by_hand(today: date) -> Reconciled:
    """What people planned has no engagement to reconcile: its day comes, its firm may leave or be
    merged into another one.
    """
    by_hand = FollowUp.objects.open().filter(engagement__isnull=True)
    merged = by_hand.filter(firm__merged_into__isnull=False).order_by()
    moved = [
        by_hand.filter(firm=firm).update(firm=heir)
        for firm, heir in merged.values_list("firm", "firm__merged_into").distinct()
    ]
    left = by_hand.filter(firm__closed_on__isnull=False, firm__merged_into__isnull=True).update(
        state=State.SUPERSEDED, why="firm_left", closed_at=clock.now(), updated_at=clock.now()
    )
    fell_due = by_hand.filter(state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today).update(
        state=State.DUE, updated_at=clock.now()
    )
    return Reconciled(fell_due=fell_due, superseded=left, handed_over=sum(moved))

"""What becomes of a row once nothing about it is doubtful any more."""

from config.shared import clock
from firms.accounts.models import User
from programs.eventfeeds.actions.asking import Question, ask_all
from programs.eventfeeds.actions.writing import rewrite_offering, write_offering
from programs.eventfeeds.errors import AnswersDisagree
from programs.eventfeeds.models import FeedDoubt, FeedRow
from programs.eventfeeds.querysets import FeedDoubtQuerySet
from programs.eventfeeds.rereading import facts_of, plan_for
from programs.eventfeeds.rules import (
    Contradiction,
    Decision,
    DoubtCode,
    EventFacts,
    still_doubtful,
)


def settle(row: FeedRow, *, by: User | None) -> None:
    """Make a held row an offering if every doubt about it is answered; else it goes on waiting.

    Answers may raise new doubts: a moved event leaves a stop behind. Then those are asked. The
    caller holds the lock of the program. Raises AnswersDisagree, OfferingIsPublic.
    """
    row = FeedRow.objects.select_related("feed__program").get(pk=row.pk)
    if row.state != FeedRow.State.HELD or row.feed.is_undone or _is_waiting(row):
        return
    facts = facts_now(row)
    doubts = list(row.doubts.all())
    plan = plan_for(row.feed)
    new = still_doubtful(facts, [doubt.asked for doubt in doubts], plan, today=clock.today())
    if new:
        last = max((doubt.order for doubt in doubts), default=0)
        ask_all(Question(row.pk, last + n, doubt) for n, doubt in enumerate(new, start=1))
        return
    _write(row, facts, doubts, by)


def facts_now(row: FeedRow) -> EventFacts:
    """The event with every answer in it. Raises AnswersDisagree."""
    try:
        return facts_of(row)
    except Contradiction as error:
        raise AnswersDisagree(one=error.one, other=error.other) from None


def _is_waiting(row: FeedRow) -> bool:
    """Whether a question about the row, or about the pair it is the first of, is open."""
    if row.doubts.filter(decision="").exists():
        return True
    return row.compared_in.filter(
        decision="", code=DoubtCode.SAME_EVENT, row__feed=row.feed_id
    ).exists()


def _write(row: FeedRow, facts: EventFacts, doubts: list[FeedDoubt], by: User | None) -> None:
    plan = plan_for(row.feed)
    newer_than = [
        doubt.other
        for doubt in doubts
        if doubt.code == DoubtCode.CHANGED and doubt.decision == Decision.ACCEPT and doubt.other
    ]
    row.state = FeedRow.State.SETTLED
    offering = newer_than[0].offering if newer_than else None
    if offering is not None:
        row.before = rewrite_offering(
            offering=offering, facts=facts, feed=row.feed, plan=plan, by=by
        )
    row.offering = offering or write_offering(facts=facts, feed=row.feed, plan=plan, by=by)
    row.save()
    for earlier in newer_than:
        give_way(earlier, to=row, by=by)


def give_way(row: FeedRow, *, to: FeedRow, by: User | None) -> None:
    """Another row takes the place of this one; a held row is left out."""
    FeedRow.objects.filter(pk=row.pk).update(gave_way_to=to)
    row.refresh_from_db()
    if row.state == FeedRow.State.HELD:
        drop(row, by=by, to=to)


def drop(row: FeedRow, *, by: User | None, to: FeedRow | None = None) -> None:
    """Leave a held row out, in favor of `to` where there is one. What was asked about it is moot;
    rows compared with it are now compared with `to`, or go on alone.
    """
    FeedRow.objects.filter(pk=row.pk).update(state=FeedRow.State.SETTLED, gave_way_to=to)
    make_moot(row.doubts.filter(decision=""), by=by)
    waiting = FeedDoubt.objects.filter(other=row, decision="")
    if to is not None and to.feed_id == row.feed_id:
        waiting.exclude(row=to).update(other=to)
        make_moot(waiting.filter(row=to), by=by)
        return
    freed = list(FeedRow.objects.filter(doubts__in=waiting).distinct())
    make_moot(waiting, by=by)
    for other in freed:
        settle(other, by=by)


def make_moot(doubts: FeedDoubtQuerySet, *, by: User | None) -> None:
    """Close open questions that another answer settled."""
    doubts.update(decision=Decision.MOOT, decided_by=by, decided_at=clock.now())

"""A person's answer to a doubt."""

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue.models import Program
from programs.eventfeeds import events
from programs.eventfeeds.actions.locking import wait_in_line
from programs.eventfeeds.actions.settling import drop, facts_now, settle
from programs.eventfeeds.actions.writing import rewrite_offering
from programs.eventfeeds.errors import AlreadyAnswered, ForeignRow, NotAnAnswer, NothingProposed
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from programs.eventfeeds.rereading import plan_for
from programs.eventfeeds.rules import Decision, Target, is_answer


@transaction.atomic
def answer_doubt(*, doubt: FeedDoubt, decision: Decision, by: User, answer: str = "") -> FeedDoubt:
    """Keep the answer; a row without open doubts becomes a draft offering. `answer` is written as
    the doubt's target says and counts for the decision OTHER only. The same answer twice changes
    nothing; as long as the row waits, another answer takes the place of the first.

    Raises AlreadyAnswered, NothingProposed, NotAnAnswer, ForeignRow, AnswersDisagree,
    OfferingIsPublic.
    """
    wait_in_line()
    rows = FeedDoubt.objects.select_for_update(of=("self",))
    doubt = rows.select_related("row__feed", "other__feed").get(pk=doubt.pk)
    decision = _meant(doubt, decision)
    answer = answer if decision == Decision.OTHER else ""
    kinds = {str(kind) for kind in plan_for(doubt.row.feed).kinds_offered}
    if decision == Decision.OTHER and not is_answer(doubt.asked.target, answer, kinds):
        raise NotAnAnswer
    if doubt.decision == decision and doubt.answer == answer:
        return doubt
    if not may_answer(doubt):
        raise AlreadyAnswered
    _refuse_if_foreign(doubt, decision, by)
    doubt.decision, doubt.answer = decision, answer
    doubt.decided_by, doubt.decided_at = by, clock.now()
    doubt.save()
    audit.record(
        events.DOUBT_ANSWERED,
        by=by,
        target=doubt.row,
        row=doubt.row.number,
        file=doubt.row.feed.file_name,
        code=doubt.code,
        decision=str(decision),
        answer=answer,
    )
    _act(doubt, decision, by)
    return doubt


@transaction.atomic
def accept_alike(*, feed: FeedImport, code: str, by: User) -> int:
    """Take the proposals of every open doubt of one kind in an import; returns how many.

    Pairs of events and new versions are never answered together. Raises AnswersDisagree.
    """
    one_by_one = (Target.TWIN, Target.VERSION)
    doubts = FeedDoubt.objects.open().filter(row__feed=feed, code=code, proposed__isnull=False)
    count = 0
    for doubt in list(doubts.exclude(target__in=one_by_one).order_by("row", "order")):
        if FeedDoubt.objects.filter(pk=doubt.pk, decision="").exists():
            answer_doubt(doubt=doubt, decision=Decision.ACCEPT, by=by)
            count += 1
    return count


def may_answer(doubt: FeedDoubt) -> bool:
    """Whether a doubt waits, or its answer may still be changed because its row waits."""
    if doubt.row.feed.is_undone:
        return False
    is_about_row = doubt.target not in (Target.TWIN, Target.VERSION)
    has_value = doubt.decision in (Decision.ACCEPT, Decision.OTHER)
    may_change = doubt.row.state == FeedRow.State.HELD and is_about_row and has_value
    return not doubt.decision or may_change


def choices_of(doubt: FeedDoubt) -> list[Decision]:
    """The decisions a person may take, in the order they are offered."""
    if doubt.target == Target.TWIN:
        in_one_file = doubt.other is not None and doubt.other.feed_id == doubt.row.feed_id
        own = [Decision.KEEP_SECOND] if in_one_file else []
        return [Decision.KEEP_FIRST, *own, Decision.MERGE, Decision.KEEP_BOTH]
    if doubt.target == Target.VERSION:
        return [Decision.ACCEPT, Decision.DROP]
    accept = [] if doubt.proposed is None else [Decision.ACCEPT]
    return [*accept, Decision.OTHER, Decision.DROP]


def _meant(doubt: FeedDoubt, decision: Decision) -> Decision:
    if decision == Decision.ACCEPT and doubt.target == Target.TWIN:
        decision = Decision(doubt.proposed or "")
    if decision == Decision.ACCEPT and doubt.proposed is None:
        raise NothingProposed
    if decision not in choices_of(doubt):
        raise NotAnAnswer
    return decision


def _refuse_if_foreign(doubt: FeedDoubt, decision: Decision, by: User) -> None:
    """Nobody changes the offering of a program that they do not see."""
    changes_other = decision == Decision.MERGE or doubt.target == Target.VERSION
    if doubt.other is None or not changes_other or decision == Decision.DROP:
        return
    if not Program.objects.visible_to(by).filter(pk=doubt.other.feed.program_id).exists():
        raise ForeignRow


def _act(doubt: FeedDoubt, decision: Decision, by: User) -> None:
    row, other = doubt.row, doubt.other
    match decision:
        case Decision.DROP:
            drop(row, by=by)
        case Decision.KEEP_FIRST:
            drop(row, by=by, to=other)
        case Decision.KEEP_SECOND if other:
            drop(other, by=by, to=row)
        case Decision.MERGE if other:
            drop(row, by=by, to=other)
            _merge(row, other, by)
    settle(row, by=by)
    if other is not None and doubt.target == Target.TWIN:
        settle(other, by=by)


def _merge(row: FeedRow, other: FeedRow, by: User) -> None:
    """Give an offering that was made of `other` before the texts of this row too."""
    other.refresh_from_db()
    if other.offering is None:
        return
    row.refresh_from_db()
    row.before = rewrite_offering(
        offering=other.offering,
        facts=facts_now(other),
        feed=row.feed,
        plan=plan_for(other.feed),
        by=by,
    )
    row.offering = other.offering
    row.save(update_fields=["before", "offering"])

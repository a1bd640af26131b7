"""Writing a difference: rows and their events with few statements."""

from datetime import date

from config.shared import clock
from firms.audit import actions as audit
from firms.audit.models import AuditEvent
from programs.engagements.models import Engagement
from programs.followups import events
from programs.followups.models import FollowUp
from programs.followups.plans import InForce
from programs.followups.rules import Difference, Instance, Step

BATCH = 500

_CHANGED = (
    "firm",
    "plan_version",
    "anchor",
    "anchor_on",
    "offset",
    "unit",
    "planned_on",
    "due_on",
    "state",
    "why",
    "who",
    "channel",
    "questions",
    "titles",
    "closed_at",
    "updated_at",
)


class Written:
    """Collects what a batch of engagements needs, and writes it with few statements."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.new: list[FollowUp] = []
        self.changed: dict[int, FollowUp] = {}
        self.events: list[AuditEvent] = []
        self.moved = self.fell_due = self.reworded = self.superseded = self.handed_over = 0

    def add(
        self, engagement: Engagement, rows: list[FollowUp], plan: InForce, difference: Difference
    ) -> None:
        """Take over what one engagement needs."""
        self.new += [_new_row(engagement, plan, each) for each in difference.creates]
        by_key = {(row.step, row.occurrence): row for row in rows}
        for each in difference.changes:
            row = _rewritten(by_key[each.step, each.occurrence], plan, each)
            self.changed[row.pk] = row
        self.moved += len(difference.moves)
        self.fell_due += len(difference.falls_due)
        self.reworded += len(difference.rewords)
        self.superseded += len(difference.supersedes)
        self._hand_over(engagement, rows)
        self._tell(engagement, difference)

    def _hand_over(self, engagement: Engagement, rows: list[FollowUp]) -> None:
        """Follow-ups go where their engagement went when two firms were merged."""
        for row in rows:
            if row.firm_id != engagement.firm_id:
                row.firm = engagement.firm
                self.changed.setdefault(row.pk, row)
                self.handed_over += 1

    def _tell(self, engagement: Engagement, difference: Difference) -> None:
        to_come = [each for each in difference.creates if each.is_open]
        told = (
            (events.SCHEDULED, to_come),
            (events.MOVED, difference.moves),
            (events.SUPERSEDED, difference.supersedes),
        )
        for kind, instances in told:
            if not instances:
                continue
            data = {
                "intervention": engagement.intervention.names,
                "count": len(instances),
                "day": min(each.due_on for each in instances).isoformat(),
            }
            if reasons := sorted({each.why.value for each in instances if each.why}):
                data["why"] = reasons[0]
            self.events.append(
                audit.draft(
                    kind,
                    by=None,
                    firm=engagement.firm,
                    target=engagement,
                    occurred_on=self.today,
                    data=data,
                )
            )

    def save(self) -> None:
        """Three statements for each five hundred rows."""
        FollowUp.objects.bulk_create(self.new, batch_size=BATCH)
        FollowUp.objects.bulk_update(self.changed.values(), _CHANGED, batch_size=BATCH)
        audit.record_many(self.events)


def _new_row(engagement: Engagement, plan: InForce, wanted: Instance) -> FollowUp:
    row = FollowUp(
        firm=engagement.firm,
        engagement=engagement,
        step=wanted.step,
        occurrence=wanted.occurrence,
    )
    return _rewritten(row, plan, wanted)


def _rewritten(row: FollowUp, plan: InForce, wanted: Instance) -> FollowUp:
    """The row with the dates, the state and the task the rules want; the engine's reason in `why`.

    What nothing asks for any more keeps the words of the plan that once asked for it.
    """
    if (step := plan.step(wanted.step)) is not None and (wanted.is_open or not row.pk):
        row.plan_version_id = plan.version_id
        row.anchor, row.offset, row.unit = step.anchor, _count(step, wanted), step.unit
    row.anchor_on = wanted.anchor_on
    row.planned_on = wanted.planned_on
    row.due_on = wanted.due_on
    row.state = wanted.state
    row.why = wanted.why
    row.who, row.channel = wanted.task.who, wanted.task.channel
    row.questions = [str(question) for question in wanted.task.questions]
    row.titles = dict(wanted.task.titles)
    row.closed_at = None if wanted.is_open else clock.now()
    row.updated_at = clock.now()
    return row


def _count(step: Step, wanted: Instance) -> int:
    """How many units after the anchor this occurrence lies."""
    return step.offset + step.repeat_every * wanted.occurrence

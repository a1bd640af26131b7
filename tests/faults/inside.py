"""What the fault runs do inside the product: count it, and decide as a person would.

`python -m tests.faults.inside COMMAND ARGUMENT…` prints one JSON object.
"""

import json
import sys
from typing import Any

from tests.faults import filling
from tests.faults.worker import begin


def tick(*tasks: str) -> dict[str, int]:
    """A beat at sixty times its speed: sends each job every second until its input ends."""
    import select

    from config.shared import jobs

    rounds = 0
    while not select.select([sys.stdin], [], [], 1.0)[0]:
        for task in tasks:
            jobs.send(jobs.Job(task))
        rounds += 1
    return {"rounds": rounds}


def dispatch() -> dict[str, int]:
    """One dispatcher of its own, beside the workers."""
    from config.shared import clock
    from programs.followups.actions import dispatch as run

    return dict(run(now=clock.now()))


def take_over() -> dict[str, int]:
    """The job of dispatching, by a process of its own."""
    from programs.tasks import dispatch_reminders_task

    return dict(dispatch_reminders_task() or {})


def effects() -> dict[str, int]:
    """Plans that were written onto a timeline, and how many of them twice."""
    from django.db.models import Count

    from firms.audit.models import AuditEvent

    rows = AuditEvent.objects.filter(kind="followup.scheduled").order_by()
    told = rows.values("target_id").annotate(n=Count("pk"))
    return {"planned": told.count(), "doubled": told.filter(n__gt=1).count()}


def runs() -> dict[str, int]:
    """Runs of dispatching, by how they ended."""
    from django.db.models import Count

    from programs.operations.models import JobRun

    rows = JobRun.objects.filter(job="programs.dispatch_reminders").order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def reconcile() -> dict[str, int]:
    """Mend what a control left behind."""
    from config.shared import clock
    from programs.followups.actions import reconcile_all

    return {"written": reconcile_all(today=clock.today(), everything=True).written}


def missing() -> dict[str, int]:
    """Completed help without its follow-up."""
    from programs.engagements.models import Engagement

    return {"missing": Engagement.objects.filter(follow_ups__isnull=True).count()}


def count() -> dict[str, Any]:
    """The books: follow-ups, lines of the outbox, messages, the proof."""
    from dataclasses import asdict

    from django.db.models import Count

    from config.shared import clock
    from programs.engagements.models import Engagement
    from programs.followups.models import FollowUp, Message, Reminder
    from programs.followups.selectors import proof

    def by_state(table: Any) -> dict[str, int]:
        return dict(table.objects.order_by().values_list("state").annotate(n=Count("pk")))

    found = proof(today=clock.today())
    return {
        "follow_ups": FollowUp.objects.count(),
        "engagements": Engagement.objects.count(),
        "of_engagements": FollowUp.objects.filter(engagement__isnull=False).count(),
        "reminders": by_state(Reminder),
        "messages": by_state(Message),
        "keys": list(FollowUp.objects.values_list("pk", flat=True)),
        "unknown": list(Message.objects.filter(state="unknown").values_list("token", flat=True)),
        "proof": {**asdict(found), "holds": found.holds},
    }


def settle(arrived: str) -> dict[str, int]:
    """A person looks at every interrupted message and says what became of it."""
    from firms.accounts.models import User
    from programs.followups.actions import settle_message
    from programs.followups.models import Message

    known = set(json.loads(arrived))
    by = User.objects.first()
    rows = list(Message.objects.filter(state="unknown"))
    for message in rows:
        settle_message(message=message, was_sent=message.token in known, by=by)
    return {"settled": len(rows)}


def drained() -> dict[str, Any]:
    """Lines that wait, lines in all, and follow-ups."""
    from programs.followups.models import FollowUp, Reminder

    waits = Reminder.objects.filter(state="queued").count()
    return {
        "waits": waits,
        "lines": Reminder.objects.count(),
        "follow_ups": FollowUp.objects.count(),
    }


def clerk() -> None:
    """Answers a question a line, for as long as it is asked: starting anew takes a second."""
    from django.db import DatabaseError, connections

    for line in sys.stdin:
        try:
            found = {"missing": missing, "drained": drained}[line.strip()]()
        except DatabaseError:
            found = {}
        connections.close_all()
        print(json.dumps(found), flush=True)


def main(words: list[str]) -> None:
    begin()
    if words == ["clerk"]:
        clerk()
        return
    command, *arguments = words
    given: list[Any] = [int(word) if word.isdigit() else word for word in arguments]
    work = globals().get(command) or getattr(filling, command)
    print(json.dumps(work(*given)))


if __name__ == "__main__":
    main(sys.argv[1:])

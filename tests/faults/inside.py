"""What the fault runs do inside the product: fill it, count it, and decide as a person would.

`python -m tests.faults.inside COMMAND ARGUMENT…` prints one JSON object.
"""

import json
import sys
from datetime import timedelta
from typing import Any

from tests.faults.worker import begin


def seed(by_hand: int, planned: int) -> dict[str, int]:
    """Due follow-ups of advisers who may be written to at any hour; forty an adviser at most."""
    from config.shared import clock
    from firms.accounts.models import Office, User
    from firms.register.models import CaseloadAssignment, Firm
    from programs.catalogue.models import Intervention
    from programs.engagements.models import Engagement
    from programs.followups.models import FollowUp, MessagePreference

    today, now = clock.today(), clock.now()
    office = Office.objects.create(code="faults", name="Faults", country="XX", time_zone="UTC")
    people = max(1, (by_hand + planned) // 40)
    users = User.objects.bulk_create(
        User(email=f"a{n}@works.example", name=f"Adviser {n}", role="adviser", office=office)
        for n in range(people)
    )
    MessagePreference.objects.bulk_create(
        MessagePreference(user=user, digest_at="00:00", is_quiet=False, on_days_off=True)
        for user in users
    )
    firms = Firm.objects.bulk_create(
        Firm(
            legal_name=f"Invented Works {n}",
            normalised_name=f"invented works {n}",
            country="XX",
            office=office,
            intake_on=today,
        )
        for n in range(people)
    )
    CaseloadAssignment.objects.bulk_create(
        CaseloadAssignment(firm=firm, adviser=user, started_on=today, recorded_at=now)
        for firm, user in zip(firms, users, strict=True)
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            firm=firms[n % people],
            subject=f"Question {n}",
            planned_on=today - timedelta(days=n % 20),
            due_on=today - timedelta(days=n % 20),
            channel="single" if n % 10 == 0 else "digest",
        )
        for n in range(by_hand)
    )
    kind, _new = Intervention.objects.get_or_create(
        code="faults-help",
        defaults={
            "names": {"en": "Help"},
            "capacity": "hours",
            "typical_days": 1,
            "follow_up_days": [5],
        },
    )
    Engagement.objects.bulk_create(
        Engagement(
            firm=firms[n % people],
            intervention=kind,
            state="completed",
            decided_on=today - timedelta(days=30),
            starts_on=today - timedelta(days=30),
            completed_on=today - timedelta(days=5 + n % 15),
        )
        for n in range(planned)
    )
    return {"people": people, "singles": (by_hand + 9) // 10, "planned": planned}


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


def complete(number: int, how: str) -> dict[str, int]:
    """New help that is completed, with its job by name: after the commit, before it, or dying
    between the two.
    """
    import os
    import time

    from django.db import transaction

    from config.shared import jobs
    from programs.engagements.models import Engagement

    model = Engagement.objects.order_by("pk").first()
    with transaction.atomic():
        if how == "crash":
            transaction.on_commit(lambda: os._exit(9))
        for _each in range(number):
            row = Engagement.objects.create(
                firm_id=model.firm_id,
                intervention_id=model.intervention_id,
                state="completed",
                decided_on=model.decided_on,
                completed_on=model.completed_on,
            )
            if how == "before_commit":
                jobs.send(jobs.Job("programs.reconcile_engagement", {"engagement_id": row.pk}))
            else:
                jobs.enqueue_on_commit("programs.reconcile_engagement", engagement_id=row.pk)
        if how == "before_commit":
            time.sleep(5)
    return {"completed": number}


def copies(number: int) -> dict[str, int]:
    """Messages about help whose own got lost: each three times, out of order, among others that
    this version does not know.
    """
    import random

    from config.shared import jobs
    from programs.engagements.models import Engagement

    with jobs.silenced():
        complete(number, "after_commit")
    keys = list(Engagement.objects.order_by("-pk").values_list("pk", flat=True)[:number])
    told = [jobs.Job("programs.reconcile_engagement", {"engagement_id": key}) for key in keys] * 3
    told += [jobs.Job("programs.reconcile_engagement", {"engagement_id": 10**9})] * 3
    told += [jobs.Job("programs.reconcile_engagement", {"engagement": keys[0], "v": 9})] * 3
    told += [jobs.Job("programs.of_a_later_version", {"key": keys[0]})] * 3
    random.Random(number).shuffle(told)
    return {"sent": sum(jobs.send(job) for job in told)}


def poison(number: int) -> dict[str, int]:
    """A job that kills whoever runs it, and honest ones behind it."""
    from config.shared import jobs

    jobs.send(jobs.Job("faults.poison"))
    return complete(number, "after_commit")


def effects() -> dict[str, int]:
    """Plans that were written onto a timeline, and how many of them twice."""
    from django.db.models import Count

    from firms.audit.models import AuditEvent

    rows = AuditEvent.objects.filter(kind="followup.scheduled").order_by()
    told = rows.values("target_id").annotate(n=Count("pk"))
    return {"planned": told.count(), "doubled": told.filter(n__gt=1).count()}


def add_singles(number: int) -> dict[str, list[int]]:
    """Follow-ups due today, each told by a message of its own."""
    from config.shared import clock
    from firms.register.models import Firm
    from programs.followups.models import FollowUp

    firms = list(Firm.objects.order_by("pk")[:40])
    day = clock.today()
    rows = FollowUp.objects.bulk_create(
        FollowUp(
            firm=firms[n % len(firms)],
            subject=f"Single {n}",
            planned_on=day,
            due_on=day,
            channel="single",
        )
        for n in range(number)
    )
    return {"keys": [row.pk for row in rows]}


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


def add_ahead(number: int) -> dict[str, int]:
    """Follow-ups due on each of the next three days."""
    from config.shared import clock
    from firms.register.models import Firm
    from programs.followups.models import FollowUp

    firms = list(Firm.objects.order_by("pk")[:40])
    FollowUp.objects.bulk_create(
        FollowUp(
            firm=firms[n % len(firms)],
            subject=f"Ahead {n}",
            planned_on=clock.today() + timedelta(days=1 + n % 3),
            due_on=clock.today() + timedelta(days=1 + n % 3),
        )
        for n in range(number)
    )
    return {"ahead": number}


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
    print(json.dumps(globals()[command](*given)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the fault runs put into the product: follow-ups that are due, help that is completed."""

from datetime import timedelta


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
            planned_on=today - timedelta(days=n % 20 if n % 10 else 0),
            due_on=today - timedelta(days=n % 20 if n % 10 else 0),
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

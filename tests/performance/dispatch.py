"""Dispatch of many due follow-ups against the single statement that is its limit."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
ADVISERS, FIRMS_EACH, DUE = 1_250, 80, 150_000
ROUNDS = 3

LIMIT = """
INSERT INTO programs_reminder (follow_up_id, due_on, recipient_id, channel, is_single, is_asked,
                               level, state, queued_at, why, error)
SELECT f.id, f.due_on, a.adviser_id, 'email', false, false, 1, 'queued', now(), 'your_firm', ''
FROM programs_followup f
JOIN firms_firm c ON c.id = f.firm_id
JOIN firms_caseloadassignment a ON a.firm_id = c.id AND a.ended_on IS NULL
JOIN firms_user u ON u.id = a.adviser_id AND u.is_active
WHERE f.state IN ('planned', 'due', 'snoozed') AND f.due_on <= current_date
  AND c.closed_on IS NULL AND c.merged_into_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM programs_reminder r
                  WHERE r.follow_up_id = f.id AND r.due_on = f.due_on AND r.state <> 'dropped')
ORDER BY f.id
ON CONFLICT DO NOTHING
"""


def seed() -> None:
    """One fixed shape: 1,250 advisers × 80 firms, 150,000 due follow-ups."""
    from config.shared import clock
    from firms.accounts.models import Office, User
    from firms.register.models import CaseloadAssignment, Firm
    from programs.followups.models import FollowUp

    today, now = clock.today(), clock.now()
    office = Office.objects.create(code="bench", name="Bench", country="XX", time_zone="UTC")
    users = User.objects.bulk_create(
        User(email=f"a{n}@works.example", name=f"Adviser {n}", role="adviser", office=office)
        for n in range(ADVISERS)
    )
    firms = Firm.objects.bulk_create(
        (
            Firm(
                legal_name=f"Invented Works {n}",
                normalised_name=f"invented works {n}",
                country="XX",
                office=office,
                intake_on=today,
            )
            for n in range(ADVISERS * FIRMS_EACH)
        ),
        batch_size=5_000,
    )
    CaseloadAssignment.objects.bulk_create(
        (
            CaseloadAssignment(
                firm=firm, adviser=users[n % ADVISERS], started_on=today, recorded_at=now
            )
            for n, firm in enumerate(firms)
        ),
        batch_size=5_000,
    )
    FollowUp.objects.bulk_create(
        (
            FollowUp(
                firm=firms[n % len(firms)],
                subject=f"Question {n}",
                planned_on=today - timedelta(days=n % 25),
                due_on=today - timedelta(days=n % 25),
                state="due",
            )
            for n in range(DUE)
        ),
        batch_size=5_000,
    )


def measure() -> dict[str, float]:
    """Seconds of the limit, of ours, and of one transaction a row; medians of interleaved rounds."""
    from django.db import connection, transaction

    from config.shared import clock
    from programs.followups.actions import queue_reminders
    from programs.followups.models import FollowUp, Reminder

    def emptied() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE programs_reminder CASCADE")
            cursor.execute("ANALYZE")

    limit, ours = [], []
    for _round in range(ROUNDS):
        emptied()
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
        limit.append(time.perf_counter() - began)
        written = Reminder.objects.count()
        emptied()
        began = time.perf_counter()
        queued, _nobody = queue_reminders(now=clock.now())
        ours.append(time.perf_counter() - began)
        if not written == queued == Reminder.objects.count() == DUE:
            raise SystemExit(f"written {written}, queued {queued}, of {DUE}")
    emptied()
    sample = list(FollowUp.objects.order_by("pk").values_list("pk", flat=True)[:2_000])
    began = time.perf_counter()
    for key in sample:
        with transaction.atomic():
            row = FollowUp.objects.select_related("firm").get(pk=key)
            adviser = row.firm.assignments.filter(ended_on=None).values_list("adviser", flat=True)
            Reminder.objects.get_or_create(
                follow_up=row,
                due_on=row.due_on,
                recipient_id=adviser[0],
                channel="email",
                defaults={"queued_at": clock.now(), "why": "your_firm"},
            )
    each = (time.perf_counter() - began) / len(sample) * DUE
    emptied()
    return {"limit": median(limit), "ours": median(ours), "one_by_one": each}


def two_and_one_killed(env: dict[str, str]) -> dict[str, int]:
    """Two dispatchers at once, one of them killed with −9 in the middle: lines and doubles."""
    from django.db import connection
    from django.db.models import Count

    from programs.followups.models import Reminder

    words = "import django; django.setup(); from config.shared import clock; "
    words += "from programs.followups.actions import queue_reminders; "
    words += "queue_reminders(now=clock.now())"
    running = [
        subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, env=env, start_new_session=True)
        for _number in range(2)
    ]
    most = 0
    time.sleep(2.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE backend_type='client backend'")
        most = int(cursor.fetchone()[0])
    os.killpg(running[0].pid, signal.SIGKILL)
    for process in running:
        process.wait()
    keys = Reminder.objects.order_by().values("follow_up", "due_on", "recipient")
    doubled = keys.annotate(n=Count("pk")).filter(n__gt=1).count()
    return {"lines": Reminder.objects.count(), "doubled": doubled, "connections": most}

"""Seats and money of the story: a mission too many want, a fair given out, a round of vouchers."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from firms.accounts.models import User
from firms.accounts.roles import Role
from firms.register.models import Firm
from programs.allocation.actions import (
    accept_offer,
    add_stop,
    apply_for_seat,
    appoint_reviewer,
    approve_run,
    ask,
    close_offering,
    create_offering,
    decline_offer,
    plan_allocation,
    score_application,
    set_quota,
)
from programs.allocation.models import (
    Application,
    ApplicationState,
    Offering,
    OfferingKind,
    Question,
    Quota,
)
from programs.allocation.rules import Weights
from programs.allocation.selectors import may_review
from programs.catalogue.models import Intervention, Program
from programs.demo.lives import at
from programs.demo.signins import SHOWN
from programs.matching.models import Recommendation

SEATS, WANTED, STANDS, VOUCHERS = 14, 23, 11, 5
WISHES = (
    "Meet three distributors and leave samples with each.",
    "Find out which price the shelves bear.",
    "Sign the agency agreement that we prepared in spring.",
    "See whether our certificates are enough.",
)
VERDICTS = (
    "Knows whom to meet; prices and samples are ready.",
    "A clear aim, but nobody is named for the follow-up.",
    "Could gain as much from a fair at home first.",
)


def show_seats(
    *, program: Program, shown: Firm | None, manager: User, random: Random, today: date
) -> int:
    """Open them, let firms ask, decide one; returns how many firms asked for the mission."""
    own = [shown] if shown else []
    clients = [firm for firm in Firm.objects.active().order_by("pk") if firm not in own]
    with at(today - timedelta(days=60)):
        fair = _fair(program, manager, today)
    with at(today - timedelta(days=40)):
        fitting = sum(_fits(_kind("outward_mission"), firm) for firm in clients)
        mission = _mission(program, manager, today, seats=max(1, min(SEATS, fitting * 3 // 5)))
        vouchers = _vouchers(program, manager, today)
    stands = _wanting(fair, clients, STANDS, random)
    _ask(fair, [*own, *stands], manager, random, today - timedelta(days=45))
    _decide(fair, manager, today)
    wanted = _wanting(mission, clients, WANTED, random)
    _ask(mission, wanted, manager, random, today - timedelta(days=35))
    asking = _wanting(vouchers, clients, VOUCHERS, random)
    _ask(vouchers, asking, manager, random, today - timedelta(days=20))
    with at(today):
        women = sum(
            bool(firm.is_woman_owned) for firm in wanted if _fits(mission.intervention, firm)
        )
        if women:
            set_quota(
                offering=mission, group=Quota.Group.WOMAN_OWNED, minimum=min(3, women), by=manager
            )
        _review(mission, manager)
        if mission.applications.exists():
            plan_allocation(offerings=[mission], by=manager, weights=Weights(), seed=2031)
    return len(wanted)


def _fits(intervention: Intervention, firm: Firm) -> bool:
    return Recommendation.objects.filter(
        set__firm=firm,
        set__superseded_at__isnull=True,
        intervention=intervention,
        is_eligible=True,
    ).exists()


def _wanting(offering: Offering, firms: Sequence[Firm], number: int, random: Random) -> list[Firm]:
    """Mostly firms that it fits, and a few that it does not, mixed."""
    fitting = [firm for firm in firms if _fits(offering.intervention, firm)]
    others = [firm for firm in firms if firm not in fitting]
    found = random.sample(fitting, min(number - number // 8, len(fitting)))
    found += random.sample(others, min(number - len(found), len(others)))
    random.shuffle(found)
    return found


def _kind(code: str) -> Intervention:
    return Intervention.objects.get(code=code)


def _mission(program: Program, by: User, today: date, *, seats: int) -> Offering:
    start = today + timedelta(days=78)
    mission = create_offering(
        program=program,
        intervention=_kind("outward_mission"),
        kind=OfferingKind.MISSION,
        title="Gulf food mission, Dubai and Riyadh",
        summary="Five days with buyers of two retail chains, a visit to the halal centre, and "
        "meetings that are matched before you travel.",
        place="Dubai, Riyadh",
        starts_on=start,
        ends_on=start + timedelta(days=4),
        apply_by=today + timedelta(days=12),
        seats=seats,
        fee=Decimal(1200),
        currency=program.currency,
        markets=["AE", "SA"],
        languages=["en", "ar"],
        by=by,
    )
    for place, title, first, last in (
        ("Dubai", "Meetings at the hotel, halal centre", 0, 2),
        ("Riyadh", "Retail tour and meetings", 3, 4),
    ):
        add_stop(
            offering=mission,
            place=place,
            title=title,
            starts_on=start + timedelta(days=first),
            ends_on=start + timedelta(days=last),
            by=by,
        )
    ask(
        offering=mission,
        text="Who travels, and in which languages?",
        kind=Question.Kind.TEXT,
        is_required=False,
        by=by,
    )
    return mission


def _fair(program: Program, by: User, today: date) -> Offering:
    start = today + timedelta(days=36)
    return create_offering(
        program=program,
        intervention=_kind("trade_fair"),
        kind=OfferingKind.FAIR,
        title="Central Asia food fair, joint stand",
        place="Tashkent",
        starts_on=start,
        ends_on=start + timedelta(days=2),
        apply_by=today - timedelta(days=16),
        seats=6,
        offer_days=20,
        by=by,
    )


def _vouchers(program: Program, by: User, today: date) -> Offering:
    start = today + timedelta(days=45)
    return create_offering(
        program=program,
        intervention=_kind("certification_support"),
        kind=OfferingKind.ROUND,
        title="Certification vouchers, spring round",
        starts_on=start,
        ends_on=start + timedelta(days=240),
        apply_by=today + timedelta(days=25),
        budget=Decimal(60_000),
        co_pay_percent=30,
        currency=program.currency,
        by=by,
    )


def _ask(offering: Offering, firms: Sequence[Firm], by: User, random: Random, first: date) -> None:
    """One a day, in the order of the list; firms that hold money in view say how much."""
    for number, firm in enumerate(firms):
        wish: dict[str, Any] = {"statement": random.choice(WISHES)}
        if offering.budget is not None:
            wish["requested"] = Decimal(random.randrange(60, 180) * 100)
        with at(first + timedelta(days=number)):
            apply_for_seat(offering=offering, firm=firm, by=by, **wish)


def _review(mission: Offering, by: User) -> None:
    """Two advisers review: a colleague gave all points, the one who is shown the first half."""
    people = may_review(mission.program).filter(role=Role.ADVISER)
    shown = people.filter(email=SHOWN["adviser"])
    colleague = people.exclude(email=SHOWN["adviser"]).order_by("pk")
    for person, share in ((colleague.first(), 1), (shown.first(), 2)):
        if person is None:
            continue
        appoint_reviewer(offering=mission, person=person, by=by)
        waiting = list(mission.applications.awaiting_points_of(person).order_by("pk"))
        for number, row in enumerate(waiting[: len(waiting) // share]):
            points = 92 - (7 * number + 4 * share) % 40
            comment = VERDICTS[number % len(VERDICTS)]
            score_application(application=row, by=person, points=points, comment=comment)


def _decide(fair: Offering, by: User, today: date) -> None:
    """Given out two weeks ago: some took the stand, one declined, the portal's firm is asked."""
    with at(today - timedelta(days=14)):
        close_offering(offering=fair, by=by)
        run = plan_allocation(offerings=[fair], by=by, weights=Weights(), seed=7)
        approve_run(run=run, by=by)
    offered = Application.objects.filter(offering=fair, state=ApplicationState.OFFERED)
    for number, row in enumerate(offered.order_by("-pk")[:4]):
        with at(today - timedelta(days=11 - number)):
            if number == 1:
                decline_offer(application=row, by=by, reason="The sales lead is on leave.")
            else:
                accept_offer(application=row, by=by)

"""What came of the help in the demonstration: results at every grade, doubles, indicators' targets.

Invented figures, the same each time: they prove nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile

from config.shared import clock
from firms.accounts.models import User
from firms.register.models import Contact, Membership
from programs.catalogue.models import Program
from programs.demo.lives import at
from programs.demo.signins import SHOWN
from programs.engagements.models import Engagement
from programs.engagements.rules import State
from programs.outcomes import actions
from programs.outcomes.models import Answer, EvidenceType, Indicator, Outcome
from programs.outcomes.rules import Band, Grade, Kind

#: The program, how many firms have a result, how far each came, and what each was about.
PROGRAM, FIRMS = "first-markets", 26
REACHED = (Grade.CONFIRMED, Grade.EVIDENCED, Grade.CLAIMED, Grade.ATTRIBUTED)
SALES = (
    ("UZ", "A first order of the year, paid after the second delivery."),
    ("AE", "A distributor of the fair ordered a trial container."),
    ("KG", "A chain of shops lists two products."),
    ("TR", "A buyer of last year came back with a larger order."),
    ("AZ", "A tender was won together with a partner."),
)
BANDS = (Band.TO_40, Band.TO_20, Band.TO_60, Band.NONE, Band.OVER_80)
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def show_results(*, manager: User, today: date) -> None:
    """Claim, ask, confirm, prove and attribute, each on its day, through the actions."""
    found = list(_helped(today))
    goals = zip(found, cycle(REACHED), cycle(SALES), cycle(BANDS), strict=False)
    for number, (engagement, goal, sale, band) in enumerate(goals):
        _result(engagement, number, goal, sale, band, manager, today)
    shown = [row for row in found if _adviser(row).email == SHOWN["adviser"]]
    for number, engagement in enumerate(shown[:2]):
        _claimed_twice(engagement, manager, today, is_shared=number == 1)
    for program in Program.objects.filter(code=PROGRAM):
        _targets(program, manager, today)
    with at(today - timedelta(days=2)):
        _asked_in_the_portal()


def _helped(today: date) -> Iterator[Engagement]:
    """The help that ended within the year, one of each firm."""
    rows = (
        Engagement.objects.filter(
            state=State.COMPLETED,
            program__code=PROGRAM,
            firm__export_years__exports__gt=0,
            firm__closed_on__isnull=True,
            firm__assignments__ended_on__isnull=True,
            completed_on__range=(today - timedelta(days=300), today - timedelta(days=60)),
        )
        .select_related("firm", "program")
        .order_by("pk")
        .distinct()
    )
    seen: set[int] = set()
    for row in rows:
        if row.firm_id not in seen and len(seen) < FIRMS:
            seen.add(row.firm_id)
            yield row


def _adviser(engagement: Engagement) -> User:
    return engagement.firm.assignments.get(ended_on__isnull=True).adviser


def _result(
    engagement: Engagement,
    number: int,
    goal: Grade,
    sale: tuple[str, str],
    band: Band,
    manager: User,
    today: date,
) -> None:
    adviser, owner = _adviser(engagement), engagement.firm.contacts.get(is_primary=True)
    won = (engagement.completed_on or today) + timedelta(days=14)
    with at(won + timedelta(days=3)):
        outcome = actions.claim_outcome(
            firm=engagement.firm,
            kind=Kind.EXPORT_SALE,
            amount=Decimal(12_000 + 3_700 * (number * 7 % 11)),
            currency="USD",
            market=sale[0],
            note=sale[1],
            contract_reference=f"{won.year}/{100 + number}",
            occurred_on=won,
            engagement=engagement,
            by=adviser,
        )
        actions.ask_for_confirmation(outcome=outcome, by=adviser)
    if goal is Grade.CLAIMED:
        return
    with at(won + timedelta(days=9)):
        _confirmed(outcome, owner, number, band)
    if goal is not Grade.CONFIRMED:
        with at(won + timedelta(days=20)):
            _proved(outcome, adviser, manager)
    if goal is Grade.ATTRIBUTED:
        with at(won + timedelta(days=30)):
            actions.attribute(outcome=outcome, by=manager)


def _confirmed(outcome: Outcome, owner: Contact, number: int, band: Band) -> None:
    is_less = number % 7 == 4
    actions.confirm_by_contact(
        outcome=outcome,
        contact=owner,
        answer=Answer.CORRECTS if is_less else Answer.AGREES,
        amount=Decimal("0.8") * (outcome.amount or 0) if is_less else None,
        band=band,
        rating_overall=3 + number % 3,
        rating_contacts=2 + number % 4,
        is_higher_share=number % 2 == 0,
        comment="The second delivery is smaller than we hoped." if is_less else "",
    )


def _proved(outcome: Outcome, adviser: User, manager: User) -> None:
    paper = SimpleUploadedFile(f"contract-{outcome.contract_reference[5:]}.pdf", PAPER)
    evidence = actions.add_evidence(
        outcome=outcome, type=EvidenceType.CONTRACT, upload=paper, by=adviser
    )
    actions.check_evidence(evidence=evidence, accept=True, note="Signed by both sides.", by=manager)


def _claimed_twice(engagement: Engagement, manager: User, today: date, *, is_shared: bool) -> None:
    """The other program claims the same deal: one waits for a decision, one is shared out."""
    first = Outcome.objects.filter(engagement=engagement).order_by("pk").first()
    program = Program.objects.exclude(pk=engagement.program_id or 0).order_by("pk").first()
    if first is None or program is None:
        return
    with at(today - timedelta(days=5)):
        second = actions.claim_outcome(
            firm=engagement.firm,
            kind=Kind.CONTRACT,
            amount=first.amount,
            currency=first.currency,
            market=first.market,
            note="The contract behind the same order.",
            contract_reference=first.contract_reference,
            occurred_on=first.occurred_on,
            program=program,
            by=manager,
        )
        if is_shared:
            actions.split_double_claim(
                shares={first: Decimal(60), second: Decimal(40)},
                reason="One order; the mission opened the door, the voucher paid the certificate.",
                by=manager,
            )


def _asked_in_the_portal() -> None:
    """The firm that shows the portal is asked about a result of its own."""
    for membership in Membership.objects.filter(user__email=SHOWN["firm_owner"]):
        firm = membership.firm
        mine = firm.assignments.filter(ended_on__isnull=True).first()
        if mine is None or firm.closed_on is not None:
            continue
        outcome = actions.claim_outcome(
            firm=firm,
            kind=Kind.LEAD,
            count=3,
            note="Buyers who asked for a quotation after the fair.",
            occurred_on=clock.today() - timedelta(days=30),
            by=mine.adviser,
        )
        actions.ask_for_confirmation(outcome=outcome, by=outcome.claimed_by)


def _targets(program: Program, manager: User, today: date) -> None:
    year = (date(today.year, 1, 1), date(today.year, 12, 31))
    for code, value in (("new_exporter", 12), ("confirmed_result", 900_000)):
        for indicator in Indicator.objects.filter(code=code):
            actions.set_target(
                program=program,
                indicator=indicator,
                starts_on=year[0],
                ends_on=year[1],
                value=Decimal(value),
                by=manager,
            )

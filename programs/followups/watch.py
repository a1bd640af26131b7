"""What is looked at every night: the proof of the ledger, and what nobody answers for."""

from dataclasses import asdict

from django.db.models import Exists, OuterRef

from config.shared import clock
from firms.accounts.models import Absence
from firms.register.models import CaseloadAssignment, Firm
from programs.followups.audiences import Desk
from programs.followups.models import FollowUp
from programs.followups.selectors import Proof, proof


class ProofBroken(Exception):
    """The books do not balance; the message says where."""

    def __init__(self, found: Proof) -> None:
        self.found = found
        super().__init__(str(asdict(found)))


def prove() -> dict[str, int]:
    """Figures of the ledger. Raises ProofBroken when a law does not hold."""
    found = proof(today=clock.today())
    if not found.holds:
        raise ProofBroken(found)
    return {state: count for state, count in found.ledger.by_state.items() if count}


def watch_for_orphans() -> dict[str, int]:
    """Count what is left to nobody: nothing is changed, the operations page shows it.

    `left_with_leaver`: firms whose adviser cannot sign in. `without_anybody`: open follow-ups of
    an office nobody answers for. `uncovered`: advisers away today without a colleague.
    """
    desk = Desk.on(clock.today())
    gone = CaseloadAssignment.objects.current().filter(
        firm=OuterRef("pk"), adviser__is_active=False
    )
    nobody = 0
    if not desk.managers.get(None):
        in_charge = CaseloadAssignment.objects.current().filter(
            firm=OuterRef("firm"), adviser__is_active=True
        )
        alone = FollowUp.objects.open().filter(~Exists(in_charge), firm__closed_on__isnull=True)
        answering = [office for office in desk.managers if office is not None]
        nobody = alone.exclude(firm__office__in=answering).count()
    return {
        "left_with_leaver": Firm.objects.active().filter(Exists(gone)).count(),
        "without_anybody": nobody,
        "uncovered": Absence.objects.on(desk.today).exclude(user__in=desk.covers).count(),
    }

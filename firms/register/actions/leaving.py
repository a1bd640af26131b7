"""A colleague leaves: the whole caseload goes to others, and the sign-in ends, or nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from config.shared import clock
from config.shared.tokens import hashed
from firms.accounts.models import Absence, User
from firms.audit import actions as audit
from firms.register import events
from firms.register.actions.caseload import assign_adviser
from firms.register.errors import PlanChanged
from firms.register.models import CaseloadAssignment, Firm
from firms.staff.actions import disable_user


@dataclass(frozen=True)
class HandOver:
    """How a caseload is dealt out: (firm, who gets it), None for the office's unassigned."""

    firms: tuple[tuple[Firm, User | None], ...]

    @property
    def fingerprint(self) -> str:
        """Names this dealing: another firm or another heir has another one."""
        return hashed(repr([(firm.pk, heir.pk if heir else None) for firm, heir in self.firms]))

    def count_for(self, user: User | None) -> int:
        return sum(1 for _firm, heir in self.firms if heir == user)


def plan_hand_over(*, leaver: User, heirs: Sequence[User]) -> HandOver:
    """Deal the current caseload out in turn, by name: nobody gets two more than another.

    Without heirs the firms become unassigned in their office. Nothing is written.
    """
    mine = CaseloadAssignment.objects.current().filter(adviser=leaver)
    firms = Firm.objects.filter(pk__in=mine.values("firm")).order_by("normalised_name", "pk")
    if not heirs:
        return HandOver(tuple((firm, None) for firm in firms))
    return HandOver(tuple((firm, heirs[n % len(heirs)]) for n, firm in enumerate(firms)))


@transaction.atomic
def let_go(
    *, leaver: User, heirs: Sequence[User], by: User, seen: str | None = None, reason: str = ""
) -> HandOver:
    """Hand everything over and withdraw the sign-in, in one transaction.

    `seen` is the fingerprint of the plan that a person looked at: raises PlanChanged when the
    caseload is another one by now.

    Open follow-ups stay with their firms, so their reminders reach whoever has the firm now.
    Days on which the leaver was to cover for others are left uncovered, which the operations
    page shows. Offerings that have not begun wait for no points of the leaver. A second time
    finds nothing to hand over. Raises NotYourself, NotAnAdviser.
    """
    # People before firms, as whoever assigns an adviser: nobody hands the leaver a firm meanwhile.
    people = [leaver.pk, *(heir.pk for heir in heirs)]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    disable_user(user=leaver, by=by)
    mine = CaseloadAssignment.objects.current().filter(adviser=leaver)
    list(Firm.objects.select_for_update().filter(pk__in=mine.values("firm")).order_by("pk"))
    plan = plan_hand_over(leaver=leaver, heirs=heirs)
    if seen is not None and seen != plan.fingerprint:
        raise PlanChanged
    today = clock.today()
    for firm, heir in plan.firms:
        if heir is not None:
            assign_adviser(firm=firm, adviser=heir, by=by, reason=reason)
            continue
        current = mine.get(firm=firm)
        current.ended_on = max(today, current.started_on)
        current.save(update_fields=["ended_on"])
        audit.record(events.ADVISER_LEFT, firm=firm, by=by, adviser=leaver.name, note=reason)
    Absence.objects.filter(delegate=leaver, ends_on__gte=today).update(delegate=None)
    return plan

"""Whom a message about a firm concerns now: its adviser, else its office, else the managers."""

from collections.abc import Collection
from dataclasses import dataclass

from firms.accounts.models import User
from firms.accounts.roles import Role
from firms.register.models import CaseloadAssignment, Firm

YOUR_FIRM = "your_firm"
YOUR_OFFICE = "your_office"
NOBODY_ELSE = "nobody_else"


@dataclass(frozen=True)
class Recipient:
    """A person and why the message goes there."""

    user_id: int
    why: str


def recipients_of(firm_ids: Collection[int]) -> dict[int, tuple[Recipient, ...]]:
    """Recipients by firm, resolved now, in at most three queries. People who left are left out."""
    found: dict[int, tuple[Recipient, ...]] = {
        firm: (Recipient(adviser, YOUR_FIRM),)
        for firm, adviser in CaseloadAssignment.objects.current()
        .filter(firm__in=firm_ids, adviser__is_active=True)
        .values_list("firm_id", "adviser_id")
    }
    missing = set(firm_ids) - found.keys()
    if not missing:
        return found
    managers: dict[int | None, list[int]] = {}
    active = User.objects.active().filter(role=Role.MANAGER)
    for key, office in active.order_by("pk").values_list("pk", "office_id"):
        managers.setdefault(office, []).append(key)
    for firm, office in Firm.objects.filter(pk__in=missing).values_list("pk", "office_id"):
        if own := managers.get(office):
            found[firm] = tuple(Recipient(key, YOUR_OFFICE) for key in own)
        elif anybody := managers.get(None):
            found[firm] = tuple(Recipient(key, NOBODY_ELSE) for key in anybody)
    return found

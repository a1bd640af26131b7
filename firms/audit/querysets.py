"""Which events a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Q

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability

if TYPE_CHECKING:
    from firms.accounts.models import User
    from firms.audit.models import AuditEvent


class AuditEventQuerySet(ScopedQuerySet["AuditEvent"]):
    """Events of visible firms; events without a firm are the administrator's."""

    def visible_to(self, user: User) -> Self:
        if user.is_firm_member:
            return self.none()
        seen = Q(firm__in=apps.get_model("firms", "Firm").objects.visible_to(user))
        if user.may(Capability.MANAGE_USERS):
            seen |= Q(firm__isnull=True)
        return self.filter(seen)

    def newest_first(self) -> Self:
        return self.order_by("-occurred_on", "-pk")

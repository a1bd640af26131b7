"""Who sees what the agency offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q, QuerySet

from config.shared.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from firms.register.models import Firm
    from programs.catalogue.models import BudgetLine, Intervention, InterventionTarget, Program


class InterventionQuerySet(ScopedQuerySet["Intervention"]):
    """Kinds of help: no firm's data; everybody who signs in may see them."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_active else self.none()

    def offered(self) -> Self:
        return self.filter(retired_on__isnull=True)


class InterventionTargetQuerySet(ScopedQuerySet["InterventionTarget"]):
    """Which constraint an intervention addresses, and how strongly."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_active else self.none()


class ProgramQuerySet(ScopedQuerySet["Program"]):
    """Funded frames: staff see those of their office and of all offices; firms see none."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        if user.office_id is None:
            return self
        return self.filter(Q(office__isnull=True) | Q(office=user.office_id))

    def serving(self, firms: QuerySet[Firm]) -> Self:
        """Programs for firms of all offices, and those of the offices of these firms."""
        return self.filter(Q(office__isnull=True) | Q(office__in=firms.values("office")))


class BudgetLineQuerySet(ScopedQuerySet["BudgetLine"]):
    """Parts of a program's budget: whoever sees the program sees its lines."""

    def visible_to(self, user: Any) -> Self:
        programs = apps.get_model("programs", "Program").objects.visible_to(user)
        return self.filter(program__in=programs)

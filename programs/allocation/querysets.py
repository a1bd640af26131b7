"""Who sees dated offers and applications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from programs.allocation.models import Application, Offering


class OfferingQuerySet(ScopedQuerySet["Offering"]):
    """Dated offers: staff see those of the programs they see, firms those that are open."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.filter(is_open=True)
        programs = apps.get_model("programs", "Program").objects.visible_to(user)
        return self.filter(program__in=programs)


class ApplicationQuerySet(OfFirmQuerySet["Application"]):
    """A firm asks for a seat."""

    def waiting(self) -> Self:
        return self.filter(state="applied")

    def seated(self) -> Self:
        return self.filter(state="seated")

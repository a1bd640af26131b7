"""Panels of the firm page: higher apps register what they know, the page renders all in one go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.register.models import Firm

Context = Callable[[Firm, User, HttpRequest], Mapping[str, Any]]


class Region(StrEnum):
    """Where a panel stands: the strip of facts, two columns, the full width, a result page."""

    FACTS = "facts"
    TOP = "top"
    MAIN = "main"
    SIDE = "side"
    WIDE = "wide"
    RESULT = "result"


@dataclass(frozen=True)
class Panel:
    """One registered panel."""

    code: str
    title: str | Promise
    order: int
    region: Region
    template: str
    context: Context
    capability: Capability


@dataclass(frozen=True)
class Shown:
    """A panel with the words of one firm, ready for its template."""

    panel: Panel
    context: Mapping[str, Any]


_PANELS: dict[str, Panel] = {}


def register(
    code: str,
    title: str | Promise,
    *,
    order: int,
    region: str,
    template: str,
    context: Context,
    capability: Capability = Capability.SEE_WORKSPACE,
) -> None:
    """Add a panel; the same code twice is an error, so that a panel has one home."""
    if code in _PANELS:
        raise ValueError(f"The panel {code} is registered twice.")
    _PANELS[code] = Panel(code, title, order, Region(region), template, context, capability)


def shown_to(user: User, firm: Firm, request: HttpRequest, *regions: str) -> dict[str, list[Shown]]:
    """Panels `user` may see, by region, in order; each context is computed once."""
    wanted = [
        panel
        for panel in sorted(_PANELS.values(), key=lambda panel: (panel.order, panel.code))
        if panel.region in regions and user.may(panel.capability)
    ]
    found: dict[str, list[Shown]] = {region: [] for region in regions}
    for panel in wanted:
        found[panel.region].append(Shown(panel, panel.context(firm, user, request)))
    return found

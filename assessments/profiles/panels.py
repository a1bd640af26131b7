"""What the firm page shows of profiles and stages: five queries for all panels together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from assessments.profiles.drawing import Step
from assessments.profiles.models import OVERLAY_LABELS, StageProposal
from assessments.profiles.selectors import (
    FirmProfile,
    Placed,
    StageHistory,
    firm_profile,
    stage_history,
)
from assessments.scoring.results import Overlay
from config.shared import clock
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.register.models import Firm, MarketEvent
from firms.register.models.trade import MarketEventKind

ROWS_SHOWN = 10
SPARK_YEARS = 8


@dataclass(frozen=True)
class Standing:
    """A firm's stage and profile, each read once whatever the number of panels."""

    firm: Firm

    @cached_property
    def history(self) -> StageHistory:
        return stage_history(self.firm)

    @cached_property
    def profile(self) -> FirmProfile | None:
        return firm_profile(self.firm)

    @cached_property
    def proposal(self) -> StageProposal | None:
        """The proposal that waits for a decision; a placed firm's comes with its history."""
        if not self.history.steps:
            return self.firm.stage_proposals.open().first()
        return self.history.waiting

    @cached_property
    def exports(self) -> list[Any]:
        """Known exports of the last years, oldest first."""
        held = getattr(self.firm, "current_years", None)
        rows = self.firm.export_years.current() if held is None else held
        return [row.exports for row in rows if row.exports is not None][-SPARK_YEARS:]

    @cached_property
    def events(self) -> list[MarketEvent]:
        return [event for event in self.firm.market_events.all() if event.country]


def standing_of(firm: Firm) -> Standing:
    """One `Standing` for each firm object, shared by all panels of a page."""
    held: Standing | None = getattr(firm, "_standing", None)
    if held is None:
        held = Standing(firm)
        firm._standing = held  # type: ignore[attr-defined]
    return held


def stage_facts(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """Stage with its days, phase, pathway with overlays, trajectory."""
    standing = standing_of(firm)
    current = standing.history.current
    return {
        "current": current,
        "since": standing.history.since,
        "days": standing.history.days(clock.today()),
        "overlays": _overlay_names(current.overlays) if current else "",
        "exports": standing.exports,
        "proposal": standing.proposal if user.may(Capability.CONFIRM_STAGE) else None,
        "may_propose": user.may(Capability.CONFIRM_STAGE),
    }


def way_so_far(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """The line through the stages, with what happened on the markets beside it."""
    standing = standing_of(firm)
    history = standing.history
    return {
        "steps": _steps(history, standing.events),
        "summary": _summary(history),
        "until": clock.today(),
        "history": history,
    }


def what_holds_back(firm: Firm, user: User, request: HttpRequest) -> Mapping[str, Any]:
    """The newest profile as bars, with change, coverage and the widest gap."""
    profile = standing_of(firm).profile
    if profile is None:
        return {"profile": None, "may_assess": user.may(Capability.ASSESS)}
    kept = profile.profile
    return {
        "profile": profile,
        "rows": profile.assessed[:ROWS_SHOWN],
        "rest": len(profile.assessed[ROWS_SHOWN:]),
        "unknown": profile.unknown,
        "assessment_id": kept.adviser_assessment_id or kept.firm_assessment_id,
        "may_assess": user.may(Capability.ASSESS),
    }


def _overlay_names(codes: list[str]) -> str:
    return ", ".join(str(OVERLAY_LABELS[Overlay(code)]) for code in codes)


def _summary(history: StageHistory) -> str:
    placements = len(history.steps)
    parts = [
        ngettext("%(n)d placement", "%(n)d placements", placements) % {"n": placements},
        ngettext("%(n)d step down", "%(n)d steps down", history.downs) % {"n": history.downs},
        ngettext("%(n)d re-entry", "%(n)d re-entries", history.returns) % {"n": history.returns},
    ]
    counts = (placements, history.downs, history.returns)
    return ", ".join(part for part, count in zip(parts, counts, strict=True) if count)


def _steps(history: StageHistory, events: list[MarketEvent]) -> list[Step]:
    """Placements as steps; each carries the market event that stands between it and the last."""
    starts = [date.min, *(step.on for step in history.steps)]
    return [
        Step(
            on=step.on,
            stage=step.placement.stage,
            is_dormant=step.placement.is_dormant,
            note=_note(step, [e for e in events if start < e.occurred_on <= step.on]),
        )
        for start, step in zip(starts, history.steps, strict=False)
    ]


def _note(step: Placed, events: list[MarketEvent]) -> str:
    if step.placement.is_dormant:
        return _("dormant")
    wanted = {
        "down": (MarketEventKind.EXIT,),
        "up": (MarketEventKind.RE_ENTRY, MarketEventKind.ENTRY),
    }.get(step.move, ())
    event = next((e for e in reversed(events) if e.kind in wanted), None)
    if event is None:
        return _("lapsed") if step.placement.is_prior_exporter and step.move == "down" else ""
    if event.kind == MarketEventKind.EXIT:
        return event.get_reason_display().lower()
    market = {"market": countries.name(event.country) or event.country}
    if event.kind == MarketEventKind.RE_ENTRY:
        return _("re-entry: %(market)s") % market
    return _("entry: %(market)s") % market

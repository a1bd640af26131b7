"""Reads of a firm's own help."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from firms.accounts.models import User
from firms.register.models import Firm
from programs.allocation.models import Application
from programs.engagements.models import Engagement, EngagementTarget, EngagementTransition
from programs.engagements.querysets import EngagementQuerySet
from programs.engagements.rules import OPEN, State, firm_answer


@dataclass(frozen=True)
class OwnHelp:
    """One engagement as the firm reads it.

    `has_application`: it hangs on a place, which is answered with its application.
    `was_proposed`: the adviser suggested it, and wrote for the firm why.
    """

    engagement: Engagement
    has_application: bool
    was_proposed: bool

    @property
    def is_asked(self) -> bool:
        """Whether the firm is to say yes or no, here or to the offer of a place."""
        return self.engagement.state in (State.PROPOSED, State.OFFERED)

    @property
    def may_answer(self) -> bool:
        return self._answer(is_wanted=True) is not None

    @property
    def may_withdraw(self) -> bool:
        return self._answer(is_wanted=False) is State.WITHDRAWN

    @property
    def why(self) -> str:
        """The adviser's words to the firm; what was decided without it is for the file alone."""
        return self.engagement.reason if self.was_proposed else ""

    @property
    def expected(self) -> str:
        return self.engagement.expected_outcome if self.was_proposed else ""

    def _answer(self, *, is_wanted: bool) -> State | None:
        if self.has_application:
            return None
        return firm_answer(State(self.engagement.state), is_wanted=is_wanted)


def own_help(user: User, firm: Firm) -> Sequence[OwnHelp]:
    """What the firm is to receive, or may: what waits for its answer first (one query)."""
    rows = known(Engagement.objects.visible_to(user).filter(firm=firm).unended())
    found = [as_own(row) for row in rows.order_by("-decided_on", "-pk")]
    return sorted(found, key=lambda one: (not one.is_asked, one.engagement.state not in OPEN))


def known(rows: EngagementQuerySet) -> EngagementQuerySet:
    """Engagements with what `as_own` needs to know."""
    begun = EngagementTransition.objects.filter(before="", after=State.PROPOSED)
    asked = Application.objects.live().filter(firm=OuterRef("firm"), offering=OuterRef("offering"))
    return rows.select_related("intervention", "offering", "firm").annotate(
        was_proposed=Exists(begun.filter(engagement=OuterRef("pk"))),
        has_application=Exists(asked),
    )


def as_own(engagement: Engagement) -> OwnHelp:
    """A row of `known` as the firm reads it."""
    row: object = engagement
    return OwnHelp(
        engagement,
        has_application=row.has_application,  # type: ignore[attr-defined]
        was_proposed=row.was_proposed,  # type: ignore[attr-defined]
    )


def relieves(engagement: Engagement, user: User) -> Sequence[EngagementTarget]:
    """What it is meant to relieve."""
    rows = EngagementTarget.objects.visible_to(user).filter(engagement=engagement)
    return list(rows.select_related("constraint"))

"""What matching reads: a firm's profile, facts and the catalogue; and what pages show of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import constraint_names, pack_of
from assessments.profiles.facts import case_facts
from assessments.profiles.models import ConstraintProfile, StagePlacement
from assessments.profiles.selectors import scores_of
from assessments.scoring.results import Overlay, Stage
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.matching import rules
from programs.matching.models import Recommendation, RecommendationSet, RecommendationState
from programs.matching.sentences import Names


@dataclass(frozen=True)
class Advice:
    """What the rules say for one profile. `keys`: intervention code → primary key."""

    profile_id: int
    stage: str
    recommendations: tuple[rules.Recommendation, ...]
    bundle: tuple[rules.Cover, ...]
    keys: dict[str, int]


def advice_for(firm: Firm, profile: ConstraintProfile, *, as_of: date) -> Advice:
    """Run the matching on a stored profile: the confirmed stage, facts of that day, catalogue."""
    placement = (
        StagePlacement.objects.filter(firm=firm, occurred_on__lte=as_of).newest_first().first()
    )
    stage = placement.stage if placement else profile.stage
    lapsed = placement is not None and Overlay.RE_ENTRANT in placement.overlays
    offered = list(Intervention.objects.offered().prefetch_related("targets__constraint"))
    scores = scores_of(profile, stage)
    bundling = rules.bundling_of(pack_of(profile.pack))
    found = rules.recommend(
        [intervention_facts(row) for row in offered],
        scores,
        Stage(stage),
        case_facts(firm, as_of),
        rules=bundling,
        has_lapsed=lapsed,
    )
    picked = rules.bundle(found, scores, rules=bundling)
    return Advice(
        profile_id=profile.pk,
        stage=stage,
        recommendations=found,
        bundle=rules.cover(picked, found, scores),
        keys={row.code: row.pk for row in offered},
    )


def intervention_facts(row: Intervention) -> rules.InterventionFacts:
    """A row of the catalogue as the rules read it; `targets__constraint` should be prefetched."""
    evidence = row.details.get("evidence", [])
    return rules.InterventionFacts.of(
        row.code,
        stages=row.stages,
        addresses={target.constraint.code: target.strength for target in row.targets.all()},
        product_forms=row.eligible_if.get("product_form", ()),
        min_export_years=row.eligible_if.get("min_export_years"),
        evidence=[rules.Evidence(each["code"], each["direction"]) for each in evidence],
        has_caution=bool(row.caution_texts),
        is_finance=bool(row.details.get("is_finance", False)),
        comes_after=row.details.get("requires", ()),
    )


@dataclass(frozen=True)
class Recommended:
    """The current recommendations of a firm; `is_stale`: a newer profile waits for the matching.

    `bundle` in its order, `rest` by rank; both without what the firm receives or declined.
    `pack` is the version they rest on, without its document.
    """

    computed_at: datetime | None
    is_stale: bool
    bundle: tuple[Recommendation, ...]
    rest: tuple[Recommendation, ...]
    decided: tuple[Recommendation, ...]
    pack: PackVersion | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.bundle or self.rest)

    @property
    def shown(self) -> tuple[Recommendation, ...]:
        """The cards: the bundle, filled up to three with the best of the rest."""
        return (self.bundle + self.rest)[: max(3, len(self.bundle))]

    @property
    def alternatives(self) -> tuple[Recommendation, ...]:
        return (self.bundle + self.rest)[len(self.shown) :]


def recommendations_for(firm: Firm, *, received: Iterable[int] = ()) -> Recommended:
    """The current set of a firm (one query). `received`: interventions it receives now."""
    rows = _current_rows(firm)
    if not rows:
        return _nothing_for(firm)
    matched = rows[0].set
    taken = set(received)
    waiting = [
        row
        for row in rows
        if row.state == RecommendationState.OPEN and row.intervention_id not in taken
    ]
    picked = sorted(
        (row for row in waiting if row.bundle_order is not None),
        key=lambda row: row.bundle_order or 0,
    )
    return Recommended(
        computed_at=matched.computed_at,
        is_stale=matched.profile_id != rows[0].newest,  # type: ignore[attr-defined]
        bundle=tuple(picked),
        rest=tuple(row for row in waiting if row.bundle_order is None),
        decided=tuple(row for row in rows if row.state != RecommendationState.OPEN),
        pack=matched.pack,
    )


def _current_rows(firm: Firm) -> list[Recommendation]:
    """The rows of the current set by rank, each with its set, pack and the `newest` profile."""
    newest = ConstraintProfile.objects.filter(firm=OuterRef("set__firm")).newest_first()
    return list(
        Recommendation.objects.filter(set__firm=firm, set__superseded_at__isnull=True)
        .select_related("intervention", "set__pack")
        .defer("set__pack__document")
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .order_by("rank")
    )


def _nothing_for(firm: Firm) -> Recommended:
    """Never matched, or matched without a result; stale when a newer profile waits."""
    current = RecommendationSet.objects.current().filter(firm=OuterRef("firm"))
    newest = (
        ConstraintProfile.objects.filter(firm=firm)
        .newest_first()
        .annotate(
            matched=Subquery(current.values("profile")[:1]),
            computed_at=Subquery(current.values("computed_at")[:1]),
        )
        .values_list("pk", "matched", "computed_at")
        .first()
    )
    profile, matched, computed_at = newest or (None, None, None)
    return Recommended(
        computed_at=computed_at,
        is_stale=profile != matched,
        bundle=(),
        rest=(),
        decided=(),
    )


def names_for(pack: PackVersion, rows: Iterable[Recommendation]) -> Names:
    """The words of a card: its pack's, constraints in short; the catalogue's for the rows."""
    language = get_language() or "en"
    names = Names.of_pack(pack_of(pack), language)
    offered = {row.intervention.code: row.intervention for row in rows}
    return replace(
        names,
        constraints=constraint_names(pack_of(pack), language),
        interventions={**names.interventions, **{key: one.name for key, one in offered.items()}},
        cautions={**names.cautions, **{key: one.caution for key, one in offered.items()}},
    )

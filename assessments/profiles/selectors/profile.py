"""The constraint profile of a firm beside the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language

from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import text
from assessments.profiles.models import ConstraintFinding, ConstraintProfile
from assessments.responses.models import Assessment
from assessments.scoring.profile import score_profile
from assessments.scoring.results import Band, ConstraintScore
from firms.register.models import Firm

#: A gap between firm and adviser worth a question, in points of severity.
WORTH_ASKING = 10

#: Bands in which a constraint holds a firm back.
HOLDS_BACK = (Band.MODERATE, Band.HIGH, Band.BLOCKING)

#: Weights below this are shown beside the name: they explain the rank.
DISCOUNTED_BELOW = Decimal("0.9")


@dataclass(frozen=True)
class ProfileRow:
    """One constraint now; `change` = now − before, None where one of them is unknown."""

    finding: ConstraintFinding
    code: str
    short: str
    name: str
    before: Decimal | None
    change: Decimal | None

    @property
    def severity(self) -> Decimal | None:
        return self.finding.severity

    @property
    def firm_severity(self) -> Decimal | None:
        return self.finding.firm_severity

    @property
    def is_discounted(self) -> bool:
        """Whether another stage's constraint counts for less than a cross-cutting one."""
        return self.finding.weight < DISCOUNTED_BELOW

    @property
    def gap(self) -> Decimal | None:
        """Adviser − firm, None where one of them is unknown."""
        if self.finding.severity is None or self.finding.firm_severity is None:
            return None
        return self.finding.severity - self.finding.firm_severity


@dataclass(frozen=True)
class FirmProfile:
    """The newest profile by rank, beside the one before it.

    `break_reason` says why figures of the two are not compared: `version` of the questionnaire,
    or `respondent` (the firm's own answers then, the adviser's now); empty when they are.
    """

    profile: ConstraintProfile
    previous: ConstraintProfile | None
    break_reason: str
    rows: tuple[ProfileRow, ...]

    @property
    def is_compared(self) -> bool:
        return self.previous is not None and not self.break_reason

    @property
    def is_own_view(self) -> bool:
        """Whether the severities are the firm's own: no adviser has assessed it yet."""
        return self.profile.adviser_assessment_id is None

    @property
    def assessed(self) -> tuple[ProfileRow, ...]:
        return tuple(row for row in self.rows if row.severity is not None)

    @property
    def unknown(self) -> tuple[ProfileRow, ...]:
        return tuple(row for row in self.rows if row.severity is None)

    @property
    def top(self) -> ProfileRow | None:
        return self.assessed[0] if self.assessed else None

    @property
    def widest_gap(self) -> ProfileRow | None:
        """The constraint firm and adviser see most differently, if by enough to ask."""
        seen = [row for row in self.rows if row.gap is not None and abs(row.gap) >= WORTH_ASKING]
        return max(seen, key=lambda row: (abs(row.gap or 0), row.code), default=None)


def firm_profile(firm: Firm) -> FirmProfile | None:
    """The newest profile of a firm; None before the first. One query, two when the firm
    answered later than the adviser."""
    newest = ConstraintProfile.objects.filter(firm=firm).newest_first().values("pk")[:2]
    own = (
        Assessment.objects.by_firm()
        .submitted()
        .filter(firm=firm, pack=OuterRef("profile__pack"))
        .order_by("-assessed_on", "-pk")
    )
    findings = (
        ConstraintFinding.objects.filter(profile__in=newest)
        .select_related("profile__pack", "constraint")
        .defer("profile__pack__document")
        .annotate(own_view=Subquery(own.values("pk")[:1]))
        .order_by("-profile__assessed_on", "-profile_id", "rank")
    )
    rows = list(findings)
    return _compared(rows) if rows else None


def profile_of(profile: ConstraintProfile) -> FirmProfile:
    """One profile as it was, beside the one before it. Two queries."""
    before = (
        ConstraintProfile.objects.filter(firm=profile.firm_id)
        .exclude(pk=profile.pk)
        .filter(recorded_at__lte=profile.recorded_at, assessed_on__lte=profile.assessed_on)
        .newest_first()
        .values("pk")[:1]
    )
    pages = ConstraintFinding.objects.select_related("profile__pack", "constraint").defer(
        "profile__pack__document"
    )
    own = list(pages.filter(profile=profile).order_by("rank"))
    return _compared([*own, *pages.filter(profile__in=before)])


def scores_of(profile: ConstraintProfile, stage: str | None = None) -> tuple[ConstraintScore, ...]:
    """The profile's answers scored again, weighed by another stage if given; for matching."""
    assessment = profile.adviser_assessment or profile.firm_assessment
    answers = assessment.answers if assessment else {}
    return score_profile(pack_of(profile.pack), answers, stage or profile.stage)


def _compared(rows: Sequence[ConstraintFinding]) -> FirmProfile:
    profile = rows[0].profile
    now = [row for row in rows if row.profile_id == profile.pk]
    earlier = [row for row in rows if row.profile_id != profile.pk]
    previous = earlier[0].profile if earlier else None
    reason = _break_reason(profile, previous)
    before = {} if reason else {row.constraint_id: row.severity for row in earlier}
    _take_newer_own_view(profile, now)
    language = get_language() or "en"
    return FirmProfile(
        profile=profile,
        previous=previous,
        break_reason=reason,
        rows=tuple(_row(finding, before, language) for finding in now),
    )


def _row(
    finding: ConstraintFinding, before: dict[int, Decimal | None], language: str
) -> ProfileRow:
    was, now = before.get(finding.constraint_id), finding.severity
    kind = finding.constraint
    return ProfileRow(
        finding=finding,
        code=kind.code,
        short=text(kind.short_names or kind.names, language),
        name=text(kind.names, language),
        before=was,
        change=None if was is None or now is None else now - was,
    )


def _break_reason(profile: ConstraintProfile, previous: ConstraintProfile | None) -> str:
    if previous is None:
        return ""
    if previous.pack_id != profile.pack_id:
        return "version"
    is_own, was_own = (one.adviser_assessment_id is None for one in (profile, previous))
    return "respondent" if is_own != was_own else ""


def _take_newer_own_view(profile: ConstraintProfile, findings: list[ConstraintFinding]) -> None:
    """Show the firm's latest answers, also those given after the profile was drawn."""
    newest = getattr(findings[0], "own_view", None)
    if profile.adviser_assessment_id is None or newest in (None, profile.firm_assessment_id):
        return
    answers = Assessment.objects.values_list("answers", flat=True).get(pk=newest)
    scores = score_profile(pack_of(profile.pack), answers, profile.stage)
    own = {score.constraint: score.severity for score in scores}
    for finding in findings:
        finding.firm_severity = own.get(finding.constraint.code)


def top_constraints(firm: Firm) -> list[tuple[str, str]]:
    """Code and name of what holds the firm back by its newest profile, the worst first."""
    newest = ConstraintProfile.objects.filter(firm=firm).newest_first().values("pk")[:1]
    rows = ConstraintFinding.objects.filter(profile__in=newest, band__in=HOLDS_BACK)
    found = rows.select_related("constraint").order_by("rank")
    return [(row.constraint.code, row.constraint.name) for row in found]

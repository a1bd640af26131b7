"""Small facts for the tests of matching: profiles, interventions and firms in one line."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from assessments.scoring.facts import CaseFacts, FirmFacts, ProductForm, YearFigures
from assessments.scoring.results import Band, ConstraintScore, Stage
from programs.matching.rules import BundlingRules, Condition, InterventionFacts

TODAY = date(2026, 11, 22)
ALL_STAGES = tuple(Stage)
RULES = BundlingRules(
    hold=Condition(frozenset({"fair"}), ("entry_requirements", "standards"), Band.BLOCKING),
    finance=Condition(frozenset({"loan", "insurance"}), ("competitiveness",), Band.HIGH),
)


def band_of(severity: Decimal) -> Band:
    cuts = ((80, Band.BLOCKING), (60, Band.HIGH), (40, Band.MODERATE), (0, Band.LOW))
    return next(band for start, band in cuts if severity >= start)


def score(constraint: str, severity: object, weight: object = 1) -> ConstraintScore:
    """An assessed constraint: severity 0 to 100, weight 0 to 1."""
    hard, heavy = Decimal(str(severity)), Decimal(str(weight))
    return ConstraintScore(constraint, hard, Decimal(1), 3, 3, band_of(hard), heavy, hard * heavy)


def unknown(constraint: str) -> ConstraintScore:
    return ConstraintScore(
        constraint, None, Decimal("0.33"), 1, 3, Band.NOT_ASSESSED, Decimal(1), None
    )


def offer(code: str, addresses: dict[str, int], **fields: object) -> InterventionFacts:
    return InterventionFacts.of(code, **{"stages": ALL_STAGES, "addresses": addresses, **fields})


def facts(
    *exports: tuple[int, object],
    product_form: ProductForm | None = None,
    months: int | None = None,
    first: int | None = None,
) -> CaseFacts:
    """A firm with exports by year; the turnover is left out."""
    rows = ((year, None if sum_ is None else Decimal(str(sum_))) for year, sum_ in exports)
    return CaseFacts(
        as_of=TODAY,
        firm=FirmFacts(product_form=product_form),
        years=tuple(YearFigures(year, None, export) for year, export in rows),
        months_since_last_export=months,
        first_export_year=first,
    )


CONSTRAINTS = ("competitiveness", "contacts", "entry_requirements", "finance", "standards")
severities = st.decimals(0, 100, places=2)
profiles = st.dictionaries(
    st.sampled_from(CONSTRAINTS),
    st.tuples(st.none() | severities, st.decimals("0.1", 1, places=1)),
).map(
    lambda rows: [
        unknown(code) if severity is None else score(code, severity, weight)
        for code, (severity, weight) in rows.items()
    ]
)
addresses = st.dictionaries(st.sampled_from(CONSTRAINTS), st.integers(0, 3), max_size=3)
offers = st.dictionaries(
    st.sampled_from(("adapt", "fair", "insurance", "loan", "mentor", "search")),
    st.tuples(addresses, st.sets(st.sampled_from(ALL_STAGES), min_size=1)),
).map(
    lambda rows: [
        offer(code, targets, stages=sorted(stages)) for code, (targets, stages) in rows.items()
    ]
)

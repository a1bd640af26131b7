"""What holds for all firms and criteria."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.results import Band, Stage
from programs.eligibility.rules import (
    Aid,
    Clause,
    Criteria,
    FirmFacts,
    Group,
    HeldDocument,
    Join,
    Kind,
    Span,
    Support,
    Turnover,
    Verdict,
    applied,
    check,
    difference,
    nearest_pass,
    read_document,
    verdict_of,
    written,
)
from tests.programs.eligibility.written import DAY, WORDS

DAYS = st.dates(date(2020, 1, 1), DAY)
COUNTRIES, HELPS = ("DE", "KZ", "UZ"), ("audit", "course", "fair")
BANDS = (Band.LOW, Band.MODERATE, Band.HIGH, Band.BLOCKING)


def maybe(strategy):
    return st.none() | strategy


def some(values):
    return st.sets(st.sampled_from(values), min_size=1).map(lambda kept: tuple(sorted(kept)))


def amounts(most):
    return st.integers(0, most).map(Decimal)


@st.composite
def ranges(draw, kind, most=6):
    low, high = sorted((draw(st.integers(0, most)), draw(st.integers(0, most))))
    end = draw(st.sampled_from(["both", "low", "high"]))
    return Clause(kind, low=None if end == "high" else low, high=None if end == "low" else high)


@st.composite
def ceilings(draw):
    high = draw(amounts(500))
    return Clause(
        Kind.AID_CEILING,
        high=high,
        grant=Decimal(draw(st.integers(0, int(high)))),
        currency="USD",
        window=draw(st.integers(1, 4)),
    )


def support_clause(kind):
    windows = maybe(st.integers(1, 24))
    return st.builds(Clause, st.just(kind), values=some(HELPS), window=windows)


def band_clause(kind):
    one = st.sampled_from(BANDS).map(lambda band: (str(band),))
    return st.builds(
        Clause,
        st.just(kind),
        values=one,
        subject=st.sampled_from(["standards", "foreign_contacts"]),
    )


CLAUSES = st.one_of(
    st.builds(Clause, st.just(Kind.STAGE), values=some([str(stage) for stage in Stage])),
    ranges(Kind.AGE),
    ranges(Kind.EMPLOYEES),
    ranges(Kind.TURNOVER).map(
        lambda clause: replace(
            clause,
            low=None if clause.low is None else Decimal(clause.low),
            high=None if clause.high is None else Decimal(clause.high),
            currency="USD",
        )
    ),
    st.builds(Clause, st.just(Kind.SECTOR), values=some(["A", "C", "C10", "C13"])),
    st.builds(
        Clause, st.just(Kind.PRODUCT_FORM), values=some(["packable_goods", "remote_service"])
    ),
    st.builds(Clause, st.just(Kind.COUNTRY), values=some(COUNTRIES)),
    st.builds(Clause, st.just(Kind.REGION), values=some(["North", "South"])),
    st.builds(Clause, st.sampled_from([Kind.OWNED, Kind.NOT_OWNED]), subject=st.just("woman")),
    ranges(Kind.EXPORT_YEARS),
    st.builds(Clause, st.just(Kind.MARKETS_INCLUDE), values=some(COUNTRIES)),
    st.builds(Clause, st.just(Kind.MARKETS_AT_LEAST), low=st.integers(1, 4)),
    st.just(Clause(Kind.MARKETS_NONE)),
    band_clause(Kind.CONSTRAINT_AT_LEAST),
    band_clause(Kind.CONSTRAINT_AT_MOST),
    support_clause(Kind.RECEIVED),
    support_clause(Kind.NOT_RECEIVED),
    st.builds(
        Clause,
        st.just(Kind.DOCUMENT),
        subject=st.sampled_from(["audit", "course"]),
        day=maybe(st.dates(DAY, date(2028, 1, 1))),
    ),
    ceilings(),
)
GROUPS = st.builds(
    Group,
    st.sampled_from(Join),
    st.lists(CLAUSES, min_size=1, max_size=3, unique=True).map(tuple),
)
CRITERIA = st.builds(
    Criteria, st.sampled_from(Join), st.lists(GROUPS, min_size=1, max_size=3).map(tuple)
)


@st.composite
def spans(draw):
    least = draw(st.integers(0, 6))
    return Span(least, least + draw(st.integers(0, 3)))


FACTS = st.builds(
    FirmFacts,
    as_of=st.just(DAY),
    stage=maybe(st.sampled_from(Stage)),
    founded=maybe(st.integers(2018, 2026)),
    employees=maybe(st.integers(0, 8)),
    turnover=maybe(st.builds(Turnover, st.just(2025), amounts(8), st.sampled_from(["USD", "EUR"]))),
    section=maybe(st.sampled_from(["A", "C"])),
    division=maybe(st.sampled_from(["10", "13"])),
    product_form=maybe(st.sampled_from(["packable_goods", "remote_service"])),
    region=maybe(st.sampled_from(["north", "East"])),
    country=maybe(st.sampled_from(COUNTRIES)),
    export_years=maybe(spans()),
    markets=maybe(st.frozensets(st.sampled_from(COUNTRIES))),
    bands=st.dictionaries(
        st.sampled_from(["standards", "foreign_contacts"]), st.sampled_from(BANDS)
    ),
    supports=maybe(
        st.lists(st.builds(Support, st.sampled_from(HELPS), maybe(DAYS)), max_size=3).map(tuple)
    ),
    documents=st.lists(
        st.builds(HeldDocument, st.sampled_from(["audit", "course"]), maybe(DAYS)), max_size=2
    ).map(tuple),
    knows_all_documents=st.booleans(),
    aid=maybe(
        st.lists(
            st.builds(Aid, maybe(amounts(300)), st.sampled_from(["USD", "EUR"]), maybe(DAYS)),
            max_size=3,
        ).map(tuple)
    ),
    ownership=st.dictionaries(st.just("woman"), st.booleans()),
)

OPTIONAL = [
    each.name
    for each in fields(FirmFacts)
    if each.default is None and each.name not in ("section", "division")
]


@given(CRITERIA, FACTS, st.sets(st.sampled_from(OPTIONAL)), st.booleans(), st.booleans())
def test_what_becomes_known_never_turns_a_decided_verdict(criteria, known, hidden, sector, codes):
    """Kleene monotonicity: hide facts of a firm; what was decided without them stays so."""
    less = replace(known, **dict.fromkeys(hidden))
    less = replace(less, section=None, division=None) if sector else less
    less = replace(less, division=None) if not sector and codes else less
    less = replace(less, bands={}, ownership={}, knows_all_documents=False) if codes else less
    before, after = verdict_of(criteria, less), verdict_of(criteria, known)
    assert before in (after, Verdict.UNKNOWN)


@given(CRITERIA, FACTS, st.randoms(use_true_random=False))
def test_the_order_of_clauses_and_groups_does_not_matter(criteria, facts, random):
    groups = [
        Group(each.join, tuple(random.sample(each.clauses, len(each.clauses))))
        for each in random.sample(criteria.groups, len(criteria.groups))
    ]
    turned = Criteria(criteria.join, tuple(groups))
    assert verdict_of(turned, facts) is verdict_of(criteria, facts)
    assert nearest_pass(turned, facts) == nearest_pass(criteria, facts)


@given(CRITERIA, FACTS)
def test_a_firm_that_does_what_is_named_passes(criteria, facts):
    changes = check(criteria, facts).changes
    then = facts
    for change in changes or ():
        then = applied(change.clause, then)
    assert changes is None or verdict_of(criteria, then) is Verdict.PASS


@given(CRITERIA, FACTS)
def test_nothing_is_named_exactly_when_the_firm_passes(criteria, facts):
    result = check(criteria, facts)
    assert (result.changes == ()) == (result.verdict is Verdict.PASS)


@given(CRITERIA)
def test_written_criteria_are_read_back_as_they_were(criteria):
    found, problems = read_document(written(criteria), WORDS)
    assert found == criteria
    assert {each.code for each in problems} <= {"contradiction", "never_passes"}


@given(CRITERIA)
def test_criteria_do_not_differ_from_themselves(criteria):
    assert difference(criteria, criteria).is_empty


@given(CRITERIA)
def test_sound_criteria_can_be_passed_by_somebody(criteria):
    _found, problems = read_document(written(criteria), WORDS)
    changes = nearest_pass(criteria, FirmFacts(as_of=DAY))
    assert bool(problems) or changes is not None

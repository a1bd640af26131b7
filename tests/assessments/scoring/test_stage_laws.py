"""Laws of the stage: deterministic, consistent, and never lowered by more commitment."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.facts import CaseFacts, FirmFacts, ProductForm
from assessments.scoring.results import Phase, Stage
from assessments.scoring.stages import read_stage
from tests.assessments.packs import PACK
from tests.assessments.scoring.cases import AS_OF, event, figures

ORDER = list(Stage)


def verdict(reading, code):
    return {test.code: test.passed for test in reading.tests}[code]


EXPORTS = st.lists(st.none() | st.integers(0, 1000), max_size=5)
FACTS = st.builds(
    CaseFacts,
    as_of=st.just(AS_OF),
    firm=st.builds(
        FirmFacts,
        founded=st.none() | st.integers(1990, 2026),
        product_form=st.none() | st.sampled_from(ProductForm),
    ),
    years=EXPORTS.map(lambda exports: figures(2021, *exports)),
    months_since_last_export=st.none() | st.integers(0, 60),
    first_export_year=st.none() | st.integers(1995, 2026),
    markets_active=st.none() | st.integers(0, 5),
    repeat_buyers=st.none() | st.integers(0, 5),
    mode=st.none() | st.sampled_from(sorted(PACK.modes_by_code)),
    implementation_steps_12m=st.sampled_from([(), ("offer",), ("offer", "fair")]),
    events=st.lists(
        st.builds(
            event,
            st.sampled_from(["entry", "exit", "re_entry", "support"]),
            st.integers(2010, 2027),
            st.sampled_from(["", "KZ", "VN"]),
        ),
        max_size=4,
    ).map(tuple),
)


@given(FACTS)
def test_law_readings_are_deterministic(facts):
    assert read_stage(PACK, facts) == read_stage(PACK, replace(facts))


@given(FACTS)
def test_law_order_of_years_does_not_matter(facts):
    turned = replace(facts, years=tuple(reversed(facts.years)))
    assert read_stage(PACK, turned) == read_stage(PACK, facts)


@given(FACTS)
def test_law_phase_belongs_to_stage(facts):
    reading = read_stage(PACK, facts)
    stages = {Phase(phase.code): Stage(phase.stage) for phase in PACK.phases}
    assert stages[reading.phase] is reading.stage


@given(FACTS)
def test_law_dormant_and_prior_exporter_exclude_each_other(facts):
    reading = read_stage(PACK, facts)
    assert not (reading.is_dormant and reading.is_prior_exporter)


@given(FACTS)
def test_law_growth_needs_a_sale_years_and_two_tests(facts):
    reading = read_stage(PACK, facts)
    passed = [test.gate for test in reading.tests if test.passed]
    is_growth = (
        verdict(reading, "export_invoice") is True
        and "growth_years" in passed
        and passed.count("growth_tests") >= 2
    )
    assert (reading.stage is Stage.GROWTH) == is_growth


@pytest.mark.parametrize(
    "better",
    [
        pytest.param({"implementation_steps_12m": ("offer", "fair", "contract")}, id="steps"),
        pytest.param({"markets_active": 9}, id="markets"),
        pytest.param({"repeat_buyers": 9}, id="repeat buyers"),
        pytest.param({"mode": "greenfield"}, id="mode"),
    ],
)
@given(facts=FACTS)
def test_law_more_commitment_never_lowers_the_stage(better, facts):
    before = read_stage(PACK, facts).stage
    after = read_stage(PACK, replace(facts, **better)).stage
    assert ORDER.index(after) >= ORDER.index(before)


@given(FACTS, st.integers(1, 1000))
def test_law_more_exports_in_exporting_years_never_lower_the_stage(facts, more):
    years = tuple(
        replace(year, export=min(year.export + more, Decimal(1000)) if year.export else year.export)
        for year in facts.years
    )
    before = read_stage(PACK, facts).stage
    after = read_stage(PACK, replace(facts, years=years)).stage
    assert ORDER.index(after) >= ORDER.index(before)

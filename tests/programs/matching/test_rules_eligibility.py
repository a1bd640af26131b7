"""Eligibility: every test passes, fails or waits for a person, and a refusal names its remedy."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.scoring.facts import ProductForm
from assessments.scoring.results import Stage
from programs.matching.rules import Refusal, Remedy, eligibility_tests, recommend
from programs.matching.rules.results import Recommendation
from tests.programs.matching.cases import ALL_STAGES, RULES, facts, offer, score

NEEDS_YEARS = offer("diversify", {"contacts": 3}, min_export_years=2)
NEEDS_GOODS = offer("clinic", {"contacts": 3}, product_forms=["bulk_goods", "packable_goods"])
BASICS = offer("export_basics_training", {"contacts": 3}, stages=["preparation"])


def outcomes(intervention, case, stage=Stage.PREPARATION, *, has_lapsed=False):
    tests = eligibility_tests(intervention, stage, case, has_lapsed=has_lapsed)
    return {test.code: test.passed for test in tests}


def recommended(intervention, case, stage=Stage.PREPARATION) -> Recommendation:
    return recommend([intervention], [score("contacts", 50)], stage, case, rules=RULES)[0]


@pytest.mark.parametrize(
    ("form", "passed"),
    [
        pytest.param(ProductForm.BULK_GOODS, True, id="served"),
        pytest.param(ProductForm.REMOTE_SERVICE, False, id="not served"),
        pytest.param(None, None, id="not recorded is to be checked"),
    ],
)
def test_product_form(form, passed):
    case = facts(product_form=form)
    assert outcomes(NEEDS_GOODS, case) == {"stage": True, "product_form": passed}


@pytest.mark.parametrize(
    ("exports", "first", "passed"),
    [
        pytest.param([(2024, 5), (2025, 7)], None, True, id="two years on record"),
        pytest.param([], 2024, None, id="silent years since the first may count"),
        pytest.param([(2026, 7)], 2025, True, id="the first year counts itself"),
        pytest.param([(2024, 0), (2025, 0), (2026, 7)], None, False, id="one of three"),
        pytest.param([(2025, 7)], None, False, id="one year, record begins there"),
        pytest.param([], 2026, False, id="first export this year"),
        pytest.param([], 2020, None, id="only the first year is known"),
        pytest.param([], None, None, id="nothing is known"),
        pytest.param([(2024, None), (2025, 7)], 2025, False, id="nothing before the first"),
        pytest.param([(2024, 7), (2025, None)], 2024, None, id="an unknown figure may count"),
        pytest.param([(2024, 0), (2025, 0)], None, False, id="none on record"),
    ],
)
def test_export_years(exports, first, passed):
    assert outcomes(NEEDS_YEARS, facts(*exports, first=first))["export_years"] is passed


@pytest.mark.parametrize(
    ("exports", "months", "first", "passed"),
    [
        pytest.param([], 11, None, False, id="eleven months"),
        pytest.param([], 12, None, True, id="twelve months"),
        pytest.param([(2026, 5)], None, None, False, id="exports this year"),
        pytest.param([], None, 2026, False, id="first export this year"),
        pytest.param([(2025, 0)], None, None, True, id="none last year"),
        pytest.param([(2025, 0), (2026, 0)], None, None, True, id="none in two years"),
        pytest.param([(2025, 5)], None, None, None, id="some time last year"),
        pytest.param([(2024, 0)], None, None, None, id="the record is old"),
        pytest.param([], None, None, None, id="nothing is known"),
        pytest.param([(2026, 5)], 14, None, True, id="months are better than years"),
    ],
)
def test_basics_training_is_for_firms_without_recent_exports(exports, months, first, passed):
    case = facts(*exports, months=months, first=first)
    assert outcomes(BASICS, case)["no_recent_exports"] is passed


def test_a_firm_back_after_a_lapse_may_train_again():
    case = facts(months=1)
    assert outcomes(BASICS, case, has_lapsed=True)["no_recent_exports"] is True


def test_stage_refusal_names_the_stages_served():
    found = recommended(BASICS, facts(months=20), Stage.GROWTH)
    stages = (Stage.PREPARATION,)
    assert found.eligible is False
    assert found.why_not == (
        Refusal(
            "stage_not_served",
            {"stage": Stage.GROWTH, "stages": stages},
            Remedy("stage_reached", {"stages": stages}),
        ),
    )


@pytest.mark.parametrize(
    ("exports", "first", "earliest"),
    [
        pytest.param([(2026, 7)], None, 2027, id="this year counts already"),
        pytest.param([], 2026, 2027, id="this year is the first"),
        pytest.param([(2025, 7)], None, 2026, id="this year can still count"),
        pytest.param([(2025, 0)], None, 2027, id="two years from now on"),
        pytest.param([(2025, 0), (2026, 0)], None, 2027, id="this year can still turn"),
    ],
)
def test_refusal_says_when_the_years_can_be_complete(exports, first, earliest):
    found = recommended(NEEDS_YEARS, facts(*exports, first=first))
    assert found.why_not[0].code == "too_few_export_years"
    assert found.why_not[0].remedy.params["earliest"] == earliest


def test_product_form_refusal_names_what_would_help():
    found = recommended(NEEDS_GOODS, facts(product_form=ProductForm.CAPITAL_GOODS))
    forms = (ProductForm.BULK_GOODS, ProductForm.PACKABLE_GOODS)
    assert found.why_not[0].code == "product_form_not_served"
    assert found.why_not[0].remedy == Remedy("product_form_offered", {"product_forms": forms})


def test_nobody_is_told_to_stop_exporting():
    found = recommended(BASICS, facts(months=1))
    assert [(each.code, each.remedy) for each in found.why_not] == [("exports_recently", None)]


@pytest.mark.parametrize(
    ("intervention", "caution"),
    [
        pytest.param(NEEDS_GOODS, "check_product_form", id="product form"),
        pytest.param(NEEDS_YEARS, "check_export_years", id="export years"),
        pytest.param(BASICS, "check_recent_exports", id="recent exports"),
    ],
)
def test_unknown_facts_leave_eligible_but_to_be_checked(intervention, caution):
    found = recommended(intervention, facts())
    assert found.eligible
    assert caution in {each.code for each in found.cautions}


def test_no_conditions_means_the_stage_alone_decides():
    assert outcomes(offer("any", {"contacts": 1}, stages=ALL_STAGES), facts()) == {"stage": True}


RANK = {False: 0, None: 1, True: 2}
years = st.dictionaries(st.integers(2015, 2026), st.one_of(st.none(), st.integers(0, 9)))


@given(years, st.integers(2015, 2026))
def test_a_further_year_of_exports_never_counts_against_a_firm(known, year):
    assume(any(exports is not None for exports in known.values()))  # where nothing is known, ask
    before = outcomes(NEEDS_YEARS, facts(*known.items()))["export_years"]
    after = outcomes(NEEDS_YEARS, facts(*(known | {year: 5}).items()))["export_years"]
    assert RANK[after] >= RANK[before]


@given(years)
def test_a_refusal_for_years_names_when_it_can_be_made_up_for(known):
    found = recommended(NEEDS_YEARS, facts(*known.items()))
    for refusal in found.why_not:
        if refusal.code == "too_few_export_years":
            assert refusal.remedy.params["missing"] >= 1
            assert refusal.remedy.params["earliest"] >= 2026

"""What the record says of firms, read for many at once."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring.results import Band
from programs.eligibility.facts import facts_of
from programs.eligibility.rules import Aid, FirmFacts, HeldDocument, Span, Support, Turnover
from programs.eligibility.snapshots import read_facts, written_facts
from tests.factories.firms import ExportYearFactory, FirmFactory
from tests.factories.programs import EngagementFactory, InterventionFactory

TODAY = date(2026, 3, 2)


def facts(firm, today=TODAY):
    return facts_of([firm], today=today)[firm.pk]


def test_everything_on_record_is_read(known_firm):
    found = facts(known_firm)
    assert (found.founded, found.employees, found.section, found.division) == (2012, 30, "C", "10")
    assert (found.product_form, found.country, found.region) == ("packable_goods", "KZ", None)
    assert found.stage == known_firm.placements.get().stage
    assert found.turnover == Turnover(2025, Decimal("2000000.00"), "USD")
    assert found.export_years == Span(2, 2)
    assert found.markets == frozenset({"UZ"})
    assert found.bands["foreign_contacts"] is Band.HIGH
    assert found.supports == (Support("fair", date(2025, 9, 1)),)
    assert found.documents == (HeldDocument("fair", date(2026, 9, 1)),)
    assert found.aid == (Aid(Decimal("500.00"), "USD", date(2025, 8, 1)),)
    assert found.ownership == {}


def test_what_was_later_is_not_read(known_firm):
    before = facts(known_firm, date(2024, 5, 15))
    assert (before.stage, before.bands, before.supports, before.aid) == (None, {}, (), ())
    assert before.markets == frozenset({"UZ"})


@pytest.mark.parametrize("size", [5, 500])
def test_the_number_of_queries_does_not_grow(make_firms, profile, size, django_assert_num_queries):
    firms = [*make_firms(size), profile.firm]
    with django_assert_num_queries(10):
        assert len(facts_of(firms, today=TODAY)) == size + 1


def test_a_firm_of_which_nothing_is_known_has_unknown_facts(db):
    bare = FirmFactory(
        founded=None, employees=None, product_form="", isic_section="", isic_division=""
    )
    assert facts(bare) == FirmFacts(as_of=TODAY, country="KZ", supports=(), aid=())


def test_the_section_follows_from_the_division(db):
    assert facts(FirmFactory(isic_section="", isic_division="13")).section == "C"


@pytest.fixture
def exporting(firm):
    def export(*years, **fields):
        for year in years:
            ExportYearFactory(firm=firm, year=year, **fields)
        return firm

    return export


YEARS = [
    pytest.param((2023, 2025), {}, Span(2, 3), id="a silent year between"),
    pytest.param((2025,), {"exports": "0.00"}, Span(0, 0), id="known to be none"),
    pytest.param((2025,), {"exports": None}, None, id="figures without exports"),
    pytest.param(
        (2026,), {"exports": "0.00", "is_partial": True}, None, id="none so far this year"
    ),
    pytest.param((2026,), {"is_partial": True}, Span(1, 1), id="a sale this year"),
    pytest.param((2027,), {}, None, id="the future"),
    pytest.param((), {}, None, id="nothing"),
]


@pytest.mark.parametrize(("years", "fields", "span"), YEARS)
def test_years_of_exports(exporting, years, fields, span):
    assert facts(exporting(*years, **fields)).export_years == span


def test_a_firm_known_never_to_have_exported_has_no_markets(exporting):
    assert facts(exporting(2025, exports="0.00")).markets == frozenset()


def test_years_stated_on_the_firm_count(exporting, firm):
    firm.first_export_year, firm.last_export_on = 2022, date(2024, 5, 1)
    assert facts(exporting(2023)).export_years == Span(3, 4)


TURNOVERS = [
    pytest.param((2022,), {}, None, id="too old"),
    pytest.param((2026,), {}, None, id="of the year that is not over"),
    pytest.param((2025,), {"is_partial": True}, None, id="of part of a year"),
    pytest.param((2023,), {}, 2023, id="three years ago"),
]


@pytest.mark.parametrize(("years", "fields", "year"), TURNOVERS)
def test_turnover_is_of_a_recent_whole_year(exporting, years, fields, year):
    found = facts(exporting(*years, **fields)).turnover
    assert (found and found.year) == year


@pytest.fixture
def loan(db):
    return InterventionFactory(code="loan", capacity="budget")


@pytest.fixture
def helped(firm, loan):
    return EngagementFactory(
        firm=firm, intervention=loan, state="active", starts_on=date(2026, 1, 15)
    )


def test_help_under_way_of_unknown_worth(firm, helped):
    found = facts(firm)
    assert found.supports == (Support("loan", None),)
    assert found.aid == (Aid(None, "", date(2026, 1, 15)),)


def test_authorized_money_counts_until_it_is_known_what_was_used(firm, helped):
    helped.periods.create(
        external_key="p", decision="new", starts_on=TODAY, currency="USD", authorized="70"
    )
    assert facts(firm).aid == (Aid(Decimal("70.00"), "USD", TODAY),)


def test_money_decided_later_is_not_read(firm, helped):
    helped.periods.create(
        external_key="p", decision="new", decided_on=date(2026, 3, 3), currency="USD", used="70"
    )
    assert facts(firm).aid == ()


def test_help_that_ended_later_was_under_way(known_firm):
    assert facts(known_firm, date(2025, 8, 15)).supports == (Support("fair", None),)


@pytest.mark.parametrize("state", ["approved", "cancelled", "declined"])
def test_help_that_was_not_given_does_not_count(firm, fair, state):
    EngagementFactory(firm=firm, intervention=fair, state=state)
    assert facts(firm).supports == ()


def test_ownership_is_known_either_way(firm):
    firm.is_woman_owned, firm.is_foreign_owned = True, False
    assert facts(firm).ownership == {"woman": True, "foreign": False}


def test_facts_are_read_back_as_they_were_kept(known_firm):
    kept = facts(known_firm)
    assert read_facts(written_facts(kept)) == kept


def test_unknown_facts_are_read_back_as_unknown():
    nothing = FirmFacts(as_of=TODAY)
    assert read_facts(written_facts(nothing)) == nothing

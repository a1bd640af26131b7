"""Every refusal of a case file names its field, and what is odd is doubted, not refused."""

import pytest

from tests.programs.matching.case_documents import SMALL, errors_of, parse


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"as_of": "22.11.2026"}, 'as_of: This must be a date such as 2026-11-22, not "22.11.2026".'),
        ({"as_of": "2026-02-30"}, "as_of: 2026-02-30 is not a day of the calendar."),
        ({"as_of": 20261122}, "as_of: This must be a date such as 2026-11-22, not 20261122."),
        ({"colour": 1}, "colour: “colour” is not known. Known are: answers, as_of, currency,"),
        ({"market_active": 1}, "market_active: “market_active” is not known. Did you mean “markets_active”?"),
        ({"firm": {"employes": 5}}, "firm.employes: “employes” is not known. Did you mean “employees”?"),
        ({"firm": {"country": "ZZ"}}, "firm.country: “ZZ” is not known."),
        ({"firm": {"country": ""}}, "firm.country: “” is not known."),
        ({"firm": {"development_level": "rich"}}, "firm.development_level: “rich” is not known."),
        ({"firm": {"product_form": "gas"}}, "firm.product_form: “gas” is not known."),
        ({"firm": {"founded": True}}, "firm.founded: This must be a whole number, not true."),
        ({"firm": {"founded": 2027}}, "firm.founded: 2027 is outside the range from 500 to 2026."),
        ({"firm": {"employees": -1}}, "firm.employees: -1 is outside the range from 0 to 10000000."),
        ({"firm": {"employees": 2.5}}, "firm.employees: This must be a whole number, not 2.5."),
        ({"firm": {"sector": 5}}, "firm.sector: This must be a text, not 5."),
        ({"firm": {"sector": "x" * 201}}, "firm.sector: Longer than 200 characters."),
        ({"firm": {"sector": "a\u0000b"}}, "firm.sector: The text holds a character that cannot"),
        ({"firm": {"sector": "\ud800"}}, "firm.sector: The text holds a character that cannot"),
        ({"currency": "ZZZ"}, "currency: “ZZZ” is not known."),
        ({"years": {}}, "years: This must be a list, not {}."),
        ({"years": [5]}, "years[0]: This must be an object, not 5."),
        ({"years": [{"export": 5}]}, "years[0].year: This is needed and missing."),
        ({"years": [{"year": 2024.0}]}, "years[0].year: This must be a whole number, not 2024."),
        ({"years": [{"year": 10**30}]}, "years[0].year: 1.000E+30 is outside the range"),
        ({"years": [{"year": 2027}]}, "years[0].year: 2027 is outside the range from 500 to 2026."),
        ({"years": [{"year": 2024, "sales": 1}]}, "years[0].sales: “sales” is not known."),
        ({"years": [{"year": 2024}, {"year": 2024}]}, "years[1].year: The year 2024 stands here twice."),
        ({"years": [{"year": 2024, "export": -1}]}, "years[0].export: -1 is below zero."),
        ({"years": [{"year": 2024, "export": True}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": "1e5"}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": "1,5"}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": float("nan")}]}, "years[0].export: This must be an amount such as 1200.50, not NaN."),
        ({"years": [{"year": 2024, "export": float("inf")}]}, "years[0].export: Infinity is outside the range"),
        ({"years": [{"year": 2024, "export": float("-inf")}]}, "years[0].export: -Infinity is below zero."),
        ({"years": [{"year": 2024, "export": 1e300}]}, "years[0].export: 1.000E+300 is outside the range"),
        ({"months_since_last_export": -1}, "months_since_last_export: -1 is outside the range from 0 to 1200."),
        ({"months_since_last_export": "3"}, 'months_since_last_export: This must be a whole number, not "3".'),
        ({"markets_active": 1000}, "markets_active: 1000 is outside the range from 0 to 250."),
        ({"repeat_buyers": float("nan")}, "repeat_buyers: This must be a whole number, not NaN."),
        ({"mode": "distributer"}, "mode: “distributer” is not known. Did you mean “distributor”?"),
        ({"implementation_steps_12m": ["dance"]}, "implementation_steps_12m[0]: “dance” is not known."),
        ({"implementation_steps_12m": [None]}, "implementation_steps_12m[0]: This is needed and missing."),
        ({"implementation_steps_12m": "fair"}, 'implementation_steps_12m: This must be a list, not "fair".'),
        ({"events": [{"year": 2020}]}, "events[0].type: This is needed and missing."),
        ({"events": [{"type": "entry"}]}, "events[0].year: This is needed and missing."),
        ({"events": [{"type": "exit", "year": 2027}]}, "events[0].year: 2027 is outside the range"),
        ({"events": [{"type": "exit", "year": 2020, "reason": "bored"}]}, "events[0].reason: “bored” is not known."),
        ({"events": [{"type": "entry", "year": 2020, "market": "ZZ"}]}, "events[0].market: “ZZ” is not the code of a country."),
        ({"lll": {"linkage": 1}}, "lll.linkage: This must be true or false, not 1."),
        ({"lll": []}, "lll: This must be an object, not []."),
        ({"first_contact": "luck"}, "first_contact: “luck” is not known."),
        ({"had_plan": "no"}, 'had_plan: This must be true or false, not "no".'),
        ({"answers": {"zz9": 1}}, "answers.zz9: “zz9” is not known."),
        ({"answers": {"fc1": 5}}, "answers.fc1: 5 is outside the range from 0 to 4."),
        ({"answers": {"fc1": -1}}, "answers.fc1: -1 is outside the range from 0 to 4."),
        ({"answers": {"fc1": False}}, "answers.fc1: This must be a whole number, not false."),
        ({"answers": {"fc1": [0] * 50}}, "answers.fc1: This must be a whole number, not [0, 0, 0, 0"),
        ({"answers": [1]}, "answers: This must be an object, not [1]."),
        ({"a\nb" * 50: 1}, '"a\\nba'),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_error_that_names_it(change, expected):
    found = errors_of({**SMALL, **change})
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"years": [{"year": 2023}, {"year": 2024, "turnover": 100, "export": 120}]},
            "years[1].export: 120 is above the turnover of 100.",
            id="exports above turnover",
        ),
        pytest.param(
            {"years": [{"year": 2024, "turnover": "0.1", "export": 0.2}]},
            "years[0].export: 0.2 is above the turnover of 0.1.",
            id="in pennies",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "first_export_year": 2009},
            "first_export_year: 2009 is before the founding in 2010.",
            id="first export before founding",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "years": [{"year": 2009}]},
            "years[0].year: 2009 is before the founding in 2010.",
            id="a year before founding",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "events": [{"type": "entry", "year": 2009}]},
            "events[0].year: 2009 is before the founding in 2010.",
            id="an entry before founding",
        ),
        pytest.param(
            {"first_export_year": 2024, "years": [{"year": 2022, "export": 1}]},
            "first_export_year: 2024 is after 2022, a year with exports.",
            id="exports before the first export",
        ),
        pytest.param(
            {"first_export_year": 2024, "months_since_last_export": 36},
            "months_since_last_export: The last export was in 2023, before the first one in 2024.",
            id="last export before the first",
        ),
        pytest.param(
            {"months_since_last_export": 40, "years": [{"year": 2025, "export": 5}]},
            "months_since_last_export: The last export was in 2023, but 2025 is a year with exports.",
            id="last export two years before a year with exports",
        ),
        pytest.param(
            {"firm": {"founded": 2024}, "months_since_last_export": 36},
            "months_since_last_export: 2023 is before the founding in 2024.",
            id="last export before founding",
        ),
    ],
)
def test_contradictions(change, expected):
    assert errors_of({**SMALL, **change}) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"years": [{"year": 2024, "turnover": 7, "export": 7}]}, id="all exported"),
        pytest.param({"firm": {"founded": 2010}, "first_export_year": 2010}, id="same year"),
        pytest.param(
            {"first_export_year": 2024, "years": [{"year": 2022, "export": 0}]}, id="none before"
        ),
        pytest.param(
            {"first_export_year": 2025, "months_since_last_export": 22}, id="last is the first"
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "events": [{"type": "support", "year": 2009}]},
            id="support for a founder",
        ),
    ],
)
def test_edges_that_do_not_contradict(change):
    assert parse({**SMALL, **change}).doubts == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"months_since_last_export": 30, "years": [{"year": 2025, "export": 5}]},
            "months_since_last_export: The last export was in 2024, but 2025 is a year with exports.",
            id="months against years",
        ),
        pytest.param(
            {"first_export_year": 2025, "years": [{"year": 2025, "export": 0}]},
            "first_export_year: 2025 is a year without exports.",
            id="first year without exports",
        ),
    ],
)
def test_oddities_are_doubts_not_errors(change, expected):
    assert [str(doubt) for doubt in parse({**SMALL, **change}).doubts] == [expected]


def test_all_errors_come_at_once():
    found = errors_of(
        {"firm": {"founded": "x"}, "years": [{"year": 2024, "export": -1}], "had_plan": 3}
    )
    fields = [line.split(": ")[0] for line in found]
    assert fields == ["as_of", "firm.founded", "years[0].export", "had_plan"]


def test_a_key_that_stands_twice_is_refused():
    data = b'{"as_of": "2026-11-22", "firm": {"founded": 2000, "founded": 2001}}'
    assert errors_of(data) == ["firm.founded: This key stands here twice."]


def test_figures_no_machine_can_hold_are_out_of_range():
    data = b'{"as_of": "2026-11-22", "firm": {"employees": 1e99999999999999999999}}'
    assert errors_of(data) == ["firm.employees: Infinity is outside the range from 0 to 10000000."]

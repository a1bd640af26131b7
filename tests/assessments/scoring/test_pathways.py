"""Pathways and overlays: each rule of the pack, its boundaries, and what is not known."""

import pytest

from assessments.scoring.facts import DevelopmentLevel, FirmFacts, FirstContact, Lll
from assessments.scoring.results import Overlay, Pathway
from assessments.scoring.stages import read_stage
from tests.assessments.packs import PACK
from tests.assessments.scoring.cases import case, event, figures


def read(**facts):
    return read_stage(PACK, case(**facts))


def verdict(reading, gate, code):
    return {(test.gate, test.code): test.passed for test in reading.tests}[(gate, code)]


@pytest.mark.parametrize(
    ("facts", "pathway"),
    [
        pytest.param({}, "pre_export", id="nothing known"),
        pytest.param({"years": figures(2024, 0, 0)}, "pre_export", id="no export ever"),
        pytest.param(
            {"founded": 2010, "years": figures(2010, 0, 0, 0, 250)},
            "born_global",
            id="25 % in year 3",
        ),
        pytest.param(
            {"founded": 2010, "years": figures(2010, 0, 0, 0, "249.99")},
            "early_internationaliser",
            id="just below 25 % in year 3",
        ),
        pytest.param(
            {"founded": 2010, "years": figures(2010, 0, 0, 0, 0, 250)},
            "incremental",
            id="25 % only in year 4",
        ),
        pytest.param(
            {"founded": 2010, "years": figures(2010, 10, 10, 10, 10, 900)},
            "early_internationaliser",
            id="early, share later",
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2013},
            "early_internationaliser",
            id="first export in year 3",
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2014}, "incremental", id="first export in year 4"
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2020, "years": figures(2020, 10, 10, 10, 250)},
            "born_again_global",
            id="first export in year 10, 25 % three years on",
        ),
        pytest.param(
            {"founded": 2011, "first_export_year": 2020, "years": figures(2020, 10, 10, 10, 250)},
            "incremental",
            id="first export in year 9",
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2020, "years": figures(2020, 9, 9, 9, 9, 250)},
            "incremental",
            id="25 % only four years on",
        ),
        pytest.param(
            {"founded": 1990, "years": figures(1995, 10, *[0] * 10, 300)},
            "born_again_global",
            id="restart after ten domestic years",
        ),
        pytest.param(
            {"years": figures(1995, 10, *[0] * 10, 300)},
            "born_again_global",
            id="restart, founding unknown",
        ),
        pytest.param(
            {"founded": 1990, "years": figures(1995, 10, *[0] * 9, 300)},
            "incremental",
            id="restart after nine domestic years",
        ),
        pytest.param(
            {"founded": 1990, "years": (*figures(1995, 10), *figures(2020, 300))},
            "incremental",
            id="years between not reported",
        ),
        pytest.param(
            {
                "founded": 1990,
                "years": figures(2020, 300),
                "events": (event("exit", 2005, "KZ"), event("re_entry", 2020, "KZ")),
            },
            "born_again_global",
            id="restart after a declared exit",
        ),
        pytest.param(
            {"founded": 1990, "years": figures(1992, 10, *[0] * 10, 300)},
            "early_internationaliser",
            id="early goes before the restart",
        ),
        pytest.param(
            {"founded": 2000, "years": figures(2020, 300, 300)},
            "incremental",
            id="a record cut off on the left tells no first year",
        ),
        pytest.param(
            {"founded": 2000, "years": figures(2019, 0, 300, 300)},
            "born_again_global",
            id="a year without exports opens the record",
        ),
        pytest.param(
            {"founded": 2000, "years": figures(2020, 300), "events": (event("entry", 2020, "KZ"),)},
            "born_again_global",
            id="an entry opens the record",
        ),
        pytest.param({"months_since_last_export": 3}, "incremental", id="nothing but a sale"),
        pytest.param({"events": (event("exit", 2020, "KZ"),)}, "incremental", id="only an exit"),
        pytest.param({"years": figures(2024, 300, 300)}, "incremental", id="founding year unknown"),
    ],
)
def test_pathway(facts, pathway):
    assert read(**facts).pathway is Pathway(pathway)


@pytest.mark.parametrize(
    ("facts", "code", "passed"),
    [
        pytest.param({}, "pre_export", None, id="nothing known"),
        pytest.param({"years": figures(2024, 0, None)}, "pre_export", None, id="a year unknown"),
        pytest.param({"years": figures(2024, 0, 0)}, "pre_export", True, id="none reported"),
        pytest.param({"years": figures(2024, 0, 0)}, "born_global", False, id="never sold"),
        pytest.param({"years": figures(2024, 5)}, "born_global", None, id="founding unknown"),
        pytest.param(
            {"founded": 2010, "years": figures(2024, 5)}, "born_global", None, id="window unknown"
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2020}, "born_global", False, id="window empty"
        ),
        pytest.param(
            {"founded": 2010, "first_export_year": 2013},
            "born_global",
            None,
            id="share of the first year unknown",
        ),
        pytest.param({"founded": 2010}, "early_internationaliser", None, id="sales unknown"),
        pytest.param(
            {"founded": 2010, "years": figures(2024, 5)},
            "early_internationaliser",
            None,
            id="first year unknown",
        ),
        pytest.param(
            {"founded": 2010, "years": figures(2023, 0, 5)},
            "early_internationaliser",
            False,
            id="first year known and late",
        ),
        pytest.param(
            {"founded": 2000, "years": (*figures(2001, 5), *figures(2020, 300))},
            "born_again_global",
            None,
            id="domestic spell unproven",
        ),
        pytest.param({}, "incremental", None, id="incremental unknown"),
    ],
)
def test_pathway_tests(facts, code, passed):
    assert verdict(read(**facts), "pathway", code) is passed


def home(level):
    return FirmFacts(development_level=DevelopmentLevel(level))


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        pytest.param({"firm": home("developing"), "lll": Lll(True, True)}, True, id="two of three"),
        pytest.param(
            {"firm": home("emerging"), "lll": Lll(True, True, True)}, True, id="all three"
        ),
        pytest.param(
            {"firm": home("least_developed"), "lll": Lll(False, True, True)},
            True,
            id="least developed is developing",
        ),
        pytest.param(
            {"firm": home("developed"), "lll": Lll(True, True)}, False, id="developed home"
        ),
        pytest.param({"firm": home("emerging"), "lll": Lll(True)}, False, id="one of three"),
        pytest.param({"lll": Lll(True, True)}, None, id="home unknown"),
        pytest.param({}, False, id="no evidence"),
    ],
)
def test_latecomer(facts, passed):
    assert verdict(read(**facts), "overlay", "latecomer_lll") is passed


@pytest.mark.parametrize(
    ("contact", "had_plan", "passed"),
    [
        pytest.param(FirstContact.UNSOLICITED_ORDER, False, True, id="unsolicited, no plan"),
        pytest.param(FirstContact.UNSOLICITED_ORDER, True, False, id="unsolicited, planned"),
        pytest.param(FirstContact.UNSOLICITED_ORDER, None, None, id="plan unknown"),
        pytest.param(FirstContact.FAIR, False, False, id="fair"),
        pytest.param(None, False, None, id="contact unknown"),
    ],
)
def test_opportunistic(contact, had_plan, passed):
    reading = read(first_contact=contact, had_plan=had_plan)
    assert verdict(reading, "overlay", "opportunistic") is passed


@pytest.mark.parametrize(
    ("contact", "passed"),
    [
        pytest.param(FirstContact.PERSONAL_TIE, True, id="personal tie"),
        pytest.param(FirstContact.INTER_FIRM_TIE, True, id="tie between firms"),
        pytest.param(FirstContact.ONLINE, False, id="online"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_network_led(contact, passed):
    assert verdict(read(first_contact=contact), "overlay", "network_led") is passed


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        pytest.param({"years": figures(2022, 5, 0, 5)}, True, id="a year without exports"),
        pytest.param({"years": figures(2022, 5, 5, 5)}, False, id="no gap"),
        pytest.param({"years": figures(2022, 0, 0, 5)}, False, id="a first export is no return"),
        pytest.param({"years": figures(2022, 5, 0, 0)}, False, id="stopped and not back"),
        pytest.param({"years": figures(2022, 5, None, 5)}, None, id="the year between unknown"),
        pytest.param(
            {"years": figures(2023, 0, 5), "first_export_year": 2015},
            True,
            id="stated first export",
        ),
        pytest.param({"years": figures(2020, 5, 0, None, 5)}, True, id="gap seen in part"),
        pytest.param({"events": (event("re_entry", 2024, "KZ"),)}, True, id="re-entry on record"),
        pytest.param(
            {"events": (event("exit", 2020, "KZ"), event("entry", 2024, "KZ"))},
            True,
            id="entry after exit",
        ),
        pytest.param(
            {"events": (event("entry", 2024, "KZ"), event("exit", 2020, "KZ"))},
            True,
            id="entry after exit, written the other way",
        ),
        pytest.param(
            {"events": (event("exit", 2023, "KZ"), event("entry", 2024, "VN"))},
            False,
            id="entry to another market",
        ),
        pytest.param(
            {"events": (event("exit", 2023), event("entry", 2024))}, False, id="markets not named"
        ),
        pytest.param(
            {"events": (event("entry", 2020, "KZ"), event("exit", 2024, "KZ"))}, False, id="left"
        ),
        pytest.param({"events": (event("support", 2024, "KZ"),)}, None, id="support is no sale"),
        pytest.param({"events": (event("re_entry", 2027, "KZ"),)}, None, id="a return to come"),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_re_entrant(facts, passed):
    assert verdict(read(**facts), "overlay", "re_entrant") is passed


def test_overlays_come_in_the_order_of_the_pack():
    reading = read(
        firm=home("emerging"),
        lll=Lll(True, True),
        first_contact=FirstContact.PERSONAL_TIE,
        years=figures(2022, 5, 0, 5),
    )
    assert reading.overlays == (
        Overlay.LATECOMER_LLL,
        Overlay.RE_ENTRANT,
        Overlay.NETWORK_LED,
    )

"""Facts to stage, phase, pathway, overlays and trajectory, explained test by test. Pure.

The reading is a proposal: a person decides. A test whose facts are missing is None and counts as
not met. Stages after Abonyi 2015, phases after Kuivalainen et al. 2012 in Ilkevich 2025; all cuts
are the pack's.
"""

from collections.abc import Sequence

from assessments.methodology.structure import Pack
from assessments.scoring.facts import CaseFacts
from assessments.scoring.history import History, mean, shown
from assessments.scoring.movement import (
    Activity,
    market_added,
    market_left,
    movement_tests,
    read_activity,
    read_trajectory,
    value_rise,
)
from assessments.scoring.pathways import read_overlays, read_pathway
from assessments.scoring.results import Phase, Stage, StageReading, StageTest
from assessments.scoring.verdicts import Verdict, all_of, any_of, at_least


def read_stage(pack: Pack, facts: CaseFacts) -> StageReading:
    """Where the firm stands on `facts.as_of`. Deterministic; never raises for missing facts.

    Growth needs a sale younger than the lapse line, the years of exports and enough growth tests.
    A dormant firm keeps its stage: its years and share are read up to the last year with exports.
    """
    history = History(facts)
    activity = read_activity(pack, history)
    activity_tests = _activity_tests(pack, history, activity)
    growth_gate, growth_tests = _growth_tests(pack, history, activity)
    stage = Stage.PREPARATION
    if any(test.passed for test in activity_tests):
        stage = Stage.ACTIVE
    if activity.has_invoice and growth_gate:
        stage = Stage.GROWTH
    phase, phase_tests = _read_phase(pack, history, activity, stage)
    pathway, pathway_tests = read_pathway(pack, history)
    overlays, overlay_tests = read_overlays(pack, history)
    return StageReading(
        stage=stage,
        phase=phase,
        pathway=pathway,
        overlays=overlays,
        trajectory=read_trajectory(pack, history),
        is_dormant=activity.is_dormant,
        is_prior_exporter=bool(history.has_exported) and not activity.has_invoice,
        tests=(
            *activity_tests,
            *growth_tests,
            *phase_tests,
            *movement_tests(pack, history, activity),
            *pathway_tests,
            *overlay_tests,
        ),
    )


def _activity_tests(pack: Pack, history: History, activity: Activity) -> tuple[StageTest, ...]:
    steps = history.facts.implementation_steps_12m
    return (
        StageTest(
            "implementation_step",
            "activity",
            len(steps) >= pack.cuts.steps_needed,
            {"steps": list(steps)},
            {"steps": pack.cuts.steps_needed, "months": pack.cuts.step_months},
        ),
        StageTest(
            "export_invoice",
            "activity",
            activity.has_invoice,
            {"months": activity.months},
            {"months": activity.line.lapsed_after_months},
        ),
    )


def _growth_tests(
    pack: Pack, history: History, activity: Activity
) -> tuple[bool, tuple[StageTest, ...]]:
    """Whether the growth thresholds are met, and the tests that say so."""
    last = history.latest_year
    if activity.is_dormant:
        last = max((year for year in history.by_year if history.sold(year)), default=last)
    years = _years_tests(pack, history, last)
    tests = _threshold_tests(pack, history, last)
    met = sum(test.passed is True for test in tests)
    is_met = any(test.passed for test in years) and met >= pack.cuts.growth.tests_needed
    return is_met, (*years, *tests)


def _years_tests(pack: Pack, history: History, last: int | None) -> tuple[StageTest, ...]:
    """Exports in each of the last reporting years; a younger firm: in each year since founding,
    with the pack's share in the latest."""
    cuts, founded = pack.cuts.growth, history.facts.firm.founded
    every: Verdict = None
    window: Sequence[int] = ()
    if last is not None:
        window = range(last - cuts.years + 1, last + 1)
        every = all_of(_sold_since(history, founded, year) for year in window)
    age = None if founded is None else history.facts.as_of.year - founded
    young: Verdict = None if age is None else age < cuts.years
    share = None if last is None else history.share(last)
    if young and founded is not None and last is not None:
        own = [history.sold(year) for year in range(founded, last + 1)] or [None]
        young = all_of([*own, at_least(share, cuts.young_share)])
    needed = {"years": cuts.years}
    return (
        StageTest("exports_every_year", "growth_years", every, {"years": list(window)}, needed),
        StageTest(
            "exports_since_founding",
            "growth_years",
            None if young and last is None else young,
            {"age": age, "share": shown(share), "year": last},
            {"younger_than": cuts.years, "share": cuts.young_share},
        ),
    )


def _sold_since(history: History, founded: int | None, year: int) -> Verdict:
    return False if founded is not None and year < founded else history.sold(year)


def _threshold_tests(pack: Pack, history: History, last: int | None) -> tuple[StageTest, ...]:
    """The growth tests of the pack. A mode is a commitment when it needs more resources or gives
    more control than indirect export: platforms and remote services do, piggybacking does not."""
    cuts, facts = pack.cuts.growth, history.facts
    share = None if last is None else history.share(last)
    mode = pack.modes_by_code.get(facts.mode or "")
    commitment = None if mode is None else mode.is_above(pack.mode(cuts.above_mode))
    found = {"share": shown(share), "year": last}
    needed = {"share": cuts.share}
    return (
        StageTest("share", "growth_tests", at_least(share, cuts.share), found, needed),
        _count_test("markets", facts.markets_active, cuts.markets),
        _count_test("repeat_buyers", facts.repeat_buyers, cuts.repeat_buyers),
        StageTest(
            "commitment",
            "growth_tests",
            commitment,
            {"mode": facts.mode},
            {"above_mode": cuts.above_mode},
        ),
    )


def _count_test(code: str, found: int | None, needed: int) -> StageTest:
    return StageTest(code, "growth_tests", at_least(found, needed), {code: found}, {code: needed})


def _read_phase(
    pack: Pack, history: History, activity: Activity, stage: Stage
) -> tuple[Phase, tuple[StageTest, ...]]:
    """The life-cycle phase. In growth and expansion it is growth or consolidation; an exit trigger
    (dormant, or a market left within the dormancy line) is shown, there is no phase for it."""
    if stage is not Stage.GROWTH:
        return (Phase.LAUNCH if stage is Stage.ACTIVE else Phase.PREPARATORY), ()
    rise, added = value_rise(pack, history), market_added(pack, history)
    months = activity.line.dormant_after_months
    has_trigger = activity.is_dormant or market_left(history, within_months=months)
    latest = history.latest_known_year
    values = [] if latest is None else [history.value(latest - 2), history.value(latest - 1)]
    found = {
        "year": latest,
        "export": None if latest is None else history.value(latest),
        "mean": shown(mean(values)),
    }
    line = pack.cuts.market_added_months
    tests = (
        StageTest("value_up", "phase", rise, found, {"rise": pack.cuts.phase_rise}),
        StageTest("market_added", "phase", added, {}, {"months": line}),
        StageTest("no_exit_trigger", "phase", not has_trigger, {}, {"months": months}),
    )
    return (Phase.GROWTH if any_of([rise, added]) else Phase.CONSOLIDATION), tests

"""The survival code equals lifelines on its own example data to 1e-9."""

import pytest

from programs.cohorts.rules import CompetingSpell, Spell
from programs.reports.rules.competing import aalen_johansen
from programs.reports.rules.survival import chi_square_tail, kaplan_meier, log_rank

np = pytest.importorskip("numpy", reason="the oracle stands in requirements-dev.txt")
lifelines = pytest.importorskip("lifelines", reason="the oracle stands in requirements-dev.txt")
datasets = pytest.importorskip("lifelines.datasets")
statistics = pytest.importorskip("lifelines.statistics")
scipy_stats = pytest.importorskip("scipy.stats")

EXACT = {"rel": 0, "abs": 1e-9}
# name of the loader, duration, event, group
DATA = {
    "waltons": ("load_waltons", "T", "E", "group"),
    "leukemia": ("load_leukemia", "t", "status", "Rx"),
    "leukemia by sex": ("load_leukemia", "t", "status", "sex"),
    "lung": ("load_lung", "time", "status", "sex"),
    "lung by performance": ("load_lung", "time", "status", "ph.ecog"),
    "rossi": ("load_rossi", "week", "arrest", "fin"),
    "rossi by priors": ("load_rossi", "week", "arrest", "prio"),
    "larynx": ("load_larynx", "time", "death", "Stage_II"),
    "gbsg2": ("load_gbsg2", "time", "cens", "tgrade"),
    "kidney": ("load_kidney_transplant", "time", "death", "black_female"),
    "multicenter aids": ("load_multicenter_aids_cohort_study", "T", "D", "W"),
    "lymphoma": ("load_lymphoma", "Time", "Censor", "Stage_group"),
    "psychiatric": ("load_psychiatric_patients", "T", "C", "sex"),
}


@pytest.fixture(params=DATA, scope="module")
def frame(request):
    loader, time, event, group = DATA[request.param]
    data = getattr(datasets, loader)()[[time, event, group]].dropna()
    return data.set_axis(["time", "event", "group"], axis=1).astype({"event": bool})


@pytest.fixture(scope="module")
def groups(frame):
    return {str(name): part for name, part in frame.groupby("group")}


def spells(part):
    return [Spell(t, bool(e)) for t, e in zip(part["time"], part["event"], strict=True)]


def theirs(part):
    return lifelines.KaplanMeierFitter().fit(part["time"], part["event"])


def columns(part):
    fit = theirs(part)
    table = fit.event_table
    return np.column_stack(
        [
            fit.timeline,
            table["at_risk"],
            table["observed"],
            table["censored"],
            fit.survival_function_,
            fit.confidence_interval_,
        ]
    )


def our_columns(part):
    return np.array(
        [
            (p.time, p.at_risk, p.events, p.censored, p.survival, p.lower, p.upper)
            for p in kaplan_meier(spells(part)).points
        ]
    )


def test_curve_of_everyone(frame):
    assert our_columns(frame) == pytest.approx(columns(frame), **EXACT)


def test_curves_by_group(groups):
    ours = np.vstack([our_columns(part) for part in groups.values()])
    assert ours == pytest.approx(np.vstack([columns(part) for part in groups.values()]), **EXACT)


@pytest.mark.filterwarnings("ignore::lifelines.exceptions.ApproximationWarning")
def test_medians_by_group(groups):
    ours = [kaplan_meier(spells(part)).median for part in groups.values()]
    # lifelines multiplies through logarithms and so misses some curves that meet 1/2 exactly
    expected = [theirs(part).percentile(0.5 + 1e-12) for part in groups.values()]
    assert [np.inf if median is None else median for median in ours] == expected


def test_log_rank(frame, groups):
    ours = log_rank({name: spells(part) for name, part in groups.items()})
    expected = statistics.multivariate_logrank_test(frame["time"], frame["group"], frame["event"])
    assert ours.statistic == pytest.approx(expected.test_statistic, rel=1e-9, abs=1e-9)
    assert ours.p_value == pytest.approx(expected.p_value, **EXACT)
    assert ours.degrees == expected.degrees_of_freedom


@pytest.mark.parametrize("degrees", range(1, 41))
def test_chi_square_tail(degrees):
    statistic = np.array([1e-9, 0.01, 0.5, 1, 3.84, 10, 50, 200, 700])
    ours = [chi_square_tail(x, degrees) for x in statistic]
    assert ours == pytest.approx(scipy_stats.chi2.sf(statistic, degrees), rel=1e-10, abs=1e-300)


@pytest.fixture(params=[3, 11, 2030])
def tie_free(request):
    random = np.random.default_rng(request.param)
    times = random.permutation(400)[:150] + 1
    return times, random.choice([0, 0, 1, 1, 2], size=150)


@pytest.mark.parametrize("cause", [1, 2])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_aalen_johansen(tie_free, cause):
    times, causes = tie_free
    fit = lifelines.AalenJohansenFitter().fit(times, causes, event_of_interest=cause)
    curves = aalen_johansen(
        CompetingSpell(float(t), str(c) if c else None) for t, c in zip(times, causes, strict=True)
    )
    points = curves.causes[str(cause)]
    expected = np.column_stack([fit.cumulative_density_, fit.variance_, fit.confidence_interval_])
    ours = np.array([(p.incidence, p.variance, p.lower, p.upper) for p in points])
    known = np.isfinite(expected).all(axis=1)
    assert known.sum() > 100
    assert ours[known] == pytest.approx(expected[known], **EXACT)
    assert ours[:, 0] == pytest.approx(expected[:, 0], **EXACT)

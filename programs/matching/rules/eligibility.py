"""Who may get an intervention: each test passes, fails or waits for a person, and says why."""

from collections.abc import Iterable

from assessments.scoring.facts import CaseFacts
from assessments.scoring.results import Stage
from programs.matching.rules.offers import InterventionFacts
from programs.matching.rules.results import EligibilityTest, Refusal, Remedy

#: A firm counts as one without recent exports after this many months (pack: dormant).
RECENT_MONTHS = 12

#: Test code → code of the refusal when the test fails.
REFUSALS = {
    "stage": "stage_not_served",
    "product_form": "product_form_not_served",
    "export_years": "too_few_export_years",
    "no_recent_exports": "exports_recently",
}


def eligibility_tests(
    intervention: InterventionFacts, stage: Stage, facts: CaseFacts, *, has_lapsed: bool
) -> tuple[EligibilityTest, ...]:
    """All tests the intervention asks for, in a fixed order; the stage always comes first."""
    tests = [_stage_test(intervention, stage)]
    if intervention.product_forms:
        tests.append(_product_form_test(intervention, facts))
    if intervention.min_export_years:
        tests.append(_export_years_test(intervention.min_export_years, facts))
    if intervention.is_for_beginners:
        tests.append(_no_recent_exports_test(facts, has_lapsed=has_lapsed))
    return tuple(tests)


def refusals(
    tests: Iterable[EligibilityTest], intervention: InterventionFacts, facts: CaseFacts
) -> tuple[Refusal, ...]:
    """The failed tests as refusals, each with what would make the firm eligible."""
    return tuple(
        Refusal(
            REFUSALS[test.code],
            {**test.found, **test.needed},
            _remedy(test, intervention, facts),
        )
        for test in tests
        if test.passed is False
    )


def _remedy(
    test: EligibilityTest, intervention: InterventionFacts, facts: CaseFacts
) -> Remedy | None:
    """What would turn a failed test into a pass.

    None where the honest answer is "nothing": no firm should stop exporting to be eligible.
    """
    match test.code:
        case "stage":
            return Remedy("stage_reached", test.needed)
        case "product_form":
            return Remedy("product_form_offered", test.needed)
        case "export_years":
            return _years_remedy(intervention.min_export_years, facts)
    return None


def _stage_test(intervention: InterventionFacts, stage: Stage) -> EligibilityTest:
    return EligibilityTest(
        "stage",
        stage in intervention.stages,
        found={"stage": stage},
        needed={"stages": intervention.stages},
    )


def _product_form_test(intervention: InterventionFacts, facts: CaseFacts) -> EligibilityTest:
    form = facts.firm.product_form
    return EligibilityTest(
        "product_form",
        None if form is None else form in intervention.product_forms,
        found={"product_form": form},
        needed={"product_forms": intervention.product_forms},
    )


def _export_years_test(needed: int, facts: CaseFacts) -> EligibilityTest:
    """Calendar years with exports on record; a year the record skips may still have had some."""
    with_exports, open_years = _export_years(facts)
    passed: bool | None = with_exports >= needed
    if not passed and (with_exports + open_years >= needed or not _knows_exports(facts)):
        passed = None
    return EligibilityTest(
        "export_years", passed, found={"years": with_exports}, needed={"min_years": needed}
    )


def _export_years(facts: CaseFacts) -> tuple[int, int]:
    """Years with exports, and past years since the first export on which the record is silent."""
    exported = {row.year for row in facts.years if row.export is not None and row.export > 0}
    known = {row.year for row in facts.years if row.export is not None}
    first = facts.first_export_year or min(exported, default=facts.as_of.year)
    if facts.first_export_year is not None:
        exported.add(facts.first_export_year)
        known.add(facts.first_export_year)
    silent = set(range(first, facts.as_of.year)) - known
    return len(exported), len(silent)


def _knows_exports(facts: CaseFacts) -> bool:
    return facts.first_export_year is not None or any(row.export is not None for row in facts.years)


def _years_remedy(needed: int, facts: CaseFacts) -> Remedy:
    """Earliest year in which the missing export years can be complete, if the firm exports on."""
    this_year_counted = facts.first_export_year == facts.as_of.year or any(
        row.year == facts.as_of.year and bool(row.export) for row in facts.years
    )
    missing = needed - _export_years(facts)[0]
    earliest = facts.as_of.year + missing - (0 if this_year_counted else 1)
    return Remedy("years_exported", {"min_years": needed, "missing": missing, "earliest": earliest})


def _no_recent_exports_test(facts: CaseFacts, *, has_lapsed: bool) -> EligibilityTest:
    """No exports in the last 12 months, or a prior lapse: the pack's rule for basics training."""
    recent = _exports_recently(facts)
    passed = True if has_lapsed else (None if recent is None else not recent)
    return EligibilityTest(
        "no_recent_exports",
        passed,
        found={"months": facts.months_since_last_export, "has_lapsed": has_lapsed},
        needed={"min_months": RECENT_MONTHS},
    )


def _exports_recently(facts: CaseFacts) -> bool | None:
    """Exports in the last 12 months; by months if known, else by the years on record."""
    if facts.months_since_last_export is not None:
        return facts.months_since_last_export < RECENT_MONTHS
    this_year = facts.as_of.year
    exports = {row.year: row.export for row in facts.years if row.export is not None}
    if exports.get(this_year, 0) > 0 or facts.first_export_year == this_year:
        return True
    if this_year - 1 in exports and exports[this_year - 1] == 0:
        return False
    return None

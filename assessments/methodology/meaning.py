"""What a pack's parts say of each other: codes that exist, languages, bands, cycles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from assessments.methodology.loading import join
from assessments.methodology.problems import Problem
from assessments.methodology.structure import FALLBACK_LANGUAGE

#: Codes that rules are written for: a pack words them and sets their numbers, it cannot drop them.
RULED_CODES: Mapping[str, tuple[str, ...]] = {
    "stages": ("preparation", "active_engagement", "growth_expansion"),
    "lifecycle_phases": ("preparatory", "launch", "growth", "consolidation"),
    "pathways.primary": (
        "pre_export",
        "born_global",
        "early_internationaliser",
        "born_again_global",
        "incremental",
    ),
    "pathways.overlays": ("latecomer_lll", "opportunistic", "re_entrant", "network_led"),
    "movement_rules.trajectory_labels": (
        "none",
        "increasing",
        "stable",
        "decreasing",
        "re_increasing",
    ),
    "scoring.bands": ("low", "moderate", "high", "blocking"),
}

#: Lists whose rows carry a code that must be unique within the list.
CODED_LISTS = (
    *RULED_CODES,
    "implementation_steps",
    "movement_rules.exit_reasons",
    "motives.objective",
    "motives.subjective",
    "mediators",
    "constraint_groups",
    "constraints",
    "outcomes",
    "interventions",
    "bundling_rules",
    "entry_modes",
    "plan_sections",
    "indicators",
    "result_confirmation.without_help_bands",
    "result_confirmation.contribution_ratings",
    "result_confirmation.evidence_types",
)

Document = Mapping[str, Any]


def find_meaning_problems(document: Document) -> Iterator[Problem]:
    """Everything the shape cannot say; the document has the right shape."""
    yield from _languages(document)
    yield from _codes(document)
    yield from _references(document)
    yield from _numbers(document)
    yield from _cycles(document)


def _languages(document: Document) -> Iterator[Problem]:
    languages = document["meta"]["languages"]
    if FALLBACK_LANGUAGE not in languages:
        yield Problem("meta.languages", "missing_fallback", {"needed": FALLBACK_LANGUAGE})
    yield from _translations(document, "", set(languages))


def _translations(value: object, path: str, languages: set[str]) -> Iterator[Problem]:
    """Whatever has an English text has every declared language and no other."""
    if isinstance(value, Mapping):
        if FALLBACK_LANGUAGE in value:
            for language in sorted(languages):
                if not value.get(language, "").strip():
                    place = join(path, language)
                    yield Problem(place, "missing_translation", {"language": language})
            for key in value:
                if len(key.split("-")[0]) == 2 and key not in languages and key != "id":
                    yield Problem(join(path, key), "undeclared_language", {"language": key})
        for key, part in value.items():
            yield from _translations(part, join(path, key), languages)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _translations(part, join(path, index), languages)


def _rows(document: Document, path: str) -> list[Document]:
    found: Any = document
    for key in path.split("."):
        found = found[key]
    return list(found)


def _codes(document: Document) -> Iterator[Problem]:
    for path in CODED_LISTS:
        codes = [row["code"] for row in _rows(document, path)]
        yield from _doubled(codes, path, "code")
        for needed in RULED_CODES.get(path, ()):
            if needed not in codes:
                yield Problem(path, "missing_code", {"kind": "code", "needed": needed})
        for index, code in enumerate(codes):
            if code not in RULED_CODES.get(path, codes):
                params = {"found": code, "kind": "code"}
                yield Problem(f"{path}[{index}].code", "unknown_code", params)
    orders = [str(stage["order"]) for stage in document["stages"]]
    yield from _doubled(orders, "stages", "order")
    yield from _doubled_questions(document)


def _doubled(codes: list[str], path: str, key: str) -> Iterator[Problem]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Problem(f"{path}[{index}].{key}", "doubled_code", {"found": code})


def _doubled_questions(document: Document) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for c, constraint in enumerate(document["constraints"]):
        for q, question in enumerate(constraint["questions"]):
            seen[question["id"]] += 1
            if seen[question["id"]] > 1:
                path = f"constraints[{c}].questions[{q}].id"
                yield Problem(path, "doubled_code", {"found": question["id"]})


def _references(document: Document) -> Iterator[Problem]:
    """Every code that one part uses is defined by another."""
    known = {
        "stage": {row["code"] for row in document["stages"]},
        "group": {row["code"] for row in document["constraint_groups"]},
        "constraint": {row["code"] for row in document["constraints"]},
        "intervention": {row["code"] for row in document["interventions"]},
        "outcome": {row["code"] for row in document["outcomes"]},
        "reference": set(document["references"]),
        "entry mode": {row["code"] for row in document["entry_modes"]},
        "answer scale": set(document["answer_scales"]) - {"not_known"},
    }
    for path, kind, code in _uses(document):
        if code not in known[kind]:
            yield Problem(path, "unknown_code", {"found": code, "kind": kind})


def _uses(document: Document) -> Iterator[tuple[str, str, str]]:
    """Where which kind of code is used: (path, kind, code)."""
    yield "cuts.growth.above_mode", "entry mode", document["cuts"]["growth"]["above_mode"]
    for index, phase in enumerate(document["lifecycle_phases"]):
        if "stage" in phase:
            yield f"lifecycle_phases[{index}].stage", "stage", phase["stage"]
    for index, constraint in enumerate(document["constraints"]):
        path = f"constraints[{index}]"
        yield f"{path}.group", "group", constraint["group"]
        yield from _listed(constraint, path, {"stages": "stage"})
        for place, question in enumerate(constraint["questions"]):
            yield f"{path}.questions[{place}].scale", "answer scale", question["scale"]
    kinds = {
        "stages": "stage",
        "requires": "intervention",
        "outcomes": "outcome",
        "evidence": "reference",
    }
    for index, intervention in enumerate(document["interventions"]):
        path = f"interventions[{index}]"
        for code in intervention["addresses"]:
            yield f"{path}.addresses.{code}", "constraint", code
        yield from _listed(intervention, path, kinds)
    kinds = {
        "interventions": "intervention",
        "constraints": "constraint",
        "evidence": "reference",
    }
    for index, rule in enumerate(document["bundling_rules"]):
        yield from _listed(rule, f"bundling_rules[{index}]", kinds)


def _listed(row: Document, path: str, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for key, kind in kinds.items():
        for index, code in enumerate(row.get(key, ())):
            yield f"{path}.{key}[{index}]", kind, code


def _numbers(document: Document) -> Iterator[Problem]:
    yield from _date(document["meta"]["valid_from"])
    yield from _bands(document["scoring"]["bands"])
    for code, scale in document["answer_scales"].items():
        values = sorted(option["value"] for option in scale.get("options", ()))
        if values != list(range(len(values))):
            yield Problem(f"answer_scales.{code}.options", "scale_not_from_zero")
    movement, weight = document["movement_rules"], document["scoring"]["stage_weight"]
    for kind in ("", "capital_goods_"):
        lapsed = f"{kind}lapsed_after_months"
        yield from _at_least(movement, lapsed, f"{kind}dormant_after_months", "movement_rules")
    yield from _at_least(weight, "own_stage", "adjacent_stage", "scoring.stage_weight")
    yield from _at_least(weight, "adjacent_stage", "other_stage", "scoring.stage_weight")
    for stage_weight, value in weight.items():
        if value == 0:
            path = f"scoring.stage_weight.{stage_weight}"
            yield Problem(path, "too_small", {"found": 0, "needed": "0.01"})


def _date(valid_from: str) -> Iterator[Problem]:
    try:
        date.fromisoformat(valid_from)
    except ValueError:
        yield Problem("meta.valid_from", "bad_format", {"found": valid_from})


def _bands(bands: Iterable[Document]) -> Iterator[Problem]:
    starts = [band["from"] for band in bands]
    if starts[0] != 0:
        yield Problem("scoring.bands[0].from", "bands_not_from_zero", {"found": starts[0]})
    for index, (before, start) in enumerate(pairwise(starts), start=1):
        if start <= before:
            params = {"found": start, "needed": before}
            yield Problem(f"scoring.bands[{index}].from", "bands_not_ascending", params)


def _at_least(row: Document, key: str, least: str, path: str) -> Iterator[Problem]:
    if row[key] < row[least]:
        params = {"found": row[key], "needed": row[least]}
        yield Problem(f"{path}.{key}", "not_in_order", params)


def _cycles(document: Document) -> Iterator[Problem]:
    codes = [row["code"] for row in document["interventions"]]
    needs = {row["code"]: row.get("requires", ()) for row in document["interventions"]}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1]
        path = f"interventions[{codes.index(min(circle))}].requires"
        yield Problem(path, "cycle", {"found": " → ".join(circle)})

"""Making the catalogue follow a pack of the methodology."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.methodology.models import ConstraintType, PackVersion
from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import InterventionSpec, Pack, Reference
from config.shared import clock
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue import events
from programs.catalogue.models import Intervention, InterventionTarget


@dataclass(frozen=True)
class Loaded:
    """Codes that were added, changed or retired; all empty when nothing was to do."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.retired)


@transaction.atomic
def load_interventions(*, pack_version: PackVersion, by: User | None = None) -> Loaded:
    """Make the catalogue follow a pack: upsert its interventions and targets, retire the others.

    What the agency added itself stays as it is; loading the same pack twice changes nothing.
    Raises KeyError when a constraint type of the pack was not loaded before.
    """
    pack = pack_of(pack_version)
    known = {row.code: row for row in Intervention.objects.select_for_update()}
    targets: dict[int, dict[str, int]] = {}
    for target in InterventionTarget.objects.select_related("constraint"):
        targets.setdefault(target.intervention_id, {})[target.constraint.code] = target.strength
    added: list[str] = []
    changed: list[str] = []
    follows: list[Intervention] = []
    rescheduled = False
    for spec in pack.interventions:
        wanted = _fields(spec, pack)
        row = known.get(spec.code)
        before = {} if row is None else {name: getattr(row, name) for name in wanted}
        had = {} if row is None else targets.get(row.pk, {})
        if before == wanted and had == dict(spec.addresses):
            continue
        rescheduled |= before.get("follow_up_days") not in (None, wanted["follow_up_days"])
        follows.append(Intervention(code=spec.code, **wanted))
        (changed if row else added).append(spec.code)
    _save(follows, {spec.code: spec.addresses for spec in pack.interventions})
    retired = _retire(known.values(), kept={spec.code for spec in pack.interventions})
    loaded = Loaded(tuple(added), tuple(changed), retired)
    if not loaded.is_empty:
        audit.record(
            events.CATALOGUE_LOADED,
            by=by,
            target=pack_version,
            pack=str(pack_version),
            added=len(added),
            changed=len(changed),
            retired=len(retired),
        )
    if rescheduled:
        enqueue_on_commit("programs.reconcile_followups", everything=True)
    return loaded


def _fields(spec: InterventionSpec, pack: Pack) -> dict[str, Any]:
    """The columns of an intervention, with the words of its evidence beside it."""
    tests: dict[str, Any] = {}
    if spec.eligible_if.product_forms:
        tests["product_form"] = list(spec.eligible_if.product_forms)
    if spec.eligible_if.min_export_years:
        tests["min_export_years"] = spec.eligible_if.min_export_years
    outcomes = {outcome.code: dict(outcome.name) for outcome in pack.outcomes}
    return {
        "names": dict(spec.name),
        "stages": list(spec.stages),
        "eligible_if": tests,
        "eligibility_texts": dict(spec.eligibility),
        "caution_texts": dict(spec.caution),
        "capacity": spec.capacity,
        "typical_days": spec.typical_duration_days,
        "follow_up_days": list(spec.follow_up_days),
        "details": {
            "evidence": [_evidence(pack.references[code]) for code in spec.evidence],
            "outcomes": [{"code": code, "names": outcomes.get(code, {})} for code in spec.outcomes],
            "requires": list(spec.requires),
        },
        "is_local": False,
        "retired_on": None,
    }


def _evidence(reference: Reference) -> dict[str, Any]:
    return {
        "code": reference.code,
        "cite": reference.cite,
        "effect": dict(reference.effect),
        "direction": reference.direction,
        "checked": reference.checked,
    }


def _save(rows: Sequence[Intervention], addresses: Mapping[str, Mapping[str, int]]) -> None:
    """Write these interventions, new or known by their code, and what each of them addresses."""
    columns = [field.name for field in Intervention._meta.concrete_fields]
    Intervention.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in columns if name not in ("id", "code")],
    )
    types = {row.code: row for row in ConstraintType.objects.all()}
    InterventionTarget.objects.filter(intervention__in=rows).delete()
    InterventionTarget.objects.bulk_create(
        InterventionTarget(intervention=row, constraint=types[code], strength=strength)
        for row in rows
        for code, strength in addresses[row.code].items()
    )


def _retire(rows: Iterable[Intervention], *, kept: set[str]) -> tuple[str, ...]:
    gone = [row for row in rows if row.code not in kept and not row.is_local and not row.retired_on]
    Intervention.objects.filter(pk__in=[row.pk for row in gone]).update(retired_on=clock.today())
    return tuple(sorted(row.code for row in gone))

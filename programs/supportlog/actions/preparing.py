"""What must stand before the first row is written: the office and the interventions."""

from firms.accounts.models import Office
from firms.imports.actions import note_made
from firms.imports.models import ImportRun
from programs.catalogue.models import Intervention
from programs.supportlog import refusals
from programs.supportlog.actions.targets import INTERVENTION, OFFICE
from programs.supportlog.rules import Plan


def office_for(run: ImportRun, plan: Plan, code: str | None) -> Office:
    """The office that takes the firms over, locked, so that imports into it wait in line."""
    offices = Office.objects.select_for_update().order_by("pk")
    planned = plan.firm.office
    if code is None and planned is None:
        only = list(offices[:2])
        if len(only) == 1:
            return only[0]
        codes = ", ".join(offices.values_list("code", flat=True)) or "–"
        raise refusals.OfficeNotNamed(offices=codes)
    found = offices.filter(code=code or planned.code).first()  # type: ignore[union-attr]
    if found is not None:
        return found
    if code is not None or planned is None:
        raise refusals.NoOffice(code=code)
    office = Office.objects.create(
        code=planned.code, name=planned.name, country=planned.country, time_zone=planned.time_zone
    )
    note_made(run=run, source=plan.source, target_type=OFFICE, made=[(office.code, office.pk)])
    return office


def interventions_for(run: ImportRun, plan: Plan) -> dict[str, Intervention]:
    """Interventions of the mapping by code; those the agency adds are made when missing."""
    codes = {choice.use for choice in plan.interventions}
    found = {row.code: row for row in Intervention.objects.filter(code__in=codes)}
    for spec in plan.new_interventions:
        if spec["code"] in codes and spec["code"] not in found:
            row = Intervention.objects.create(
                code=spec["code"],
                names=spec["names"],
                stages=spec.get("stages", []),
                capacity=spec["capacity"],
                typical_days=spec["typical_days"],
                follow_up_days=spec.get("follow_up_days", []),
                is_local=True,
            )
            found[row.code] = row
            note_made(
                run=run, source=plan.source, target_type=INTERVENTION, made=[(row.code, row.pk)]
            )
    if missing := sorted(codes - found.keys()):
        raise refusals.InterventionUnknown(codes=", ".join(missing))
    return found

"""Taking back what an import of a support log made, and nothing else."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from config.shared import clock
from firms.accounts.models import Office
from firms.audit import actions as audit
from firms.imports.models import ImportedRow, ImportRun
from firms.imports.selectors import made
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.engagements.querysets import EngagementQuerySet
from programs.supportlog import events
from programs.supportlog.actions.closing import chunks, refold
from programs.supportlog.actions.targets import (
    ENGAGEMENT,
    FIRM,
    INTERVENTION,
    OFFICE,
    PERIOD,
    SPELLING,
)


@transaction.atomic
def undo_support_log(run: ImportRun, kept: frozenset[int]) -> None:
    """Delete the run's periods, engagements, firms, and its own office and interventions.

    Firms in `kept` stay with all that is theirs, and stay known to a later import. Engagements
    of other runs that lose periods are folded again.
    """
    periods = EngagementPeriod.objects.filter(pk__in=made(run, PERIOD)).exclude(
        engagement__firm__in=kept
    )
    helped = Engagement.objects.filter(pk__in=made(run, ENGAGEMENT)).exclude(firm__in=kept)
    shrunk = list(
        periods.exclude(engagement__in=helped)
        .order_by("engagement")
        .values_list("engagement", flat=True)
        .distinct()
    )
    _tell_firms_that_stay(run, helped)
    _delete(run, PERIOD, periods)
    _delete(run, ENGAGEMENT, helped)
    refold(shrunk, today=clock.today())
    firms = Firm.objects.filter(pk__in=made(run, FIRM)).exclude(pk__in=kept)
    _delete(run, FIRM, firms)
    ImportedRow.objects.filter(run=run, target_type=SPELLING).exclude(target_id__in=kept).delete()
    _delete(
        run,
        INTERVENTION,
        Intervention.objects.filter(
            pk__in=made(run, INTERVENTION), engagements=None, targets=None, programs=None
        ),
    )
    _delete(
        run,
        OFFICE,
        Office.objects.filter(pk__in=made(run, OFFICE), firms=None, people=None, programs=None),
    )


def _tell_firms_that_stay(run: ImportRun, helped: EngagementQuerySet) -> None:
    """The timeline of a firm that was here before says that imported support was removed."""
    staying = helped.exclude(firm__in=made(run, FIRM)).select_related("intervention", "firm")
    for rows in chunks(staying.order_by("pk").iterator(chunk_size=500)):
        audit.record_many(
            audit.draft(
                events.SUPPORT_WITHDRAWN,
                by=None,
                firm=row.firm,
                target=row,
                data={"intervention": row.intervention.names, "deal": row.external_key},
            )
            for row in rows
        )


def _delete(run: ImportRun, target_type: str, rows: QuerySet[Any]) -> None:
    """Delete rows of the run and the memory of having made them."""
    for keys in chunks(list(rows.values_list("pk", flat=True))):
        rows.model._default_manager.filter(pk__in=keys).delete()
        ImportedRow.objects.filter(run=run, target_type=target_type, target_id__in=keys).delete()

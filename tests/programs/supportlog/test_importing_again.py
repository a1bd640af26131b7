"""A support log brought in again, tried dry, or broken off: nothing twice, nothing half."""

from datetime import date
from decimal import Decimal

import pytest

from firms.audit.models import AuditEvent
from firms.imports.models import ImportedRow, ImportReject, ImportRun, RunState
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.followups.models import FollowUp
from programs.supportlog import refusals
from programs.supportlog.actions import closing
from tests.factories.firms import OfficeFactory
from tests.programs.supportlog.conftest import cells, table_counts

pytestmark = pytest.mark.django_db


def test_second_run_adds_nothing(bring):
    rows = [cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Unknown")]
    first = bring(rows)
    before = table_counts()
    second = bring(rows)
    assert second.rows | {"new": 0, "unchanged": 1} == second.rows
    assert second.run is None
    assert second.imported_before == first.run
    assert table_counts() == before


def test_later_file_adds_only_what_is_new(bring):
    rows = [cells("R1", "D1", "Lanvik")]
    bring(rows)
    report = bring(
        [*rows, cells("R2", "D1", "Lanvik", Ends="01.01.2100"), cells("R3", "D3", "Mill")]
    )
    assert (report.made["firms"], report.made["engagements"], report.made["periods"]) == (1, 1, 2)
    assert Engagement.objects.get(external_key="D1").state == "active"


def test_changed_row_is_refused_and_never_overwritten(bring):
    bring([cells("R1", "D1", "Lanvik")])
    report = bring([cells("R1", "D1", "Lanvik", Granted="7,00")])
    assert report.reasons == {"already_imported_differs": 1}
    assert EngagementPeriod.objects.get().authorized == Decimal("1000.50")
    assert ImportReject.objects.get(run=report.run).reason == "already_imported_differs"


def test_timeline_of_the_firm(bring):
    bring([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Lanvik", Decision="no")])
    events = AuditEvent.objects.filter(firm__legal_name="Lanvik").order_by("pk")
    assert [event.kind for event in events] == [
        "import.firm",
        "import.support",
        "import.support_declined",
    ]
    assert events[0].sentence == "The firm was taken over from the file log.csv."
    assert events[1].occurred_on == date(2020, 2, 1)
    assert "deal D1 in “Harbour agency”" in events[1].sentence
    assert AuditEvent.objects.filter(kind="import.done").count() == 1


def test_history_makes_no_follow_ups(bring):
    bring([cells("R1", "D1", "Lanvik")])
    assert FollowUp.objects.count() == 0


def test_agency_intervention_is_made_once_and_local(bring):
    bring([cells("R1", "D1", "Lanvik", Kind="loan")])
    bring([cells("R2", "D2", "Lanvik", Kind="loan")])
    assert Intervention.objects.get(code="buyer_finance").is_local is True


def test_dry_run_writes_nothing_at_all(bring):
    before = table_counts()
    rows = [
        cells("R1", "D1", "Lanvik"),
        cells("R2", "D2", "Unknown"),
        cells("R3", "D3", "Lanvik LLC"),
    ]
    report = bring(rows, dry_run=True)
    assert table_counts() == before
    assert report.run is None
    assert report.made["firms"] == 1
    assert report.rows["rejected"] == 1


def test_dry_run_says_what_the_run_then_does(bring):
    rows = [cells("R1", "D1", "Flare Inc"), cells("R2", "D2", "Flare LLC"), cells("R3", "", "Mill")]
    dry, real = bring(rows, dry_run=True), bring(rows)
    assert (dry.rows, dry.made, dry.controls, dry.rejects) == (
        real.rows,
        real.made,
        real.controls,
        real.rejects,
    )


def test_named_office_takes_the_firms(bring):
    office = OfficeFactory(code="south")
    bring([cells("R1", "D1", "Lanvik")], office_code="south")
    assert Firm.objects.get().office == office


def test_unknown_office_is_refused(bring):
    before = table_counts()
    with pytest.raises(refusals.NoOffice, match="no office with the code south"):
        bring([cells("R1", "D1", "Lanvik")], office_code="south")
    assert table_counts() == before


def test_missing_intervention_is_named(bring):
    Intervention.objects.all().delete()
    with pytest.raises(refusals.InterventionUnknown, match="export_credit_insurance"):
        bring([cells("R1", "D1", "Lanvik")])
    assert not ImportRun.objects.exists()


def test_totals_that_differ_take_everything_back(bring, monkeypatch):
    before = table_counts()
    tell = closing.tell

    def lose_a_cent(run, plan):
        EngagementPeriod.objects.update(authorized=Decimal("1000.49"))
        return tell(run, plan)

    monkeypatch.setattr("programs.supportlog.actions.importing.tell", lose_a_cent)
    with pytest.raises(refusals.TotalsDiffer, match=r"authorized should be 1000.50 and is 1000.49"):
        bring([cells("R1", "D1", "Lanvik")])
    run = ImportRun.objects.get()
    assert run.state == RunState.FAILED
    assert "1000.49" in run.report["failure"]
    assert table_counts() == before | {"firms.importrun": 1}


@pytest.mark.parametrize(
    "place",
    ["refold", "set_intake", "queue_look_alikes", "tell", "verify", "finish_run", "save_rejects"],
)
def test_broken_off_anywhere_nothing_is_half_written(bring, monkeypatch, place):
    before = table_counts()

    def break_off(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"programs.supportlog.actions.importing.{place}", break_off)
    with pytest.raises(KeyboardInterrupt):
        bring([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Unknown")])
    assert table_counts() == before


def test_every_row_made_is_remembered(bring):
    bring([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "LANVIK, LTD")])
    kept = dict.fromkeys(ImportedRow.objects.values_list("target_type", flat=True))
    assert set(kept) == {
        "firms.firm",
        "firms.firm.name",
        "firms.office",
        "programs.engagement",
        "programs.engagementperiod",
        "programs.intervention",
    }


def test_folded_names_are_reported(bring):
    report = bring([cells("R1", "D1", "Lanvik, Inc."), cells("R2", "D2", "LANVIK INC")])
    assert [firm["names"] for firm in report.folded] == [["LANVIK INC", "Lanvik, Inc."]]

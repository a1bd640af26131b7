"""Taking an import back: exactly what it made, and never what others added."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared import clock
from firms.audit.models import AuditEvent
from firms.imports.actions import FirmsInUse, NotToUndo, decide_pair, undo_run
from firms.imports.models import DuplicatePair, ImportRun, PairState, RunState
from firms.imports.selectors import used_firms
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.followups.actions import reconcile_engagement
from programs.followups.models import FollowUp
from tests.factories.firms import ContactFactory, FirmFactory
from tests.factories.programs import EngagementFactory
from tests.programs.supportlog.conftest import cells, table_counts, without_memory

pytestmark = pytest.mark.django_db

NAMES = ["Lanvik Inc", "LANVIK, INC.", "Lanvik LLC", "Mill", "The Mill", "Unknown", ""]
ROWS = st.lists(
    st.builds(
        cells,
        st.sampled_from([f"R{n}" for n in range(8)]),
        st.sampled_from([f"D{n}" for n in range(4)]),
        st.sampled_from(NAMES),
        Kind=st.sampled_from(["cover", "loan", "gift"]),
        Decision=st.sampled_from(["yes", "no"]),
        Granted=st.sampled_from(["1,00", "2,50", "?"]),
    ),
    max_size=12,
).map(lambda rows: [cells("R9", "D9", "Sure Works"), *rows])


def run_of(report) -> ImportRun:
    return ImportRun.objects.get(pk=report.run)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
def test_laws_of_import(bring, rows):
    """Read is accepted plus rejected; a second run adds nothing; undoing restores every table."""
    before = without_memory(table_counts())
    report = bring(rows)
    assert report.rows["read"] == report.rows["accepted"] + report.rows["rejected"] == len(rows)
    assert EngagementPeriod.objects.count() == report.rows["new"]
    imported = table_counts()
    assert bring(rows).rows["new"] == 0
    after_second = table_counts()
    assert without_memory(after_second) == without_memory(imported)
    undo_run(run=run_of(report), by=None)
    assert without_memory(table_counts()) == before


def test_undo_leaves_what_was_there(bring):
    known = FirmFactory(legal_name="Lanvik", country="KZ")
    kept = EngagementFactory(firm=known)
    report = bring([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Mill", Kind="loan")])
    run = undo_run(run=run_of(report), by=None)
    assert run.state == RunState.UNDONE
    assert list(Firm.objects.all()) == [known]
    assert list(Engagement.objects.all()) == [kept]
    assert not Intervention.objects.filter(code="buyer_finance").exists()
    assert AuditEvent.objects.filter(firm=known, kind="import.support_withdrawn").count() == 1


def test_undone_file_can_be_imported_again(bring):
    rows = [cells("R1", "D1", "Lanvik")]
    undo_run(run=run_of(bring(rows)), by=None)
    again = bring(rows)
    assert again.made["firms"] == 1
    assert again.imported_before is None


def test_undo_twice_is_refused(bring):
    run = undo_run(run=run_of(bring([cells("R1", "D1", "Lanvik")])), by=None)
    with pytest.raises(NotToUndo):
        undo_run(run=run, by=None)


def test_firms_with_other_records_stop_the_undo(bring):
    report = bring([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Mill")])
    ContactFactory(firm=Firm.objects.get(legal_name="Mill"))
    before = table_counts()
    with pytest.raises(FirmsInUse, match=r"1 firms .* Mill \(contact × 1\)"):
        undo_run(run=run_of(report), by=None)
    assert table_counts() == before


def test_keeping_used_firms_undoes_the_rest(bring):
    rows = [cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Mill")]
    report = bring(rows)
    ContactFactory(firm=Firm.objects.get(legal_name="Mill"))
    run = undo_run(run=run_of(report), by=None, keep_used=True)
    assert [firm["name"] for firm in run.report["kept"]] == ["Mill"]
    assert [firm.legal_name for firm in Firm.objects.all()] == ["Mill"]
    assert Engagement.objects.get().external_key == "D2"
    again = bring(rows)
    assert (again.made["firms"], again.rows["unchanged"]) == (1, 1)


def test_help_assigned_since_counts_as_use(bring):
    report = bring([cells("R1", "D1", "Lanvik")])
    EngagementFactory(firm=Firm.objects.get())
    assert [firm.gained for firm in used_firms(run_of(report)).values()] == [{"engagement": 1}]


def test_what_people_did_on_the_timeline_counts_as_use(bring, adviser):
    report = bring([cells("R1", "D1", "Lanvik")])
    firm = Firm.objects.get(legal_name="Lanvik")
    AuditEvent.objects.create(
        kind="firm.changed",
        firm=firm,
        actor=adviser,
        occurred_on="2026-01-01",
        recorded_at=timezone.now(),
    )
    assert list(used_firms(run_of(report))) == [firm.pk]


def test_decided_look_alikes_do_not_stop_the_undo(bring, administrator):
    report = bring([cells("R1", "D1", "Flare Inc"), cells("R2", "D2", "Flare LLC")])
    pair = DuplicatePair.objects.get()
    decide_pair(pair=pair, state=PairState.DISTINCT, by=administrator)
    undo_run(run=run_of(report), by=administrator)
    assert not DuplicatePair.objects.exists()


def test_later_import_is_undone_first(bring):
    first = bring([cells("R1", "D1", "Lanvik")])
    second = bring([cells("R2", "D1", "Lanvik", Ends="01.01.2100")])
    with pytest.raises(FirmsInUse):
        undo_run(run=run_of(first), by=None)
    undo_run(run=run_of(second), by=None)
    deal = Engagement.objects.get()
    assert (deal.state, deal.periods.count()) == ("completed", 1)
    undo_run(run=run_of(first), by=None)
    assert not Firm.objects.exists()


@pytest.fixture
def reconciled(bring):
    """An import of support that ended long ago, after the reconciler has seen it."""
    report = bring([cells("R1", "D1", "Lanvik")])
    Intervention.objects.update(follow_up_days=[30, 90])
    reconcile_engagement(engagement=Engagement.objects.get(), today=clock.today())
    return report


def test_follow_ups_nobody_touched_go_with_the_import(reconciled):
    assert FollowUp.objects.filter(why="skipped_stale").count() == 2
    undo_run(run=run_of(reconciled), by=None)
    assert not FollowUp.objects.exists()


def test_follow_up_that_was_answered_counts_as_use(reconciled, adviser):
    FollowUp.objects.filter(step="after-30").update(closed_by=adviser)
    assert [firm.gained for firm in used_firms(run_of(reconciled)).values()] == [{"follow up": 1}]

"""What an import makes, folds, refuses and remembers."""

from datetime import date
from decimal import Decimal

import pytest

from firms.audit.models import AuditEvent
from firms.imports.models import DuplicatePair, ImportedRow, ImportReject, ImportRun, RunState
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.followups.models import FollowUp
from programs.supportlog import refusals
from programs.supportlog.actions import closing
from tests.factories.firms import FirmFactory, OfficeFactory
from tests.programs.supportlog.conftest import cells, table_counts

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return sorted(Firm.objects.values_list("legal_name", flat=True))


def test_one_engagement_for_a_deal_with_its_periods(bring):
    bring(
        [
            cells("R1", "D1", "Lanvik Mills"),
            cells("R2", "D1", "Lanvik Mills", Starts="15.02.2021", Ends="14.02.2022"),
            cells("R3", "D2", "Lanvik Mills", Kind="loan", Decision="no"),
        ]
    )
    deal = Engagement.objects.get(external_key="D1")
    assert (deal.state, deal.starts_on, deal.completed_on) == (
        "completed",
        date(2020, 2, 15),
        date(2022, 2, 14),
    )
    assert deal.intervention.code == "export_credit_insurance"
    assert [period.is_renewal for period in deal.periods.all()] == [False, True]
    assert Engagement.objects.get(external_key="D2").state == "declined"
    assert Engagement.objects.count() == 2


def test_period_keeps_the_facts_of_its_row(bring):
    bring([cells("R1", "D1", "Lanvik", Starts="01.01.2019", Used="9 999,99", Granted="0,00")])
    period = EngagementPeriod.objects.get()
    assert (period.decision, period.currency, period.destination) == ("accepted", "EUR", "DE")
    assert (period.authorized, period.used) == (Decimal("0.00"), Decimal("9999.99"))
    assert period.details["back_dated"] is True
    assert period.details["over_used"] is True
    assert period.details["row"] == 2
    assert period.details["kind"] == "cover"


def test_ordinary_period_carries_no_marks(bring):
    bring([cells("R1", "D1", "Lanvik")])
    assert {"back_dated", "over_used"}.isdisjoint(EngagementPeriod.objects.get().details)


def test_rows_of_a_deal_may_stand_far_apart(bring, monkeypatch):
    monkeypatch.setattr("programs.supportlog.actions.importing.BATCH", 1)
    bring(
        [
            cells("R1", "D1", "Lanvik", Decided="05.05.2020", Women="0,00"),
            cells("R9", "D9", "Other Mills"),
            cells(
                "R2", "D1", "LANVIK, INC.", Ends="01.01.2100", Decided="01.05.2019", Women="1,00"
            ),
        ]
    )
    deal = Engagement.objects.get(external_key="D1")
    assert (deal.state, deal.completed_on, deal.decided_on) == ("active", None, date(2019, 5, 1))
    assert deal.firm.intake_on == date(2019, 5, 1)
    assert deal.firm.is_woman_owned is True
    assert Firm.objects.get(legal_name="Other Mills").is_woman_owned is None


@pytest.mark.parametrize("batch", [1, 2, 1000])
@pytest.mark.parametrize(
    ("spellings", "firms"),
    [
        (["Lanvik Mills, Inc.", "LANVIK MILLS INC", "Lanvik Mills Corporation"], 1),
        (["Lanvik Mills", "Lanvik Mills LLC", "Lanvik Mills L.L.C."], 1),
        (["Flare Industries, Inc.", "Flare Industries, Llc"], 2),
        (["Flare, Inc.", "Flare", "Flare LLC"], 2),
        (["Flare, Inc.", "Flare LLC", "Flare"], 3),
        (["Robbins Company The Inc", "Robbins, Inc."], 2),
    ],
)
def test_names_that_fold(bring, monkeypatch, batch, spellings, firms):
    monkeypatch.setattr("programs.supportlog.actions.importing.BATCH", batch)
    bring([cells(f"R{n}", f"D{n}", name) for n, name in enumerate(spellings)])
    assert Firm.objects.count() == firms


def test_doubtful_pairs_are_queued_and_not_merged(bring):
    report = bring(
        [
            cells("R1", "D1", "Flare Industries, Inc."),
            cells("R2", "D2", "Flare Industries, Llc"),
            cells("R3", "D3", "Robbins Company The Inc"),
            cells("R4", "D4", "Robbins, Inc."),
            cells("R5", "D5", "Quite Another Mill"),
        ]
    )
    pairs = DuplicatePair.objects.order_by("reason")
    assert [(pair.first.legal_name, pair.second.legal_name, pair.reason) for pair in pairs] == [
        ("Robbins Company The Inc", "Robbins, Inc.", "common_word"),
        ("Flare Industries, Inc.", "Flare Industries, Llc", "legal_form"),
    ]
    assert report.made["look_alikes"] == 2
    assert Firm.objects.count() == 5


def test_firms_of_the_register_are_found_and_kept_as_they_are(bring):
    known = FirmFactory(legal_name="Lanvik Mills", country="KZ", is_woman_owned=None)
    FirmFactory(legal_name="Lanvik Mills", country="PL")
    report = bring([cells("R1", "D1", "LANVIK MILLS LTD", Women="5,00")])
    assert report.made["firms"] == 0
    engagement = Engagement.objects.get()
    assert engagement.firm == known
    known.refresh_from_db()
    assert known.is_woman_owned is None
    assert known.intake_on == date(2025, 1, 15)


def test_a_merged_firm_answers_with_the_firm_it_became(bring):
    heir = FirmFactory(legal_name="Heir Works", country="KZ")
    FirmFactory(legal_name="Lanvik Mills", country="KZ", merged_into=heir)
    bring([cells("R1", "D1", "Lanvik Mills")])
    assert Engagement.objects.get().firm == heir


def test_imported_firms_are_searchable(bring):
    bring([cells("R1", "D1", "Żółw & Söhne, Inc.")])
    firm = Firm.objects.get()
    assert firm.normalised_name == "zołw and sohne"
    assert (firm.country, firm.registration_number, firm.office.code) == ("KZ", "", "harbour")


def test_rejects_name_row_column_and_reason(bring):
    report = bring(
        [
            cells("R1", "D1", "Lanvik"),
            cells("R2", "D2", "Unknown"),
            cells("R3", "D3", "Lanvik", Decided="2/1/20"),
        ]
    )
    assert report.rows == {
        "read": 3, "accepted": 1, "rejected": 2, "new": 1, "unchanged": 0, "differing": 0,
    }  # fmt: skip
    assert list(ImportReject.objects.values_list("row", "column", "value", "reason")) == [
        (3, "Firm", "Unknown", "not_a_firm"),
        (4, "Decided", "2/1/20", "date_not_readable"),
    ]
    assert report.rejects[1]["sentence"] == "This is not a date written as DD.MM.YYYY, YYYY-MM-DD."


def test_control_totals_for_each_part(bring):
    report = bring(
        [
            cells("R1", "D1", "Lanvik"),
            cells("R2", "D1", "Lanvik", Granted="2,00"),
            cells("R3", "D3", "Unknown", Kind="loan", Granted="3,00"),
            cells("R4", "D4", "Lanvik", Granted="?"),
        ]
    )
    totals = {control["code"]: control for control in report.controls}
    parts = ("read", "accepted", "rejected", "unreadable")
    assert [totals["deals"][part] for part in parts[:3]] == [3, 1, 2]
    assert [totals["granted"][part] for part in parts] == ["1005.50", "1002.50", "3.00", 1]
    assert totals["kinds"]["read"] == {"cover": 3, "loan": 1}
    assert totals["kinds"]["rejected"] == {"loan": 1, "cover": 1}


@pytest.mark.parametrize("batch", [1, 1000])
def test_rows_that_contradict_each_other(bring, monkeypatch, batch):
    monkeypatch.setattr("programs.supportlog.actions.importing.BATCH", batch)
    report = bring(
        [
            cells("R1", "D1", "Lanvik"),
            cells("R1", "D1", "Lanvik"),
            cells("R2", "D1", "Other Mills"),
            cells("R3", "D1", "Lanvik", Kind="loan"),
        ]
    )
    assert [(reject["row"], reject["reason"]) for reject in report.rejects] == [
        (3, "repeated_row_key"),
        (4, "deal_has_other_firm"),
        (5, "deal_has_other_intervention"),
    ]
    assert names() == ["Lanvik"]


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

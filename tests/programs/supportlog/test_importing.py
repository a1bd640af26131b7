"""What an import makes, folds, refuses and remembers."""

from datetime import date
from decimal import Decimal

import pytest

from firms.imports.models import DuplicatePair, ImportReject
from firms.register.models import Firm
from programs.engagements.models import Engagement, EngagementPeriod
from tests.factories.firms import FirmFactory
from tests.programs.supportlog.conftest import cells

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

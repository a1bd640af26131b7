"""The real log of an agency: 2,591 decisions and the totals its publisher's file must give."""

import csv
from collections import Counter
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count

from firms.audit.models import AuditEvent
from firms.imports.models import DuplicatePair, ImportReject
from firms.register.models import Firm
from programs.engagements.models import Engagement, EngagementPeriod
from programs.supportlog.actions import import_support_log
from tests.programs.supportlog.conftest import read_real_plan, real_log_in


@pytest.fixture(scope="module")
def imported(shared_data, django_db_setup, django_db_blocker):
    """Imported once; every test here only reads, and it is rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_support_log(path=real_log_in(shared_data), plan=read_real_plan(), by=None)
        transaction.set_rollback(True)


@pytest.fixture
def report(imported, db):
    return imported


def controls(report) -> dict[str, dict]:
    return {control["code"]: control for control in report.controls}


def test_control_totals_to_the_cent(report):
    read = {code: control["read"] for code, control in controls(report).items()}
    assert report.rows["read"] == 2_591
    assert read == {
        "deals": 2_475,
        "decisions": {"Approved": 2_569, "Denied/Declined": 22},
        "programs": {"Insurance": 2_060, "Working Capital": 323, "Guarantee": 175, "Loan": 33},
        "authorized": "16572189404.85",
        "shipped": "13179562657.64",
        "claims": "33986164.64",
        "exporters": 2_089,
    }


def test_read_is_accepted_and_rejected_in_every_total(report):
    assert report.rows["read"] == report.rows["accepted"] + report.rows["rejected"]
    for code in ("authorized", "shipped", "claims"):
        control = controls(report)[code]
        parts = Decimal(control["accepted"]) + Decimal(control["rejected"])
        assert parts == Decimal(control["read"])
        assert control["unreadable"] == 0


def test_rejects_are_the_placeholders(report):
    rejects = ImportReject.objects.values_list("column", "reason").annotate(n=Count("pk"))
    assert list(rejects.order_by()) == [("Primary Exporter", "not_a_firm", 115)]
    assert Counter(reject["value"] for reject in report.rejects) == {
        "Unknown": 111,
        "Various - United States Suppliers": 2,
        "Various US Suppliers": 1,
        "Various U.S. Exporters": 1,
    }


def test_database_holds_what_was_accepted(report):
    periods = EngagementPeriod.objects.all()
    assert periods.count() == report.rows["accepted"] == 2_476
    sums = {
        name: sum(value or 0 for value in periods.values_list(name, flat=True))
        for name in ("authorized", "used", "claim_paid")
    }
    accepted = {
        code: Decimal(control["accepted"])
        for code, control in controls(report).items()
        if control["count"] == "sum"
    }
    assert sums == {
        "authorized": accepted["authorized"],
        "used": accepted["shipped"],
        "claim_paid": accepted["claims"],
    }


def test_one_engagement_for_each_deal(report, real_log):
    with real_log.open(newline="") as file:
        deals = {
            row["Deal Number"]
            for row in csv.DictReader(file)
            if not row["Primary Exporter"].startswith(("Unknown", "Various"))
        }
    kept = Engagement.objects.values_list("external_key", flat=True)
    assert Engagement.objects.count() == len(deals)
    assert set(kept) == deals
    assert Engagement.objects.annotate(n=Count("periods")).filter(n=0).count() == 0


def test_names_fold_where_only_case_marks_or_suffix_differ(report):
    assert report.made["firms"] == Firm.objects.count() == 2_067
    folded = [firm["names"] for firm in report.folded]
    assert len(folded) == 18
    assert ["Bluefield Associates Inc.", "Bluefield Associates, Inc."] in folded
    assert ["Jason Marketing Corp", "Jason Marketing Corporation"] in folded
    assert ["Qualitas Trading U.S.A. Corp", "Qualitas Trading Usa Corp"] in folded


def test_doubtful_names_wait_for_a_person(report):
    pairs = {
        (pair.first.legal_name, pair.second.legal_name): pair.reason
        for pair in DuplicatePair.objects.select_related("first", "second")
    }
    assert pairs["Robbins Company The Inc", "Robbins, Inc."] == "common_word"
    assert ("Aquatec International, Inc.", "Aquatech International Corporation") in pairs or (
        "Aquatech International Corporation",
        "Aquatec International, Inc.",
    ) in pairs
    assert 10 <= len(pairs) <= 200


def test_what_naive_importers_refuse(report):
    periods = EngagementPeriod.objects.all()
    assert periods.filter(details__back_dated=True).count() > 700
    assert periods.filter(details__over_used=True).count() > 300
    assert periods.filter(decision="accepted", authorized=0).exists()
    assert periods.filter(details__policy_type="ENV").count() == 26
    assert periods.filter(is_renewal=True).exists()
    assert not periods.filter(destination="US").exists()


def test_interventions_of_the_log(report):
    by_code = Engagement.objects.values_list("intervention__code").annotate(n=Count("pk"))
    assert {code for code, _n in by_code.order_by()} == {
        "export_credit_insurance",
        "working_capital_loan",
        "buyer_finance",
    }


def test_owners_are_known_only_where_the_log_proves_it(report):
    assert Firm.objects.filter(is_woman_owned=True).count() > 50
    assert not Firm.objects.filter(is_woman_owned=False).exists()


def test_every_firm_and_engagement_has_its_event(report):
    kinds = Counter(AuditEvent.objects.values_list("kind", flat=True))
    supported = kinds["import.support"] + kinds["import.support_declined"]
    assert (kinds["import.firm"], supported) == (2_067, report.made["engagements"])

"""Pages of imports and look-alikes: who may, what they show, what they do."""

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firms.accounts.models import User
from firms.audit.models import AuditEvent
from firms.imports.models import DuplicatePair, ImportedRow, ImportReject, ImportRun, PairState
from firms.register.models import Firm
from tests.factories.firms import ContactFactory, FirmFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported_firm(office):
    return FirmFactory(legal_name="Lanvik Mills", office=office)


@pytest.fixture
def run(imported_firm):
    run = ImportRun.objects.create(
        kind="support_log",
        file_name="log.csv",
        file_sha256="0" * 64,
        mapping_name="harbour_log",
        state="done",
        rows_read=2,
        rows_accepted=1,
        rows_rejected=1,
        report={
            "made": {"firms": 1, "engagements": 1},
            "controls": [
                {"code": "sum", "count": "sum", "names": {"en": "Granted"}, "read": "1234.50",
                 "accepted": "1234.50", "rejected": "0"},
                {"code": "each", "count": "each", "names": {"en": "Kinds"},
                 "read": {"cover": 2}, "accepted": {"cover": 1}, "rejected": {"cover": 1}},
            ],
            "folded": [{"firm": 1, "name": "Lanvik", "names": ["Lanvik", "LANVIK"]}],
        },
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )  # fmt: skip
    ImportReject.objects.create(
        run=run, row=3, column="Firm", value="=Unknown", reason="not_a_firm"
    )
    ImportedRow.objects.create(
        run=run, source="s", source_key="k", target_type="firms.firm", target_id=imported_firm.pk
    )
    return run


@pytest.fixture
def pair(office):
    one = FirmFactory(legal_name="Flare Works, Inc.", office=office)
    other = FirmFactory(legal_name="Flare Works LLC", office=office)
    return DuplicatePair.objects.create(first=one, second=other, score=97, reason="legal_form")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client_as(request):
    return lambda role: request.getfixturevalue(f"{role}_client")


PAGES = ["imports", "import-run", "import-rejects", "import-undo"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("adviser", 403),
        ("manager", 403),
        ("expert", 403),
        ("firm_owner", 403),
    ],
)
def test_who_may_open_imports(client_as, run, name, role, status):
    arguments = [] if name == "imports" else [run.pk]
    assert client_as(role).get(reverse(f"firms:{name}", args=arguments)).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("manager", 200),
        ("adviser", 403),
        ("expert", 403),
        ("firm_owner", 403),
    ],
)
def test_who_may_open_look_alikes(client_as, pair, role, status):
    assert client_as(role).get(reverse("firms:duplicates")).status_code == status


def test_strangers_sign_in_first(client, run):
    assert client.get(reverse("firms:import-run", args=[run.pk])).status_code == 302


def test_run_that_does_not_exist(administrator_client):
    assert administrator_client.get(reverse("firms:import-run", args=[99])).status_code == 404


def test_empty_list_says_how_to_begin(administrator_client):
    assert (
        b"manage.py import_support_log"
        in administrator_client.get(reverse("firms:imports")).content
    )


def test_run_page_shows_totals_rejects_and_folds(administrator_client, run):
    page = administrator_client.get(reverse("firms:import-run", args=[run.pk])).content.decode()
    assert "1,234.50" in page
    assert "This name stands for no particular firm." in page
    assert "Lanvik · LANVIK" in page


def test_rejected_rows_as_csv_are_no_formulas(administrator_client, run):
    answer = administrator_client.get(reverse("firms:import-rejects", args=[run.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "Line,Column,Value,Reason,In words",
        "3,Firm,'=Unknown,not_a_firm,This name stands for no particular firm.",
    ]


def test_undo_button(administrator_client, run, imported_firm):
    answer = administrator_client.post(reverse("firms:import-undo", args=[run.pk]))
    assert answer.status_code == 302
    assert not Firm.objects.filter(pk=imported_firm.pk).exists()


def test_undo_asks_about_used_firms(administrator_client, run, imported_firm):
    ContactFactory(firm=imported_firm)
    address = reverse("firms:import-undo", args=[run.pk])
    assert b"Lanvik Mills" in administrator_client.get(address).content
    refused = administrator_client.post(address)
    assert b"Nothing was undone" in refused.content
    assert administrator_client.post(address, {"keep_used": "on"}).status_code == 302
    assert Firm.objects.filter(pk=imported_firm.pk).exists()


def test_undo_by_a_manager_is_refused(manager_client, run, imported_firm):
    assert manager_client.post(reverse("firms:import-undo", args=[run.pk])).status_code == 403
    assert Firm.objects.filter(pk=imported_firm.pk).exists()


@pytest.mark.parametrize(
    ("state", "kind"), [("distinct", "import.pair_distinct"), ("same", "import.pair_same")]
)
def test_decision_is_kept_on_both_timelines(manager_client, manager, pair, state, kind):
    answer = manager_client.post(
        reverse("firms:duplicate-decide", args=[pair.pk]), {"state": state}
    )
    assert answer.status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == (state, manager)
    assert set(AuditEvent.objects.filter(kind=kind).values_list("firm", flat=True)) == {
        pair.first_id,
        pair.second_id,
    }
    assert Firm.objects.filter(pk__in=[pair.first_id, pair.second_id]).count() == 2


def test_deciding_twice_is_one_decision(manager_client, pair):
    address = reverse("firms:duplicate-decide", args=[pair.pk])
    manager_client.post(address, {"state": "same"})
    manager_client.post(address, {"state": "same"})
    assert AuditEvent.objects.filter(kind="import.pair_same").count() == 2


def test_decision_can_be_opened_again(manager_client, pair):
    address = reverse("firms:duplicate-decide", args=[pair.pk])
    manager_client.post(address, {"state": "same"})
    assert (
        b"Flare Works LLC" in manager_client.get(reverse("firms:duplicates") + "?decided=1").content
    )
    manager_client.post(address, {"state": "open"})
    pair.refresh_from_db()
    assert (pair.state, pair.decided_at, pair.decided_by) == (PairState.OPEN, None, None)


def test_unknown_decision_changes_nothing(manager_client, pair):
    address = reverse("firms:duplicate-decide", args=[pair.pk])
    assert manager_client.post(address, {"state": "merge"}).status_code == 302
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_adviser_may_not_decide(adviser_client, pair):
    address = reverse("firms:duplicate-decide", args=[pair.pk])
    assert adviser_client.post(address, {"state": "same"}).status_code == 403


def test_pair_of_another_office_does_not_exist(other_office, pair):
    client = client_of(UserFactory(role="manager", office=other_office))
    address = reverse("firms:duplicate-decide", args=[pair.pk])
    assert client.post(address, {"state": "same"}).status_code == 404
    assert b"Flare Works" not in client.get(reverse("firms:duplicates")).content


@pytest.fixture
def many_pairs(office):
    firms = [FirmFactory(office=office) for _n in range(20)]
    for one, other in pairwise(firms):
        DuplicatePair.objects.create(first=one, second=other, score=90, reason="spelling")


def test_queries_do_not_grow(manager_client, many_pairs, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        manager_client.get(reverse("firms:duplicates"))

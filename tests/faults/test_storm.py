"""The short form of the fault runs: every fault, few follow-ups, on both installations."""

import tempfile
from pathlib import Path

import pytest

from tests.faults import storm
from tests.faults.house import House
from tests.faults.servers import OwnPostgres, OwnRedis

pytestmark = [pytest.mark.fault, pytest.mark.services]
SEED = 11


@pytest.fixture
def embedded(tmp_path: Path):
    house = House(tmp_path, on_services=False, seed=SEED)
    yield house
    house.close()


@pytest.fixture
def services():
    if not (OwnPostgres.is_here() and OwnRedis.is_here()):
        pytest.skip("the programs of PostgreSQL or Redis are not on this machine")
    # Not a folder of pytest: only its owner may enter those, and PostgreSQL has a user of its own.
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder), on_services=True, seed=SEED)
        yield house
        house.close()


def law(report: storm.Report) -> dict[str, object]:
    """What every storm must leave: the seed is printed with a failure."""
    return {
        "lost": report.lost,
        "twice": report.twice,
        "balances": report.balances,
        "messages a person after three days": report.most_a_person_and_day,
    }


LAW = {"lost": 0, "twice": 0, "balances": True, "messages a person after three days": 1}


@pytest.mark.asvs("15.4.1", "2.3.3")
def test_a_storm_over_sqlite_and_files_and_its_controls(embedded):
    report = storm.storm(embedded, follow_ups=300, kills=4)
    assert law(report) == LAW, report
    assert storm.lost_without_sweeper(embedded, control="sweeper", number=10) == 10
    assert storm.lost_before_commit(embedded, how="before_commit", number=10) > 0


@pytest.mark.asvs("15.4.1", "2.3.3")
def test_a_storm_over_postgresql_and_redis_and_its_controls(services):
    report = storm.storm(services, follow_ups=300, kills=4)
    assert law(report) == LAW, report
    assert report.connections <= 40
    assert storm.twice_without_claim_lock(services, number=120) > 0

"""The short form of the fault runs: every fault, few follow-ups, on both installations."""

import tempfile
from pathlib import Path

import pytest

pytest.importorskip("aiosmtpd", reason="the mailbox of the fault runs is in requirements-dev.txt")

from tests.faults.controls import controls
from tests.faults.house import House
from tests.faults.scenes import scenes
from tests.faults.servers import OwnPostgres, OwnRedis
from tests.faults.storm import storm
from tests.missing import leave_out

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
        leave_out("the programs of PostgreSQL or Redis are not on this machine")
    # Not a folder of pytest: only its owner may enter those, and PostgreSQL has a user of its own.
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder), on_services=True, seed=SEED)
        yield house
        house.close()


def faults_in(house: House) -> list[object]:
    """Everything that came out otherwise than it must, with its seed."""
    report = storm(house, follow_ups=300, kills=6)
    found: list[object] = [(report, law) for law in report.broken()]
    found += [scene for scene in scenes(house, is_short=True) if not scene.holds]
    guards = controls(house, number=10, is_short=True)
    return found + [control for control in guards if not control.shows]


@pytest.mark.asvs("15.4.1", "2.3.3")
def test_a_storm_over_sqlite_and_files_and_its_controls(embedded):
    assert faults_in(embedded) == []


@pytest.mark.asvs("15.4.1", "2.3.3")
def test_a_storm_over_postgresql_and_redis_and_its_controls(services):
    assert faults_in(services) == []
    assert services.most_connections > 0

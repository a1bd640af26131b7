"""Several people at once: one import, one answer, one offering."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from programs.allocation.models import Offering
from programs.eventfeeds.actions import answer_doubt, import_offerings
from programs.eventfeeds.errors import AlreadyAnswered
from programs.eventfeeds.mapping import read_mapping
from programs.eventfeeds.models import FeedDoubt, FeedImport
from programs.eventfeeds.rules import Decision
from tests.factories.firms import UserFactory
from tests.factories.programs import InterventionFactory, ProgramFactory
from tests.programs.eventfeeds.conftest import MAPPING, event

RACERS = 6


@pytest.fixture
def ready(many_writers, write):
    """Two programs, a file with a certain and a doubtful row, and a manager."""
    for code in ("trade_fair", "outward_mission"):
        InterventionFactory(code=code)
    path = write([event("A1"), event("A2", Cost="€60 ", Name="Food week")])
    programs = [ProgramFactory(), ProgramFactory()]
    return path, programs, UserFactory(role="manager", office=None)


def at_once(act) -> list:
    """What each of the racers gets, all of them starting at the same moment."""
    gate = Barrier(RACERS)

    def race(number):
        gate.wait()
        try:
            return act(number)
        except AlreadyAnswered:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(race, range(RACERS)))


def brought(ready, number):
    path, programs, manager = ready
    document = read_mapping(MAPPING.encode())
    program = programs[number % 2]
    return import_offerings(path=path, document=document, program=program, by=manager)


def test_one_file_into_two_programs_at_once_is_imported_once(ready):
    reports = at_once(lambda number: brought(ready, number))
    assert sum(report.number is not None for report in reports) == 1
    assert (FeedImport.objects.count(), Offering.objects.count()) == (1, 1)


def test_different_answers_at_once_give_one(ready):
    brought(ready, 0)
    doubt, manager = FeedDoubt.objects.get(), ready[2]
    typed = [str(60 + number) for number in range(RACERS)]
    answers = at_once(
        lambda number: answer_doubt(
            doubt=doubt, decision=Decision.OTHER, answer=typed[number], by=manager
        )
    )
    assert sum(answer is not None for answer in answers) == 1
    assert Offering.objects.count() == 2

"""Eight processes let colleagues go, as each other's heirs, and appoint the same as reviewers."""

from functools import partial

from tests.concurrency.racing import crowded, goes_wrong

STAFF = 24
SCENE = "tests.concurrency.scenes.leaving"
#: Between the look whether somebody may be appointed and the appointment.
LOOKED = "programs.allocation.selectors.reviews:can_review"


def _farewells(arena):
    """Everybody leaves and is appointed at the same moment; every answer, and who is waited for."""
    made = arena.tell("staff", number=STAFF)
    people, by = made["people"], {"administrator": made["administrator"]}
    calls = []
    for number, (person, offering) in enumerate(zip(people, made["offerings"], strict=True)):
        neighbours = [people[number - 1], people[(number + 1) % STAFF]]
        calls.append({"what": "appoint", "person": person, "offering": offering, **by})
        calls.append({"what": "leave", "person": person, "heirs": neighbours, **by})
    return arena.race("meet", calls), arena.tell("waited_for", people=people)


def test_nobody_waits_for_who_has_left(arena):
    answers, waiting = crowded(partial(_farewells, arena(SCENE, LOOKED)))
    assert [answer.broken for answer in answers if answer.broken] == []
    assert set(waiting) == {0}
    assert {answer.value for answer in answers if answer.value} == {"left", "appointed"}
    refused = {answer.refused for answer in answers if answer.refused}
    assert refused <= {"cannot_review", "not_an_adviser"}


def test_without_the_lock_somebody_waits_for_who_has_left(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_farewells, arena(SCENE, LOOKED, is_unlocked=True)), lambda waiting: waiting > 0
    )

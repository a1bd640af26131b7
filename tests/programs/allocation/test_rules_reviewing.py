"""Who gives points: appointed reviewers without a part in the application."""

from dataclasses import replace

import pytest

from programs.allocation.rules import KeptOut, Standing, kept_out

REVIEWER = Standing(
    is_live=True,
    has_reviewers=True,
    is_reviewer=True,
    leads=False,
    has_interest=False,
    wrote=False,
    advises=False,
)
LEADER = replace(REVIEWER, has_reviewers=False, is_reviewer=False, leads=True)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        pytest.param(REVIEWER, None, id="appointed"),
        pytest.param(LEADER, None, id="nobody appointed, answers for the program"),
        pytest.param(replace(LEADER, leads=False), KeptOut.NOT_REVIEWER, id="nobody, no manager"),
        pytest.param(
            replace(LEADER, has_reviewers=True), KeptOut.NOT_REVIEWER, id="others are appointed"
        ),
        pytest.param(replace(REVIEWER, is_live=False), KeptOut.ENDED, id="withdrawn or refused"),
        pytest.param(replace(REVIEWER, has_interest=True), KeptOut.INTEREST, id="interest"),
        pytest.param(replace(LEADER, has_interest=True), KeptOut.INTEREST, id="leader's interest"),
        pytest.param(replace(REVIEWER, wrote=True), KeptOut.OWN_WORDS, id="nominated it"),
        pytest.param(replace(LEADER, wrote=True), KeptOut.OWN_WORDS, id="leader nominated it"),
        pytest.param(replace(REVIEWER, advises=True), KeptOut.OWN_FIRM, id="own firm"),
    ],
)
def test_who_is_kept_out(standing, expected):
    assert kept_out(standing) is expected

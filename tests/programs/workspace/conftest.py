"""A caseload with everything its rows show."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from assessments.methodology.selectors import pack_of
from assessments.profiles.actions import complete_assessment, confirm_stage
from assessments.profiles.models import StageProposal
from assessments.responses.actions import save_answers, start_assessment
from config.shared import clock
from firms.register.actions import log_interaction
from tests.factories.assessments import answers_of, publish_default_pack
from tests.factories.firms import AssignmentFactory
from tests.factories.programs import EngagementFactory, FollowUpFactory, InterventionFactory


@pytest.fixture(autouse=True)
def today():
    """A morning of this day, on which the office and the machine agree what day it is."""
    with time_machine.travel(datetime.combine(datetime.now(UTC), time(9), UTC)):
        yield clock.today()


@pytest.fixture
def make_caseload(db, adviser, office, today):
    """Make so many firms of `adviser`: assessed, placed, engaged, with a follow-up due."""

    def make(firms):
        pack = pack_of(publish_default_pack())
        help_ = InterventionFactory()
        made = []
        for number in range(firms):
            firm = AssignmentFactory(adviser=adviser, firm__office=office).firm
            draft = start_assessment(firm=firm, respondent="adviser", by=adviser, assessed_on=today)
            answers = answers_of(pack, number % 5)
            save_answers(assessment=draft, answers=answers, revision=draft.revision, by=adviser)
            draft.refresh_from_db()
            complete_assessment(assessment=draft, by=adviser)
            proposal = StageProposal.objects.get(firm=firm)
            confirm_stage(proposal=proposal, by=adviser, occurred_on=today)
            EngagementFactory(firm=firm, intervention=help_)
            FollowUpFactory(firm=firm, due_on=today + timedelta(days=number % 9 - 3))
            log_interaction(firm=firm, kind="call", summary="Spoke", by=adviser)
            made.append(firm)
        return made

    return make

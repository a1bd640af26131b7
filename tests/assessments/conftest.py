"""A published pack, and assessments in every state."""

from datetime import date
from typing import Any

import pytest

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import Pack
from assessments.profiles.actions import complete_assessment
from assessments.profiles.models import StageProposal
from assessments.responses.actions import save_answers, start_assessment
from assessments.responses.models import Assessment
from firms.accounts.models import User
from firms.register.models import Firm
from tests.factories.assessments import answers_of, publish_default_pack
from tests.factories.firms import ExportYearFactory

ASSESSED = date(2026, 2, 2)


@pytest.fixture
def version(db: None) -> PackVersion:
    return publish_default_pack()


@pytest.fixture
def pack(version: PackVersion) -> Pack:
    return pack_of(version)


@pytest.fixture
def draft(version: PackVersion, firm: Firm, adviser: User) -> Assessment:
    return start_assessment(firm=firm, respondent="adviser", by=adviser, assessed_on=ASSESSED)


@pytest.fixture
def foreign_draft(version: PackVersion, foreign_firm: Firm, other_adviser: User) -> Assessment:
    return start_assessment(
        firm=foreign_firm, respondent="adviser", by=other_adviser, assessed_on=ASSESSED
    )


@pytest.fixture
def filled(draft: Assessment, pack: Pack, adviser: User) -> Assessment:
    """Every question answered with the middle of its scale."""
    return save_answers(assessment=draft, answers=answers_of(pack), revision=0, by=adviser)


@pytest.fixture
def finished(filled: Assessment, adviser: User) -> Assessment:
    return complete_assessment(assessment=filled, by=adviser)


@pytest.fixture
def proposal(finished: Assessment) -> StageProposal:
    return finished.firm.stage_proposals.get()


@pytest.fixture
def exporter(firm: Firm) -> Firm:
    """A firm with three years of exports, a distributor and two markets."""
    ExportYearFactory(firm=firm, year=2023, exports="90000.00")
    ExportYearFactory(firm=firm, year=2024, exports="120000.00")
    ExportYearFactory(firm=firm, year=2025, exports="150000.00")
    firm.repeat_buyers = 3
    firm.entry_mode = "distributor"
    firm.first_export_year = 2023
    firm.save()
    return firm


@pytest.fixture
def assess(version: PackVersion, pack: Pack, adviser: User) -> Any:
    """Assess a firm in one go: `assess(firm, day, value, **answers)`."""

    def go(
        firm: Firm, day: date, value: int | None = 2, respondent: str = "adviser", **given: Any
    ) -> Assessment:
        assessment = start_assessment(firm=firm, respondent=respondent, by=adviser, assessed_on=day)
        answers = answers_of(pack, value, **given)
        saved = save_answers(assessment=assessment, answers=answers, revision=0, by=adviser)
        return complete_assessment(assessment=saved, by=adviser)

    return go

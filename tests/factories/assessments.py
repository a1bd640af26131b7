"""Makers of rows of `assessments`, used inside fixtures only."""

import json
from datetime import date
from functools import cache
from unittest import mock

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.methodology import actions
from assessments.methodology.loading import read_default_pack
from assessments.methodology.models import PackVersion
from assessments.methodology.structure import Pack
from assessments.methodology.validation import require_valid
from assessments.profiles.models import StagePlacement
from assessments.responses.models import Assessment
from tests.factories.firms import FirmFactory, UserFactory


@cache
def _default_pack() -> str:
    """The pack we ship as JSON, found to be good: both take longer than most tests."""
    document = read_default_pack()
    require_valid(document)
    return json.dumps(document)


def publish_default_pack(**meta: str) -> PackVersion:
    """The pack we ship, published; `meta` changes its head, for example `version="0.2.0"`."""
    document = json.loads(_default_pack())
    if not meta:
        with mock.patch.object(actions, "require_valid"):  # it has been
            return actions.load_pack(document=document, by=None, publish=True)
    document["meta"] |= meta
    return actions.load_pack(document=document, by=None, publish=True)


def answers_of(pack: Pack, value: int | None = 2, **given: int | None) -> dict[str, int | None]:
    """Every question of the pack answered with `value`, some otherwise."""
    return {question.id: value for question in pack.questions} | given


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    firm = factory.SubFactory(FirmFactory)
    pack = factory.LazyFunction(publish_default_pack)
    respondent = "adviser"
    started_at = factory.LazyFunction(timezone.now)
    saved_at = factory.LazyFunction(timezone.now)
    started_by = factory.SubFactory(UserFactory)
    assessed_on = date(2026, 2, 1)


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = StagePlacement

    firm = factory.SubFactory(FirmFactory)
    stage = "preparation"
    proposed_stage = factory.SelfAttribute("stage")
    phase = "preparatory"
    pathway = "pre_export"
    trajectory = "none"
    occurred_on = date(2025, 2, 1)
    recorded_at = factory.LazyFunction(timezone.now)

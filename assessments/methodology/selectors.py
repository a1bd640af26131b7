"""Reads of the methodology: the version in force, and any version as a parsed pack."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.methodology.errors import NoPack
from assessments.methodology.models import PackVersion
from assessments.methodology.structure import (
    AnswerScale,
    ConstraintSpec,
    Named,
    Pack,
    StageSpec,
    parse_pack,
    text,
)
from firms.accounts.models import User

#: Parsed versions by key and checksum. Versions are few and frozen, so nothing is thrown away.
_PARSED: dict[tuple[int, str], Pack] = {}


def current_pack_version() -> PackVersion:
    """The published version newest in force, without its document. Raises NoPack."""
    version = PackVersion.objects.published().newest_first().defer("document").first()
    if version is None:
        raise NoPack()
    return version


def has_pack() -> bool:
    """Whether any pack is published."""
    return PackVersion.objects.published().exists()


def pack_of(version: PackVersion) -> Pack:
    """The version as a parsed pack; read once per process, the document only then."""
    key = (version.pk, version.checksum)
    if key not in _PARSED:
        _PARSED[key] = parse_pack(version.document)
    return _PARSED[key]


def constraint_names(pack: Pack, language: str) -> dict[str, str]:
    """Short names of all constraints of a pack by code, in a language or else in English."""
    return {one.code: text(one.short, language) for one in pack.constraints}


@dataclass(frozen=True)
class ConstraintCard:
    """A constraint with its words and its questions on their scales."""

    spec: ConstraintSpec
    name: str
    definition: str
    stages: tuple[str, ...]
    questions: tuple[tuple[str, str, AnswerScale], ...]


@dataclass(frozen=True)
class GroupCard:
    """Constraints of one group, in the order of the questionnaire."""

    name: str
    constraints: tuple[ConstraintCard, ...]


@dataclass(frozen=True)
class ScaleCard:
    """A scale with the words of its answers, 0 first."""

    code: str
    options: tuple[tuple[int | None, str], ...]
    is_higher_better: bool


@dataclass(frozen=True)
class StageCard:
    """A stage with what it takes to leave it."""

    code: str
    name: str
    definition: str
    exit_test: str
    growth_tests: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class MethodologyPage:
    """The published pack in one language, with the versions there were."""

    version: PackVersion
    pack: Pack
    label: str
    groups: tuple[GroupCard, ...]
    scales: tuple[ScaleCard, ...]
    stages: tuple[StageCard, ...]
    bands: tuple[tuple[str, str, object], ...]
    versions: list[PackVersion]
    questions: int


def methodology_page(user: User, language: str) -> MethodologyPage | None:
    """The pack in force as `user` reads it; None when none is published."""
    versions = list(
        PackVersion.objects.visible_to(user)
        .newest_first()
        .defer("document")
        .select_related("published_by")
    )
    current = next((one for one in versions if one.state == "published"), None)
    if current is None:
        return None
    pack = pack_of(current)
    return MethodologyPage(
        version=current,
        pack=pack,
        label=text(pack.meta.label, language),
        groups=_groups(pack, language),
        scales=_scales(pack.scales, language),
        stages=tuple(_stage(stage, language) for stage in pack.stages),
        bands=tuple(
            (band.code, text(band.name, language), band.start) for band in pack.scoring.bands
        ),
        versions=versions,
        questions=len(pack.questions),
    )


def _groups(pack: Pack, language: str) -> tuple[GroupCard, ...]:
    return tuple(_group(pack, group, language) for group in pack.groups)


def _group(pack: Pack, group: Named, language: str) -> GroupCard:
    members = (one for one in pack.constraints if one.group == group.code)
    cards = tuple(_constraint(pack, one, language) for one in members)
    return GroupCard(text(group.name, language), cards)


def _constraint(pack: Pack, spec: ConstraintSpec, language: str) -> ConstraintCard:
    return ConstraintCard(
        spec=spec,
        name=text(spec.name, language),
        definition=text(spec.definition, language),
        stages=spec.stages,
        questions=tuple((q.id, text(q.text, language), pack.scale_of(q)) for q in spec.questions),
    )


def _scales(scales: Mapping[str, AnswerScale], language: str) -> tuple[ScaleCard, ...]:
    return tuple(
        ScaleCard(
            scale.code,
            tuple((option.value, text(option.text, language)) for option in scale.options),
            scale.is_higher_better,
        )
        for scale in scales.values()
    )


def _stage(stage: StageSpec, language: str) -> StageCard:
    return StageCard(
        code=stage.code,
        name=text(stage.name, language),
        definition=text(stage.definition, language),
        exit_test=text(stage.exit_test, language),
        growth_tests=tuple(text(test.name, language) for test in stage.growth_tests),
        source=stage.source,
    )

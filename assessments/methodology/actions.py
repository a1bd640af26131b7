"""Writes to the methodology: versions are loaded and published; published ones are frozen."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assessments.methodology import events
from assessments.methodology.errors import PackFrozen
from assessments.methodology.loading import checksum
from assessments.methodology.models import ConstraintType, PackState, PackVersion
from assessments.methodology.structure import Pack, parse_pack
from assessments.methodology.validation import require_valid
from assessments.signals import pack_published
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit


@transaction.atomic
def load_pack(*, document: Mapping[str, Any], by: User | None, publish: bool) -> PackVersion:
    """Store a version of a pack, and publish it if asked; the same twice changes nothing.

    Raises PackError with every reason for a document that is no good pack, and PackFrozen when
    this version was published with another content.
    """
    require_valid(document)
    pack, digest = parse_pack(document), checksum(document)
    held = PackVersion.objects.select_for_update()
    version = held.filter(code=pack.meta.code, version=pack.version).first()
    if version and version.checksum != digest and version.state != PackState.DRAFT:
        raise PackFrozen(pack=pack.meta.code, version=pack.version)
    if version is None or version.checksum != digest:
        version, _is_new = PackVersion.objects.update_or_create(
            code=pack.meta.code,
            version=pack.version,
            defaults={
                "document": dict(document),
                "checksum": digest,
                "loaded_at": clock.now(),
            },
        )
        _record(events.PACK_LOADED, version, by)
    if publish and version.state != PackState.PUBLISHED:
        _publish(version, pack, by)
    return version


def _publish(version: PackVersion, pack: Pack, by: User | None) -> None:
    """The former version of this pack retires; both stay readable for what rests on them."""
    PackVersion.objects.published().filter(code=version.code).update(state=PackState.RETIRED)
    version.state = PackState.PUBLISHED
    version.published_at = clock.now()
    version.published_by = by
    version.save(update_fields=["state", "published_at", "published_by"])
    _load_constraint_types(pack)
    _record(events.PACK_PUBLISHED, version, by)
    pack_id = version.pk
    transaction.on_commit(lambda: pack_published.send(sender=PackVersion, pack_id=pack_id))


def _load_constraint_types(pack: Pack) -> None:
    """Reference rows have stable codes: they are updated and retire, they never vanish."""
    rows = [
        ConstraintType(
            code=constraint.code,
            group=constraint.group,
            order=order,
            names=dict(constraint.name),
            short_names=dict(constraint.short),
            definitions=dict(constraint.definition),
            stages=list(constraint.stages),
            retired_on=None,
        )
        for order, constraint in enumerate(pack.constraints, start=1)
    ]
    columns = [field.name for field in ConstraintType._meta.concrete_fields]
    ConstraintType.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in columns if name not in ("id", "code")],
    )
    gone = ConstraintType.objects.exclude(code__in=pack.constraints_by_code)
    gone.filter(retired_on__isnull=True).update(retired_on=clock.today())


def _record(kind: events.kinds.Kind, version: PackVersion, by: User | None) -> None:
    audit.record(kind, by=by, target=version, pack=version.code, version=version.version)

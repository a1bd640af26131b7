"""Loading a pack: once, again, frozen, succeeded by the next version."""

import pytest

from assessments.methodology.actions import load_pack
from assessments.methodology.errors import NoPack, PackFrozen
from assessments.methodology.loading import read_default_pack
from assessments.methodology.models import ConstraintType, PackVersion
from assessments.methodology.problems import PackError
from assessments.methodology.selectors import current_pack_version, pack_of
from assessments.signals import pack_published
from firms.audit.models import AuditEvent
from tests.factories.assessments import publish_default_pack


def changed(**meta: str) -> dict:
    document = read_default_pack()
    document["meta"] |= meta
    return document


@pytest.mark.django_db
def test_loading_stores_the_constraint_types_of_the_pack():
    version = publish_default_pack()
    codes = list(ConstraintType.objects.values_list("code", flat=True))
    assert codes == [one.code for one in pack_of(version).constraints]


def test_loading_twice_changes_nothing(version):
    before = AuditEvent.objects.count()
    again = publish_default_pack()
    assert (again.pk, again.published_at) == (version.pk, version.published_at)
    assert (PackVersion.objects.count(), AuditEvent.objects.count()) == (1, before)


def test_a_published_version_is_frozen(version):
    document = changed(review_every_days=90)
    with pytest.raises(PackFrozen) as refusal:
        load_pack(document=document, by=None, publish=True)
    assert "raise the version" in str(refusal.value)
    version.refresh_from_db()
    assert version.document == read_default_pack()


@pytest.mark.django_db
def test_a_draft_may_be_loaded_anew():
    load_pack(document=changed(), by=None, publish=False)
    draft = load_pack(document=changed(review_every_days=90), by=None, publish=False)
    assert (draft.state, PackVersion.objects.count()) == ("draft", 1)
    assert draft.document["meta"]["review_every_days"] == 90


def test_the_next_version_retires_the_former(version):
    newer = publish_default_pack(version="0.2.0")
    version.refresh_from_db()
    assert (version.state, newer.state) == ("retired", "published")
    assert current_pack_version().pk == newer.pk


def test_a_retired_version_stays_frozen(version):
    publish_default_pack(version="0.2.0")
    with pytest.raises(PackFrozen):
        load_pack(document=changed(review_every_days=90), by=None, publish=False)


def test_constraints_that_are_gone_retire_and_stay(version):
    document = changed(version="0.2.0")
    gone = document["constraints"].pop()
    document["interventions"] = [
        row | {"addresses": {c: s for c, s in row["addresses"].items() if c != gone["code"]}}
        for row in document["interventions"]
    ]
    document["bundling_rules"] = [
        row for row in document["bundling_rules"] if gone["code"] not in row.get("constraints", ())
    ]
    load_pack(document=document, by=None, publish=True)
    assert ConstraintType.objects.get(code=gone["code"]).retired_on is not None
    assert ConstraintType.objects.filter(retired_on__isnull=True).count() == len(
        document["constraints"]
    )


@pytest.mark.django_db
def test_a_broken_pack_leaves_nothing_behind():
    document = changed()
    del document["scoring"]["stage_weight"]["own_stage"]
    with pytest.raises(PackError) as refusal:
        load_pack(document=document, by=None, publish=True)
    assert "own_stage" in str(refusal.value)
    assert not PackVersion.objects.exists()


@pytest.mark.django_db
def test_publishing_is_told_after_commit(django_capture_on_commit_callbacks):
    told = []
    receiver = lambda pack_id, **_: told.append(pack_id)  # noqa: E731
    pack_published.connect(receiver)
    with django_capture_on_commit_callbacks(execute=True):
        version = publish_default_pack()
    pack_published.disconnect(receiver)
    assert told == [version.pk]


@pytest.mark.django_db
def test_without_a_pack_there_is_a_sentence():
    with pytest.raises(NoPack) as refusal:
        current_pack_version()
    assert "No methodology is published" in str(refusal.value)

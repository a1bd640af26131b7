"""Writing criteria: a draft beside what holds, published once and frozen then; dated checks."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from config.shared import clock
from config.shared.tokens import hashed
from firms.accounts.models import Office, User
from firms.audit import actions as audit
from firms.register.models import Firm
from programs.catalogue.models import Intervention, Program
from programs.eligibility import events
from programs.eligibility.errors import (
    CriteriaRetired,
    DocumentNotSound,
    DraftChanged,
    NameTaken,
    NoDraft,
    NotPublished,
)
from programs.eligibility.facts import facts_of
from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion
from programs.eligibility.rules import Criteria as CriteriaRules
from programs.eligibility.rules import check, read_document, written
from programs.eligibility.snapshots import written_facts, written_result
from programs.eligibility.vocabulary import vocabulary


@transaction.atomic
def create_criteria(
    *,
    name: str,
    by: User | None,
    office: Office | None = None,
    programs: Iterable[Program] = (),
    interventions: Iterable[Intervention] = (),
) -> Criteria:
    """New criteria with an empty draft of version 1. Raises NameTaken."""
    criteria = Criteria(name=name, office=office)
    _save_named(criteria)
    criteria.programs.set(programs)
    criteria.interventions.set(interventions)
    CriteriaVersion.objects.create(criteria=criteria, number=1, document=written(CriteriaRules()))
    audit.record(events.CRITERIA_CREATED, by=by, target=criteria, name=name)
    return criteria


@transaction.atomic
def change_criteria(
    *,
    criteria: Criteria,
    name: str,
    by: User,
    office: Office | None = None,
    programs: Iterable[Program] = (),
    interventions: Iterable[Intervention] = (),
) -> Criteria:
    """Another name, office or purpose; the tests stay. Nothing is written when nothing changed.

    Raises CriteriaRetired and NameTaken.
    """
    criteria = _locked(criteria)
    wanted = (name, office, {row.pk for row in programs}, {row.pk for row in interventions})
    before = (
        criteria.name,
        criteria.office,
        set(criteria.programs.values_list("pk", flat=True)),
        set(criteria.interventions.values_list("pk", flat=True)),
    )
    if wanted == before:
        return criteria
    criteria.name, criteria.office = name, office
    _save_named(criteria)
    criteria.programs.set(wanted[2])
    criteria.interventions.set(wanted[3])
    audit.record(events.CRITERIA_CHANGED, by=by, target=criteria, name=name)
    return criteria


@transaction.atomic
def begin_draft(*, criteria: Criteria, by: User) -> CriteriaVersion:
    """The draft there is, else a copy of the newest version. Raises CriteriaRetired."""
    criteria = _locked(criteria)
    newest = criteria.versions.order_by("-number")[0]
    if newest.is_draft:
        return newest
    return CriteriaVersion.objects.create(
        criteria=criteria, number=newest.number + 1, document=newest.document
    )


@transaction.atomic
def save_draft(
    *, version: CriteriaVersion, document: dict[str, Any], by: User, seen: str | None = None
) -> CriteriaVersion:
    """Write the whole document into a draft. `seen`: the fingerprint of the draft one looked at.

    Raises NoDraft, CriteriaRetired, DraftChanged, and DocumentNotSound with every problem.
    """
    version = _draft(version, seen)
    criteria, problems = read_document(document, vocabulary())
    if problems:
        raise DocumentNotSound(problems)
    if version.document != (clean := written(criteria)):
        version.document = clean
        version.save(update_fields=["document", "updated_at"])
    return version


@transaction.atomic
def publish_draft(
    *, version: CriteriaVersion, by: User | None, note: str = "", seen: str | None = None
) -> CriteriaVersion:
    """From now on this version holds, frozen. A published one is given back as it is.

    Raises CriteriaRetired, DraftChanged, and DocumentNotSound, also where nothing is asked.
    """
    held = CriteriaVersion.objects.filter(pk=version.pk).first()
    if held is not None and not held.is_draft:
        return held
    version = _draft(version, seen)
    _criteria, problems = read_document(version.document, vocabulary(), is_final=True)
    if problems:
        raise DocumentNotSound(problems)
    version.published_at, version.published_by, version.note = clock.now(), by, note
    version.save()
    audit.record(
        events.CRITERIA_PUBLISHED,
        by=by,
        target=version.criteria,
        name=version.criteria.name,
        number=version.number,
    )
    return version


@transaction.atomic
def drop_draft(*, version: CriteriaVersion, by: User) -> None:
    """Forget a draft; the first of criteria that never held is emptied instead.

    Raises NoDraft and CriteriaRetired.
    """
    version = _draft(version)
    if version.number == 1:
        version.document = written(CriteriaRules())
        version.save(update_fields=["document", "updated_at"])
    else:
        version.delete()


@transaction.atomic
def retire_criteria(*, criteria: Criteria, by: User) -> Criteria:
    """Offer them no more; versions and checks stay. A second time changes nothing."""
    criteria = Criteria.objects.select_for_update().get(pk=criteria.pk)
    if criteria.retired_on is None:
        criteria.retired_on = clock.today()
        criteria.save(update_fields=["retired_on", "updated_at"])
        audit.record(events.CRITERIA_RETIRED, by=by, target=criteria, name=criteria.name)
    return criteria


@transaction.atomic
def copy_criteria(
    *, version: CriteriaVersion, name: str, by: User, office: Office | None = None
) -> Criteria:
    """New criteria whose first draft is this version. Raises NameTaken."""
    copied = create_criteria(name=name, office=office, by=by)
    copied.versions.update(document=version.document, updated_at=clock.now())
    return copied


@transaction.atomic
def check_firm(*, version: CriteriaVersion, firm: Firm, by: User | None) -> CriteriaCheck:
    """Keep what a published version says of a firm today; same facts, same row.

    Raises NotPublished.
    """
    if version.is_draft:
        raise NotPublished
    facts = facts_of([firm], today=clock.today())[firm.pk]
    criteria, _problems = read_document(version.document, vocabulary())
    result, kept = check(criteria, facts), written_facts(facts)
    row, is_new = CriteriaCheck.objects.get_or_create(
        version=version,
        firm=firm,
        fingerprint=hashed(repr(kept)),
        defaults={
            "checked_on": clock.today(),
            "verdict": result.verdict,
            "facts": kept,
            "results": written_result(result),
            "recorded_at": clock.now(),
            "recorded_by": by,
        },
    )
    if is_new:
        audit.record(
            events.FIRM_CHECKED,
            by=by,
            firm=firm,
            target=row,
            name=version.criteria.name,
            number=version.number,
            verdict=str(result.verdict),
        )
    return row


def _save_named(criteria: Criteria) -> None:
    try:
        with transaction.atomic():
            criteria.save()
    except IntegrityError as error:
        raise NameTaken from error


def _locked(criteria: Criteria) -> Criteria:
    criteria = Criteria.objects.select_for_update().get(pk=criteria.pk)
    if criteria.retired_on is not None:
        raise CriteriaRetired
    return criteria


def _draft(version: CriteriaVersion, seen: str | None = None) -> CriteriaVersion:
    criteria = _locked(version.criteria)
    found = criteria.versions.filter(pk=version.pk, published_at__isnull=True).first()
    if found is None:
        raise NoDraft
    if seen is not None and seen != found.fingerprint:
        raise DraftChanged
    return found

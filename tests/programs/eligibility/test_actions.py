"""Writing criteria: drafts, publishing, retiring, copying, and checks for the record."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from firms.audit.models import AuditEvent
from programs.eligibility.actions import (
    begin_draft,
    change_criteria,
    check_firm,
    copy_criteria,
    create_criteria,
    drop_draft,
    publish_draft,
    retire_criteria,
    save_draft,
)
from programs.eligibility.errors import (
    CriteriaRetired,
    DocumentNotSound,
    DraftChanged,
    NameTaken,
    NoDraft,
    NotPublished,
)
from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion
from tests.factories.programs import ProgramFactory
from tests.programs.eligibility.written import document

FEW = {"type": "employees", "high": 10}


def kinds(prefix="criteria."):
    rows = AuditEvent.objects.filter(kind__startswith=prefix).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def second(criteria, manager):
    """A draft beside what holds."""
    return begin_draft(criteria=criteria, by=manager)


@pytest.fixture
def program(db):
    return ProgramFactory()


def test_new_criteria_have_an_empty_draft(drafted):
    draft = drafted.versions.get()
    assert (draft.number, draft.is_draft, draft.document["groups"]) == (1, True, [])
    assert kinds() == ["criteria.created"]


def test_a_name_is_used_once_at_a_time(criteria, manager):
    with pytest.raises(NameTaken):
        create_criteria(name=criteria.name, by=manager)
    retire_criteria(criteria=criteria, by=manager)
    assert create_criteria(name=criteria.name, by=manager).name == criteria.name


def test_name_and_purpose_change_and_nothing_the_second_time(criteria, manager, program):
    wanted = {"criteria": criteria, "name": "Fairs", "by": manager, "programs": [program]}
    change_criteria(**wanted)
    changed = change_criteria(**wanted)
    assert (changed.name, list(changed.programs.all())) == ("Fairs", [program])
    assert kinds() == ["criteria.changed"]


def test_a_draft_begins_as_what_holds_and_there_is_one(criteria, second, manager):
    assert (second.number, second.document) == (2, criteria.versions.get(number=1).document)
    assert begin_draft(criteria=criteria, by=manager) == second


def test_a_draft_keeps_a_sound_document_in_one_form(draft, manager):
    kept = save_draft(version=draft, document=document(FEW), by=manager)
    assert kept.document == document({"type": "employees", "high": 10})


def test_a_draft_refuses_what_is_not_sound_and_stays(second, manager):
    before = second.document
    with pytest.raises(DocumentNotSound) as refused:
        save_draft(version=second, document=document({"type": "mood"}), by=manager)
    assert [each.code for each in refused.value.problems] == ["unknown_type"]
    second.refresh_from_db()
    assert second.document == before


def test_nobody_writes_over_what_was_not_seen(second, manager):
    seen = second.fingerprint
    save_draft(version=second, document=document(FEW), by=manager, seen=seen)
    with pytest.raises(DraftChanged):
        save_draft(version=second, document=document(), by=manager, seen=seen)


def test_publishing_freezes_and_a_second_time_changes_nothing(second, manager):
    published = publish_draft(version=second, by=manager, note="Wider")
    assert publish_draft(version=second, by=manager, note="Again") == published
    assert (published.note, published.published_by) == ("Wider", manager)
    assert kinds() == ["criteria.published"]
    with pytest.raises(NoDraft):
        save_draft(version=second, document=document(FEW), by=manager)


def test_an_empty_draft_is_not_published(draft, manager):
    with pytest.raises(DocumentNotSound):
        publish_draft(version=draft, by=manager)


def test_what_was_not_seen_is_not_published(second, manager):
    with pytest.raises(DraftChanged):
        publish_draft(version=second, by=manager, seen="other")


def test_a_later_draft_is_dropped_and_what_holds_stays(criteria, second, manager):
    drop_draft(version=second, by=manager)
    assert criteria.versions.get().number == 1
    with pytest.raises(NoDraft):
        drop_draft(version=second, by=manager)


def test_the_first_draft_is_emptied(draft, manager):
    save_draft(version=draft, document=document(FEW), by=manager)
    drop_draft(version=draft, by=manager)
    draft.refresh_from_db()
    assert draft.document["groups"] == []


def test_retired_criteria_change_no_more(criteria, manager):
    first = retire_criteria(criteria=criteria, by=manager).retired_on
    assert retire_criteria(criteria=criteria, by=manager).retired_on == first
    assert kinds() == ["criteria.retired"]
    with pytest.raises(CriteriaRetired):
        begin_draft(criteria=criteria, by=manager)


def test_a_copy_begins_as_a_draft_of_the_same(criteria, version, manager):
    copied = copy_criteria(version=version, name="Mission support", by=manager)
    draft = copied.versions.get()
    assert (draft.is_draft, draft.number, draft.document) == (True, 1, version.document)


def test_a_check_keeps_facts_verdict_and_reasons(version, known_firm, adviser):
    row = check_firm(version=version, firm=known_firm, by=adviser)
    (group,) = row.results["groups"]
    (clause,) = group["clauses"]
    assert (row.verdict, row.facts["employees"], row.recorded_by) == ("pass", 30, adviser)
    assert (clause["verdict"], clause["found"], row.results["changes"]) == ("pass", {"n": 30}, [])


def test_same_facts_same_row(version, known_firm, adviser):
    first = check_firm(version=version, firm=known_firm, by=adviser)
    assert check_firm(version=version, firm=known_firm, by=adviser) == first
    assert kinds("criteria.firm") == ["criteria.firm_checked"]


def test_other_facts_another_row(version, known_firm, adviser):
    check_firm(version=version, firm=known_firm, by=adviser)
    known_firm.employees = 90
    row = check_firm(version=version, firm=known_firm, by=adviser)
    assert (row.verdict, row.results["changes"]) == ("fail", None)
    assert CriteriaCheck.objects.count() == 2


def test_another_day_is_another_row(version, known_firm, adviser):
    check_firm(version=version, firm=known_firm, by=adviser)
    with time_machine.travel("2026-04-02T09:00:00+00:00", tick=False):
        check_firm(version=version, firm=known_firm, by=adviser)
    assert CriteriaCheck.objects.count() == 2


def test_drafts_are_not_held_against_a_firm_for_the_record(second, firm, adviser):
    with pytest.raises(NotPublished):
        check_firm(version=second, firm=firm, by=adviser)


def test_two_drafts_of_the_same_criteria_cannot_stand(second):
    twin = {"criteria": second.criteria, "number": 3, "document": {}}
    with pytest.raises(IntegrityError), transaction.atomic():
        CriteriaVersion.objects.create(**twin)


def test_scope_of_an_office(criteria, office, other_office, office_manager, firm_owner):
    Criteria.objects.filter(pk=criteria.pk).update(office=other_office)
    assert not Criteria.objects.visible_to(office_manager).exists()
    Criteria.objects.filter(pk=criteria.pk).update(office=office)
    assert CriteriaVersion.objects.visible_to(office_manager).count() == 1
    assert not Criteria.objects.visible_to(firm_owner).exists()

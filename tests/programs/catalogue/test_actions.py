"""The catalogue follows the pack; programs are opened and changed."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from assessments.methodology.loading import DEFAULT_PACK
from firms.audit.models import AuditEvent
from programs.catalogue.actions import create_program, load_interventions, update_program
from programs.catalogue.models import Intervention, InterventionTarget
from tests.factories.assessments import publish_default_pack
from tests.factories.programs import InterventionFactory, ProgramFactory


@pytest.fixture
def local_help(db):
    return InterventionFactory(code="our_own", is_local=True)


@pytest.fixture
def gone_help(db):
    return InterventionFactory(code="no_longer_in_the_pack")


@pytest.fixture
def program(db):
    return ProgramFactory()


def test_all_interventions_come_with_their_targets(pack):
    loaded = load_interventions(pack_version=pack)
    assert (len(loaded.added), loaded.changed) == (26, ())
    fair = Intervention.objects.get(code="trade_fair")
    targets = dict(fair.targets.values_list("constraint__code", "strength"))
    assert targets["foreign_contacts"] == 3
    assert fair.follow_up_days == [14, 60, 180, 365]
    assert fair.details["evidence"][0]["cite"].startswith("Makioka")


def test_loading_twice_changes_nothing(catalogue):
    before = InterventionTarget.objects.count(), AuditEvent.objects.count()
    assert load_interventions(pack_version=catalogue).is_empty
    assert (InterventionTarget.objects.count(), AuditEvent.objects.count()) == before


def test_what_the_pack_dropped_retires_and_what_is_ours_stays(pack, local_help, gone_help):
    loaded = load_interventions(pack_version=pack)
    assert loaded.retired == ("no_longer_in_the_pack",)
    local_help.refresh_from_db()
    assert local_help.retired_on is None
    assert Intervention.objects.filter(pk=gone_help.pk).exists()


def test_a_changed_row_is_brought_back(catalogue):
    Intervention.objects.filter(code="trade_fair").update(typical_days=99)
    assert load_interventions(pack_version=catalogue).changed == ("trade_fair",)


def test_a_dropped_target_goes(catalogue):
    fair = Intervention.objects.get(code="trade_fair")
    fair.targets.update(strength=1)
    load_interventions(pack_version=catalogue)
    assert fair.targets.get(constraint__code="foreign_contacts").strength == 3


def test_the_command_loads_publishes_and_says_so(db, capsys):
    call_command("load_pack", "--default", "--publish")
    call_command("load_pack", "--default", "--publish")
    first, second = capsys.readouterr().out.strip().splitlines()
    assert "26 added" in first
    assert "0 added, 0 changed, 0 retired" in second


def test_a_draft_does_not_move_the_catalogue(db):
    call_command("load_pack", str(DEFAULT_PACK))
    assert not Intervention.objects.exists()


def test_a_broken_pack_is_refused_with_its_path(db, tmp_path):
    broken = tmp_path / "pack.yaml"
    text = DEFAULT_PACK.read_text(encoding="utf-8")
    broken.write_text(text.replace("foreign_contacts: 3", "no_such_thing: 3"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"interventions\[\d+\]\.addresses") as refusal:
        call_command("load_pack", str(broken), "--publish")
    assert refusal.value.returncode == 1
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("arguments", [(), ("missing.yaml",), ("missing.yaml", "--default")])
def test_bad_arguments_are_one_sentence(db, arguments):
    with pytest.raises(CommandError):
        call_command("load_pack", *arguments)


def test_a_new_version_updates_the_catalogue(catalogue):
    newer = publish_default_pack(version="0.2.0")
    assert load_interventions(pack_version=newer).is_empty


def test_a_program_is_opened_and_changed_once(manager, program):
    opened = create_program(by=manager, code="p", name="P", starts_on=date(2026, 1, 1))
    changed = update_program(program=opened, by=manager, name="Q", starts_on=date(2026, 1, 1))
    assert changed.name == "Q"
    event = AuditEvent.objects.get(kind="program.changed")
    assert event.data["fields"] == "name"
    update_program(program=opened, by=manager, name="Q")
    assert AuditEvent.objects.filter(kind="program.changed").count() == 1

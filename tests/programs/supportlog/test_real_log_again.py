"""The real log of an agency, brought in again, undone, only looked at, or with a line more."""

import pytest

from firms.imports.actions import undo_run
from firms.imports.models import DuplicatePair, ImportedRow, ImportRun
from programs.supportlog.actions import import_support_log
from tests.programs.supportlog.conftest import table_counts, without_memory

pytestmark = pytest.mark.django_db


def test_repeatable_and_undoable_as_a_whole(real_log, real_plan):
    before = without_memory(table_counts())
    report = import_support_log(path=real_log, plan=real_plan, by=None)
    imported = table_counts()
    again = import_support_log(path=real_log, plan=real_plan, by=None)
    assert (again.rows["new"], again.rows["unchanged"]) == (0, 2_476)
    assert table_counts() == imported
    undo_run(run=ImportRun.objects.get(pk=report.run), by=None)
    assert without_memory(table_counts()) == before
    assert not ImportedRow.objects.exists()


def test_dry_run_of_the_real_log(real_log, real_plan):
    before = table_counts()
    report = import_support_log(path=real_log, plan=real_plan, by=None, dry_run=True)
    assert report.made["engagements"] > 2_000
    assert table_counts() == before


def test_the_same_name_as_another_legal_form_waits_too(real_log, real_plan, tmp_path):
    lines = real_log.read_text(encoding="utf-8").splitlines()
    twin = next(line for line in lines if '"Flare Industries, Inc."' in line)
    twin = twin.replace("Flare Industries, Inc.", "Flare Industries, Llc")
    twin = twin.replace("09234435ST1004,234435", "09999999ST1001,999999")
    copy = tmp_path / "log.csv"
    copy.write_text("\n".join([*lines, twin]), encoding="utf-8")
    import_support_log(path=copy, plan=real_plan, by=None)
    pair = DuplicatePair.objects.get(reason="legal_form")
    assert {pair.first.legal_name, pair.second.legal_name} == {
        "Flare Industries, Inc.",
        "Flare Industries, Llc",
    }

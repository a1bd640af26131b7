"""The command: what it prints, what it refuses, and with which exit code."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from firms.imports.models import ImportRun, RunState
from firms.register.models import Firm
from tests.factories.firms import ContactFactory
from tests.programs.supportlog.conftest import MAPPING, cells, table_counts

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "harbour.yaml"
    path.write_text(MAPPING)
    return path


@pytest.fixture
def run(insurance, mapping):
    def ran(*arguments, **options) -> str:
        out = StringIO()
        call_command("import_support_log", *arguments, stdout=out, **options)
        return out.getvalue()

    return ran


@pytest.fixture
def log(write):
    return write([cells("R1", "D1", "Lanvik"), cells("R2", "D2", "Unknown")])


def test_report_in_words(run, log, mapping):
    said = run(log, mapping=str(mapping))
    assert "2 rows read = 1 accepted + 1 rejected." in said
    assert "Line 3, column Firm, “Unknown”: This name stands for no particular firm." in said
    assert "was imported as number" in said


def test_report_as_json(run, log, mapping):
    said = json.loads(run(log, mapping=str(mapping), json=True))
    assert said["rows"] == {
        "read": 2, "accepted": 1, "rejected": 1, "new": 1, "unchanged": 0, "differing": 0,
    }  # fmt: skip
    assert said["rejects"][0]["row"] == 3
    assert said["controls"][0]["code"] == "deals"
    assert said["rows_per_second"] > 0


def test_dry_run_says_so(run, log, mapping):
    before = table_counts()
    assert "nothing was written" in run(log, mapping=str(mapping), dry_run=True)
    assert table_counts() == before


def test_second_run_says_so(run, log, mapping):
    run(log, mapping=str(mapping))
    assert "Nothing new in log.csv: it was imported as number" in run(log, mapping=str(mapping))


def test_progress_on_a_terminal(run, log, mapping):
    err = Terminal()
    run(log, mapping=str(mapping), stderr=err)
    assert "2 rows read" in err.getvalue()


def test_who_imports(run, log, mapping, administrator):
    run(log, mapping=str(mapping), by=administrator.email.upper())
    assert ImportRun.objects.get().by == administrator


def test_undo(run, log, mapping):
    run(log, mapping=str(mapping))
    said = run(undo=ImportRun.objects.get().pk)
    assert "was undone" in said
    assert ImportRun.objects.get().state == RunState.UNDONE


def test_undo_of_used_firms(run, log, mapping):
    run(log, mapping=str(mapping))
    ContactFactory(firm=Firm.objects.get())
    number = ImportRun.objects.get().pk
    with pytest.raises(CommandError, match="Nothing was undone: 1 firms") as caught:
        run(undo=number)
    assert caught.value.returncode == 1
    assert "Kept: Lanvik (contact × 1)" in run(undo=number, keep_used=True)


MISUSES = [
    pytest.param({}, {}, "Give either a FILE", id="nothing"),
    pytest.param({"file": True}, {}, "Say how to read the file", id="no mapping"),
    pytest.param(
        {"file": True}, {"mapping": "nowhere.yaml"}, "no mapping file", id="no such mapping"
    ),
    pytest.param({}, {"undo": 999}, "no import with the number 999", id="no such run"),
    pytest.param({"file": True}, {"undo": 1}, "Give either a FILE", id="file and undo"),
    pytest.param({}, {"by": "no@example.org", "undo": 1}, "Nobody has the e-mail", id="nobody"),
]


@pytest.mark.parametrize(("given", "options", "sentence"), MISUSES)
def test_misuse_ends_with_2(run, log, given, options, sentence):
    arguments = [log for _name in given]
    with pytest.raises(CommandError, match=sentence) as caught:
        run(*arguments, **options)
    assert caught.value.returncode == 2


def test_adviser_may_not_import(run, log, mapping, adviser):
    with pytest.raises(CommandError, match="may not import") as caught:
        run(log, mapping=str(mapping), by=adviser.email)
    assert caught.value.returncode == 2
    assert not Firm.objects.exists()


def test_refused_file_ends_with_1(run, write, mapping):
    with pytest.raises(CommandError, match=r"Nothing was imported. The file .* is empty") as caught:
        run(write(""), mapping=str(mapping))
    assert caught.value.returncode == 1

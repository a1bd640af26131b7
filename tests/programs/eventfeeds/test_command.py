"""The command: what it prints, what it refuses, and with which exit code."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.allocation.models import Offering
from programs.eventfeeds.models import FeedImport
from tests.factories.programs import ApplicationFactory
from tests.programs.eventfeeds.conftest import MAPPING, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "harbour.yaml"
    path.write_text(MAPPING)
    return str(path)


@pytest.fixture
def run(program, on_monday):
    def ran(*arguments, **options) -> str:
        out = StringIO()
        call_command("import_offerings", *arguments, stdout=out, **options)
        return out.getvalue()

    return ran


@pytest.fixture
def fairs(write):
    return str(
        write(
            [
                event("A1"),
                event("A2", Cost="€60 ", Name="Food week"),
                event(
                    "",
                ),
            ]
        )
    )


def test_report_in_words(run, fairs, mapping):
    said = run(fairs, mapping=mapping, program="abroad")
    assert "fairs.csv was imported as number" in said
    assert "3 rows read = 1 accepted + 1 held + 1 rejected." in said
    assert "Line 4, column Id, “”: The value is missing." in said
    assert "Line 3, column Cost, “€60 ”: The cost is not written as the mapping says." in said
    assert "Proposed: “60.00”" in said


def test_report_as_json(run, fairs, mapping):
    said = json.loads(run(fairs, mapping=mapping, program="abroad", json=True))
    assert said["rows"]["held"] == 1
    assert said["doubts"][0]["code"] == "cost_odd"
    assert said["rejects"][0]["reason"] == "missing"


def test_dry_run_says_so(run, fairs, mapping):
    assert "nothing was written" in run(fairs, mapping=mapping, program="abroad", dry_run=True)
    assert not FeedImport.objects.exists()


def test_second_run_says_so(run, fairs, mapping):
    run(fairs, mapping=mapping, program="abroad")
    said = run(fairs, mapping=mapping, program="abroad")
    assert "Nothing new in fairs.csv: it was imported as number" in said


def test_who_imports(run, fairs, mapping, manager):
    run(fairs, mapping=mapping, program="abroad", by=manager.email)
    assert FeedImport.objects.get().by == manager


@pytest.mark.parametrize(
    ("options", "says", "code"),
    [
        ({"mapping": None}, "Say how to read the file", 2),
        ({"mapping": "no_such"}, "The mapping cannot be used.", 2),
        ({"program": "nowhere"}, "no program with the code nowhere", 2),
        ({"program": None}, "no program with the code", 2),
        ({"by": "nobody@example.org"}, "Nobody has the e-mail", 2),
        ({"undo": 1}, "Give either a FILE", 2),
    ],
)
def test_misuse(run, fairs, mapping, options, says, code):
    with pytest.raises(CommandError, match=says) as refused:
        run(fairs, **({"mapping": mapping, "program": "abroad"} | options))
    assert refused.value.returncode == code


def test_an_adviser_may_not(run, fairs, mapping, adviser):
    with pytest.raises(CommandError, match="may not manage programs"):
        run(fairs, mapping=mapping, program="abroad", by=adviser.email)


def test_a_bad_file_ends_with_one(run, mapping, write):
    with pytest.raises(CommandError, match=r"imported\. The file .* is empty") as refused:
        run(str(write(b"")), mapping=mapping, program="abroad")
    assert refused.value.returncode == 1


def test_undo(run, fairs, mapping):
    run(fairs, mapping=mapping, program="abroad")
    number = FeedImport.objects.get().pk
    assert f"The import {number} was undone." in run(undo=number)
    assert not Offering.objects.exists()


def test_undo_as_json(run, fairs, mapping):
    run(fairs, mapping=mapping, program="abroad")
    number = FeedImport.objects.get().pk
    assert json.loads(run(undo=number, json=True)) == {"number": number, "state": "undone"}


def test_undo_of_nothing(run):
    with pytest.raises(CommandError, match="no import with the number 7"):
        run(undo=7)


def test_undo_that_is_refused_ends_with_one(run, fairs, mapping):
    run(fairs, mapping=mapping, program="abroad")
    ApplicationFactory(offering=Offering.objects.get())
    with pytest.raises(CommandError, match="applied for Boat fair") as refused:
        run(undo=FeedImport.objects.get().pk)
    assert refused.value.returncode == 1

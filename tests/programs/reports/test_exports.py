"""The same figures as page, sheet, JSON and command; small groups withheld in all of them."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from programs.reports.exports import sheet
from programs.reports.selectors import cohort_report
from tests.programs.reports.conftest import TODAY


def url(name, cohort, **query):
    return reverse(f"programs:{name}", args=[cohort.pk], query=query)


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def printed(*arguments):
    out = io.StringIO()
    call_command("cohort_report", *arguments, stdout=out)
    return out.getvalue()


def test_json_holds_the_figures(cohort, manager_client):
    body = manager_client.get(url("cohort-json", cohort)).json()
    assert body["format"] == "portolan.cohort_report/1"
    assert body["members"] == {"count": 40, "withheld": False, "is_partial": False}
    assert body["transitions"][0]["cells"][1] == {
        "state": "active_engagement",
        "direction": "up",
        "count": 7,
        "share": 0.269,
        "withheld": False,
    }
    assert body["follow_ups"]["parts"][0] == {
        "kind": "on_time",
        "count": 6,
        "share": 0.286,
        "withheld": False,
    }
    assert body["time_to_next_stage"][0]["points"][0] == {
        "month": 0,
        "reached": 0.0,
        "low": 0.0,
        "high": 0.0,
        "at_risk": 26,
    }


def test_json_withholds(small_cohort, manager_client):
    body = manager_client.get(url("cohort-json", small_cohort)).json()
    down, up = (body["transitions"][1]["cells"][at] for at in (0, 2))
    assert (down["count"], down["share"], down["withheld"]) == (None, None, True)
    assert (up["count"], up["share"], up["withheld"]) == (None, None, True)
    curve = body["time_to_next_stage"][1]
    assert (curve["moved_up"], curve["withheld"], curve["points"]) == (None, True, [])


def test_json_withholds_relief(relieved_cohort, manager_client):
    body = manager_client.get(url("cohort-json", relieved_cohort)).json()
    assert body["relief"][1] == {
        "constraint": "standards",
        "n": None,
        "before": None,
        "after": None,
        "change": None,
        "withheld": True,
    }


def test_sheet_has_as_many_rows_as_it_says(cohort, manager, manager_client):
    response = manager_client.get(url("cohort-csv", cohort))
    _, expected = sheet(cohort_report(cohort, manager, as_of=TODAY))
    header, *rows = rows_of(response)
    assert len(rows) == len(expected) == int(response["X-Rows"])
    assert header[:6] == [
        "Figure",
        "At intake",
        "Now, month or constraint",
        "Measure",
        "Value",
        "Withheld",
    ]


def test_sheet_withholds(small_cohort, manager_client):
    rows = rows_of(manager_client.get(url("cohort-csv", small_cohort)))
    cell = ["transitions", "active_engagement", "preparation", "count", "", "yes", "2026-02-02"]
    assert cell in rows


def test_sheet_of_one_figure(cohort, manager_client):
    _, *rows = rows_of(manager_client.get(url("cohort-csv", cohort, figure="follow_ups")))
    assert {row[0] for row in rows} == {"follow_ups"}


def test_page_withholds_and_never_says_less_than(small_cohort, manager_client):
    page = manager_client.get(url("cohort", small_cohort)).content.decode()
    assert '<td class="wh"><small>withheld</small></td>' in page
    assert "&lt; 5" not in page


def test_command_prints_the_same_json(cohort, manager_client):
    shown = manager_client.get(url("cohort-json", cohort)).json()
    assert json.loads(printed(cohort.code, "--json")) == shown


def test_command_prints_a_table(small_cohort):
    lines = [line.split() for line in printed(small_cohort.code).splitlines()]
    assert ["members", "count", "33", "no"] in lines
    assert ["transitions", "active_engagement", "preparation", "count", "yes"] in lines


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["nothing"], "no cohort with the code nothing", id="unknown code"),
        pytest.param(["intake-2024", "--as-of", "soon"], "is not a date", id="no date"),
        pytest.param(["intake-2024"], "not frozen yet", id="not frozen"),
    ],
)
def test_command_says_what_is_wrong(open_cohort, arguments, words):
    with pytest.raises(CommandError, match=words):
        printed(*arguments)


def test_not_frozen_has_nothing_to_export(open_cohort, manager_client):
    refused = manager_client.get(url("cohort-json", open_cohort))
    assert (refused.status_code, refused.json()["code"]) == (409, "cohort_not_frozen")
    assert manager_client.get(url("cohort-csv", open_cohort)).status_code == 409

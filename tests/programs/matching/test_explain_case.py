"""The command explain_case: JSON on stdout, refusals on stderr with exit code 2, no database."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from assessments.methodology.loading import DEFAULT_PACK

KEYS = {
    "stage", "phase", "pathway", "overlays", "trajectory", "stage_tests", "constraints",
    "recommendations", "bundle",
}  # fmt: skip
ACTIVE = {
    "as_of": "2026-11-22",
    "firm": {"country": "KZ", "founded": 2009, "product_form": "packable_goods"},
    "years": [{"year": 2026, "turnover": 1000, "export": 50}],
    "months_since_last_export": 1,
    "implementation_steps_12m": ["fair"],
    "answers": {"fc1": 0, "fc2": 0, "fc3": 4, "cl1": 2, "cl2": 2},
}


@pytest.fixture
def run(tmp_path):
    """Runs the command on a document or raw bytes: exit code, JSON or text, lines of stderr."""

    def run_case(case, *options):
        path = tmp_path / "case.json"
        path.write_bytes(case if isinstance(case, bytes) else json.dumps(case).encode())
        return run_path(str(path), *options)

    return run_case


def run_path(path, *options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("explain_case", path, *options, stdout=out, stderr=err)
        code = 0
    except SystemExit as exit_:
        code = exit_.code
    return SimpleNamespace(
        code=code,
        text=out.getvalue(),
        errors=err.getvalue().splitlines(),
        json=json.loads(out.getvalue() or "null"),
    )


def by_code(rows):
    return {row["code"]: row for row in rows}


def test_the_output_has_all_parts(run):
    found = run(ACTIVE)
    assert found.code == 0
    assert found.errors == []
    assert found.json.keys() >= KEYS
    assert found.json["stage"] == "active_engagement"
    assert found.json["stage_tests"][0].keys() == {"code", "gate", "passed", "found", "needed"}


def test_scores_by_hand(run):
    """foreign_contacts 100 and cross_border_logistics 50, both of the firm's own stage."""
    found = run(ACTIVE).json
    constraints = by_code(found["constraints"])
    assert constraints["foreign_contacts"]["priority"] == 100
    assert constraints["cross_border_logistics"]["priority"] == 50
    scores = {row["code"]: row["score"] for row in found["recommendations"]}
    assert scores["trade_fair"] == 100
    assert scores["logistics_clinic"] == 50
    assert scores["distributor_search"] == pytest.approx(100 * 2 / 3 + 50 / 3, abs=1e-5)
    assert found["recommendations"][0]["code"] == "inward_buyer_mission"
    assert found["bundle"][0] == "inward_buyer_mission"
    assert "logistics_clinic" in found["bundle"]


def test_what_is_not_answered_is_not_assessed(run):
    constraints = by_code(run(ACTIVE).json["constraints"])
    row = constraints["trade_finance"]
    assert (row["severity"], row["priority"], row["coverage"]) == (None, None, 0)
    assert row["band"] == "not_assessed"


def test_without_answers_nothing_is_recommended(run):
    found = run({"as_of": "2026-11-22", "firm": {}}).json
    assert {row["band"] for row in found["constraints"]} == {"not_assessed"}
    assert (found["recommendations"], found["bundle"]) == ([], [])


def test_pass_and_fail_are_explained_with_what_would_help(run):
    found = by_code(run(ACTIVE).json["recommendations"])
    row = found["channel_market_diversification"]
    assert row["eligible"] is False
    assert [each["code"] for each in row["why_not"]] == [
        "stage_not_served",
        "too_few_export_years",
    ]
    assert "2027" in row["why_not"][1]["would_help"]
    assert by_code(found["ecommerce_onboarding"]["tests"])["product_form"]["passed"] is True


def test_an_engineering_firm_is_not_sent_to_a_platform(run):
    case = {**ACTIVE, "firm": {"product_form": "capital_goods"}}
    row = by_code(run(case).json["recommendations"])["ecommerce_onboarding"]
    assert row["eligible"] is False
    assert row["why_not"][0]["code"] == "product_form_not_served"


def test_a_fair_needs_a_reason_while_standards_are_blocking(run):
    case = {**ACTIVE, "answers": {**ACTIVE["answers"], "sc1": 0, "sc2": 0, "sc3": 4}}
    found = run(case).json
    fair = by_code(found["recommendations"])["trade_fair"]
    assert fair["requires_reason"]
    assert "needs_reason_blocking" in by_code(fair["cautions"])
    assert "trade_fair" not in found["bundle"]


def test_sentences_are_for_people(run):
    row = by_code(run(ACTIVE).json["recommendations"])["trade_fair"]
    texts = [each["text"] for each in (*row["reasons"], *row["cautions"])]
    assert all(text.endswith(".") and "%(" not in text for text in texts)
    assert "No contacts with foreign buyers" in texts[0]


def test_the_methodology_speaks_the_language_asked_for(run):
    row = by_code(run(ACTIVE, "--lang", "ru").json["recommendations"])["trade_fair"]
    assert row["name"] == "Международная выставка"
    assert "Нет контактов с зарубежными покупателями" in row["reasons"][0]["text"]


def test_the_same_case_gives_the_same_bytes(run):
    assert run(ACTIVE).text == run(ACTIVE).text


def test_indent(run):
    assert run(ACTIVE, "--indent", "4").text.startswith('{\n    "stage"')


def test_standard_input(monkeypatch):
    data = json.dumps({"as_of": "2026-11-22", "firm": {}}).encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert run_path("-").json["stage"] == "preparation"


def test_every_error_is_one_line_and_nothing_is_printed(run):
    found = run(
        {
            "as_of": "2026-11-22",
            "firm": {"founded": 2030},
            "years": [{"year": 2024}, {"year": 2025, "turnover": 100, "export": 120}],
        }
    )
    assert (found.code, found.text) == (2, "")
    assert found.errors == [
        "firm.founded: 2030 is outside the range from 500 to 2026.",
        "years[1].export: 120 is above the turnover of 100.",
    ]


def test_doubts_are_shown_and_do_not_stop(run):
    case = {**ACTIVE, "months_since_last_export": 30, "years": [{"year": 2025, "export": 5}]}
    found = run(case)
    assert found.code == 0
    assert len(found.errors) == 1
    assert "months_since_last_export" in found.errors[0]


def test_a_missing_file_is_one_sentence(tmp_path):
    found = run_path(str(tmp_path / "none.json"))
    assert found.code == 2
    assert len(found.errors) == 1
    assert "none.json: the file cannot be read" in found.errors[0]


def test_a_file_without_end_is_refused_not_read():
    found = run_path("/dev/zero")
    assert found.code == 2
    assert found.errors == ["file: The file is larger than 1000000 bytes."]


def test_another_pack(run, tmp_path):
    text = DEFAULT_PACK.read_text(encoding="utf-8")
    other = tmp_path / "pack.yaml"
    other.write_text(text.replace('version: "0.1.0"', 'version: "0.2.0"', 1), encoding="utf-8")
    assert run(ACTIVE, "--pack", str(other)).json["pack"]["version"] == "0.2.0"


def test_a_broken_pack_is_refused_by_place(run, tmp_path):
    other = tmp_path / "pack.yaml"
    other.write_text("meta: {code: 1}\n", encoding="utf-8")
    found = run(ACTIVE, "--pack", str(other))
    assert found.code == 2
    assert found.text == ""
    assert all(line.startswith(f"{other}: ") for line in found.errors)


def test_an_unknown_language_is_refused(run):
    with pytest.raises(CommandError, match="--lang"):
        run(ACTIVE, "--lang", "xx")

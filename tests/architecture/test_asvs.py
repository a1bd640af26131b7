"""Which security requirements are shown by a test; `docs/security/asvs.md` is made from it."""

import ast
import csv
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security" / "asvs.md"
SCOPE = ROOT / "docs" / "security" / "asvs_scope.csv"


def scope() -> dict[str, dict[str, str]]:
    with SCOPE.open(encoding="utf-8", newline="") as file:
        return {row["asvs_5.0.0_id"].removeprefix("V"): row for row in csv.DictReader(file)}


def marks(tree: ast.AST) -> list[tuple[str, str]]:
    return [
        (argument.value, function.name)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("mark.asvs")
        for argument in mark.args
        if isinstance(argument, ast.Constant)
    ]


def shown() -> dict[str, list[str]]:
    """Requirement id → tests that show it, found in the sources of the tests."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for requirement, test in marks(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(requirement, []).append(
                f"`{path.relative_to(ROOT).as_posix()}::{test}`"
            )
    return found


def page() -> str:
    wanted = {key: row for key, row in scope().items() if row["scope"] in ("core", "l3-chosen")}
    tests = shown()
    rows = [
        f"| {key} | {row['level']} | {row['chapter']} | {'<br>'.join(tests[key])} |"
        for key, row in wanted.items()
        if key in tests
    ]
    missing = ", ".join(key for key in wanted if key not in tests)
    return "\n".join(
        [
            "# Security requirements shown by tests",
            "",
            "Made from the marks on the tests and `asvs_scope.csv` (OWASP ASVS 5.0.0).",
            f"Shown: {len(rows)} of {len(wanted)} requirements in scope.",
            "",
            "| Requirement | Level | Chapter | Tests |",
            "|---|---|---|---|",
            *rows,
            "",
            "## Not shown yet",
            "",
            missing,
            "",
        ]
    )


def test_marks_name_requirements_that_exist():
    assert shown().keys() <= scope().keys()


def test_the_page_is_what_the_marks_say():
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()

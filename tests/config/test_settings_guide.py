"""The guide lists every environment variable that the settings read, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEFORE_DJANGO = {"PORT", "HOST", "PYTHON", "PORTOLAN_VENV"}


def asked_for():
    """Names in `env.kind("NAME", …)` in all settings files but those of the tests."""
    calls = (
        node
        for path in (ROOT / "config" / "settings").glob("*.py")
        if path.name != "test.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "env"
    }


def test_the_guide_lists_what_is_read():
    guide = (ROOT / "docs" / "guides" / "settings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert listed == asked_for() | BEFORE_DJANGO

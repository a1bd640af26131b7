"""The house rules that a reader feels first: small files, known names, one reader of time."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "firms", "assessments", "programs")
LIMITS = {".py": 300, ".html": 150, ".js": 400, ".css": 400}

#: Files longer than the house likes, with the reason. This list may only shrink.
TOO_LONG: dict[str, str] = {}

#: Names that say nothing about what a file holds.
BANNED_NAMES = {"utils.py", "helpers.py", "services.py", "constants.py", "misc.py", "common.py"}


def sources(*suffixes: str) -> list[Path]:
    found = [
        path
        for room in (*ROOMS, "tests")
        for path in (ROOT / room).rglob("*")
        if path.suffix in suffixes
    ]
    skipped = ("migrations", "vendor", "__pycache__")
    return [path for path in found if not set(skipped) & set(path.parts)]


def product(*suffixes: str) -> list[Path]:
    return [path for path in sources(*suffixes) if path.relative_to(ROOT).parts[0] != "tests"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short_or_excused():
    long = {name(path) for path in sources(*LIMITS) if lines(path) > LIMITS[path.suffix]}
    assert long == TOO_LONG.keys()


def test_file_names_say_what_they_hold():
    assert not [name(path) for path in sources(".py") if path.name in BANNED_NAMES]


def test_modules_begin_with_a_docstring():
    silent = [
        name(path)
        for path in product(".py")
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


#: Where a pattern may stand although it is banned, with the reason.
ALLOWED = {
    "time": {"config/shared/clock.py": "the one reader of time"},
    "safe": {},
    "sql": {},
    "shell": {},
    "random": {},
}
BANNED = {
    "time": re.compile(
        r"timezone\.now\(|timezone\.localdate\(|date\.today\(|datetime\.now\(|utcnow"
    ),
    "safe": re.compile(r"mark_safe\(|\|safe\b|autoescape off|SafeString\("),
    "sql": re.compile(r"\.raw\(|\.extra\(|RawSQL\("),
    "shell": re.compile(r"shell=True|os\.system\(|\beval\(|\bexec\(|pickle\.loads|yaml\.load\("),
    "random": re.compile(r"hashlib\.(md5|sha1)\("),
}


@pytest.mark.parametrize("what", BANNED)
@pytest.mark.asvs("1.2.1", "1.2.4", "1.3.2", "11.4.1")
def test_banned_calls_stand_nowhere_else(what):
    found = {
        name(path)
        for path in product(".py", ".html")
        if BANNED[what].search(path.read_text(encoding="utf-8"))
    }
    assert found == ALLOWED[what].keys()


def test_templates_obey_the_content_security_policy():
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<script>(?!</script>)|javascript:", re.IGNORECASE)
    broken = [
        name(path)
        for path in product(".html")
        if inline.search(path.read_text(encoding="utf-8")) and "/email/" not in name(path)
    ]
    assert broken == []


def _imported(path: Path) -> list[ast.alias]:
    """Functions of Django's translation that a module imports under another name."""
    found = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
    ]
    return [each for node in found for each in node.names if each.asname]


def test_words_are_called_by_names_that_are_collected():
    """What is imported as anything but `_` stands on the screen and never in the catalogue."""
    odd = {(name(path), each.asname) for path in product(".py") for each in _imported(path)}
    assert {pair for pair in odd if pair[1] != "_"} == set()

"""Vendored files are what the manifest says; styles, scripts and templates obey the policy."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "config" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
FILES = [
    (package["name"], name, digest)
    for package in MANIFEST["packages"]
    for name, digest in package["files"].items()
]
TEMPLATES = [
    path
    for app in ("config", "firms", "assessments", "programs")
    for path in (ROOT / app).rglob("*.html")
]
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def template_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(("package", "name", "digest"), FILES, ids=lambda value: str(value)[:40])
def test_vendored_file_is_the_recorded_one(package, name, digest):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, package


def test_every_vendored_file_is_recorded():
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    recorded = {name for _, name, _ in FILES if not name.startswith("..")}
    assert found - {"manifest.json"} == recorded


def test_every_package_names_version_and_licence():
    assert all(entry["version"] and entry["licence"] for entry in MANIFEST["packages"])
    assert all(any("LICENSE" in name for name in entry["files"]) for entry in MANIFEST["packages"])


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=lambda path: path.name)
def test_own_files_load_nothing_from_elsewhere(path):
    assert not re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_files_stay_readable(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert max(len(line) for line in lines) <= 120


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_own_scripts_stay_small(path):
    """Each is read whole by whoever changes it; only `app.js` comes with every page."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_every_style_file_is_loaded():
    linked = {
        name
        for path in TEMPLATES
        for name in re.findall(r"css/([a-z]+\.css)", path.read_text(encoding="utf-8"))
    }
    assert linked == {path.name for path in STYLES}


@pytest.mark.parametrize("path", TEMPLATES, ids=template_id)
def test_templates_keep_the_content_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>%]+\sstyle=", text)
    assert not re.search(r"<[^>%]+\son[a-z]+=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", text)


def test_icons_named_in_templates_exist():
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite))
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()
    assert named

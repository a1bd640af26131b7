"""What running and the default tests need stands in requirements.txt alone."""

import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

COLLECT = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1:]:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Hidden())
import pytest
sys.exit(pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "pytest_django.plugin"]))
"""


def names_in(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=\[ ]", line)[0].lower() for line in lines if line[:1].isalnum()}


@pytest.fixture(scope="module")
def development_only():
    """Modules of packages that stand in requirements-dev.txt only, as far as they are installed."""
    extra = names_in("requirements-dev.txt") - names_in("requirements.txt")
    found = packages_distributions().items()
    modules = [module for module, by in found if {_canonical(each) for each in by} <= extra]
    if not modules:
        pytest.skip("no development requirement is installed")
    return modules


def _canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_default_tests_are_collected_without_development_requirements(development_only):
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, *development_only],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "deselected" in done.stdout.splitlines()[-1]

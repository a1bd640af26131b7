"""The first command of a newcomer: what it says when the machine is not ready for it."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap

SCRIPT = Path(bootstrap.__file__)


def run_bootstrap(*arguments, **variables):
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def ready_environment(tmp_path):
    """An environment with stamps of the present requirements, whose programs are this Python's."""
    environment = tmp_path / "venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    for name in ("requirements.txt", "requirements-dev.txt"):
        wanted = bootstrap.fingerprint(os.path.join(bootstrap.ROOT, name))
        (environment / f"{name}.installed").write_text(wanted)
    return environment


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_an_old_python_can_read_the_file():
    assert ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_only_the_standard_library_is_imported():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert names <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_an_old_python_is_told_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    assert bootstrap.main(["python"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Portolan needs Python 3.11 or newer, and this is Python 3.9")
    assert said.count("\n") == 1


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch):
    became = []
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: sys.executable)
    monkeypatch.setattr(bootstrap.os, "execv", lambda *call: became.append(call) or sys.exit(0))
    with pytest.raises(SystemExit):
        bootstrap.main(["--dev", "pytest"])
    assert became[0][1][2:] == ["--dev", "pytest"]


def test_a_taken_port_is_told_before_anything_is_installed(taken_port, tmp_path):
    result = run_bootstrap(
        "python", "manage.py", "serve", PORT=str(taken_port), PORTOLAN_VENV=str(tmp_path / "venv")
    )
    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {taken_port} on 127.0.0.1 cannot be used")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("told", ["abc", "0", "65536", "-1", "80 80", "٨٠٠٠"])
def test_an_unusable_port_is_refused(told):
    with pytest.raises(bootstrap.Trouble, match="PORT must be a whole number"):
        bootstrap.address({"PORT": told})


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({}, ("127.0.0.1", 8000), id="nothing told"),
        pytest.param({"PORT": "", "HOST": ""}, ("127.0.0.1", 8000), id="told empty"),
        pytest.param({"PORT": "8110", "HOST": "::1"}, ("::1", 8110), id="both told"),
    ],
)
def test_the_address_has_defaults(variables, expected):
    assert bootstrap.address(variables) == expected


def test_a_host_that_is_not_ours_is_refused():
    with pytest.raises(bootstrap.Trouble, match=r"192\.0\.2\.1"):
        bootstrap.port_is_free("192.0.2.1", 8119)


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence():
    result = run_bootstrap("python", PORTOLAN_VENV="/proc/nowhere/venv")
    assert result.returncode == 1
    assert "The folder /proc/nowhere cannot be written to" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_in_the_way_is_not_emptied(tmp_path):
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "letter.txt").write_text("keep me")
    result = run_bootstrap("python", PORTOLAN_VENV=str(tmp_path / "venv"))
    assert result.returncode == 1
    assert "is in the way" in result.stderr
    assert (tmp_path / "venv" / "letter.txt").exists()


def test_a_missing_venv_module_is_told_in_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PORTOLAN_VENV", str(tmp_path / "venv"))
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert bootstrap.main(["python"]) == 1
    assert "python3-venv" in capsys.readouterr().err


def test_a_failed_install_names_the_reason_and_leaves_no_stamp(
    monkeypatch, capsys, tmp_path, ready_environment
):
    (tmp_path / "requirements.txt").write_text("nothing-like-this==1.0 --hash=sha256:" + "0" * 64)
    (ready_environment / "requirements.txt.installed").unlink()
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "works", lambda environment: True)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PORTOLAN_VENV", str(ready_environment))
    assert bootstrap.main(["python"]) == 1
    assert "pip could not install requirements.txt" in capsys.readouterr().err
    assert not (ready_environment / "requirements.txt.installed").exists()


def test_a_ready_environment_goes_straight_to_the_command(ready_environment):
    result = run_bootstrap(
        "--dev", "python", "-c", "print('here')", PORTOLAN_VENV=str(ready_environment)
    )
    assert (result.returncode, result.stdout) == (0, "here\n")


def test_changed_requirements_are_installed_again(ready_environment, monkeypatch):
    monkeypatch.setattr(bootstrap, "works", lambda environment: True)
    installed = []
    monkeypatch.setattr(
        bootstrap.subprocess, "call", lambda command, **_: installed.append(command) or 0
    )
    (ready_environment / "requirements.txt.installed").write_text("of another day")
    bootstrap.prepare(str(ready_environment), dev=True)
    assert [command[-1] for command in installed] == [
        os.path.join(bootstrap.ROOT, "requirements.txt")
    ]

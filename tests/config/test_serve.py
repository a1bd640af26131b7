"""One command runs everything: children are restarted, and none is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.shared.management.commands import serve
from config.shared.supervisor import LONGEST_PAUSE, Program, Supervisor, pause_before
from tests import prepared

ROOT = Path(__file__).resolve().parents[2]
DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]]) if len(sys.argv) > 1 else None
print("pid", child.pid if child else "none", flush=True)
time.sleep(60)
"""
DEAF_CHILD = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def lives(pid):
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def until(question, seconds=30):
    """Ask again and again until the answer is yes; return the last answer."""
    ends = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < ends:
        time.sleep(0.05)
    return answer


@pytest.fixture
def supervise():
    """Run programs under a supervisor until the predicate over its lines holds; give its lines."""

    def run(*programs, until_lines, patience=1.0):
        lines = []
        supervisor = Supervisor(
            programs, say=lines.append, environment=dict(os.environ), patience=patience
        )
        ends = time.monotonic() + 20

        def tick():
            finished = until_lines(lines) or time.monotonic() > ends
            return supervisor.stop() if finished else None

        supervisor.run(every_tick=tick)
        return lines, [child.process for child in supervisor.children]

    return run


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serving(tmp_path, free_port):
    """Start the real command on a data folder of its own; nothing of it is left afterwards."""
    hidden = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    variables = {name: value for name, value in os.environ.items() if name not in hidden}
    variables |= {"PORT": str(free_port), "PORTOLAN_DATA_DIR": str(tmp_path / "data")}
    processes = []

    def start():
        output = (tmp_path / f"serve-{len(processes)}.log").open("w+")
        command = [sys.executable, "manage.py", "serve", "--no-demo"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        processes.append((process, output))
        return process, Path(output.name)

    yield start
    [process.terminate() for process, _ in processes]
    [process.wait(timeout=30) for process, _ in processes]
    [output.close() for _, output in processes]


def is_ready(process, log):
    """Wait until the address is printed; no when something ended or it took too long."""
    signs = ("Portolan is ready", "ended with code")
    until(
        lambda: any(sign in log.read_text() for sign in signs) or process.poll() is not None,
        seconds=150,
    )
    return "Portolan is ready" in log.read_text()


def children_of(pid):
    """Return {command line: pid} of the direct children of a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {
        Path(f"/proc/{child}/cmdline").read_text().replace("\0", " "): int(child) for child in found
    }


def child_named(pid, word):
    return next((child for line, child in children_of(pid).items() if word in line), None)


def test_pauses_grow_and_end():
    assert [pause_before(start) for start in range(5)] == [0, 1, 2, 4, 8]
    assert pause_before(50) == LONGEST_PAUSE


def test_output_carries_the_name_of_its_program(supervise):
    lines, _ = supervise(
        Program("web", [sys.executable, "-c", "print('hello'); import time; time.sleep(60)"]),
        Program("worker", ["sleep", "60"]),
        until_lines=lambda lines: lines,
    )
    assert lines == ["web    | hello"]


def test_a_child_that_dies_is_started_again(supervise):
    lines, _ = supervise(
        Program("web", [sys.executable, "-c", "print('hello', flush=True); raise SystemExit(3)"]),
        until_lines=lambda lines: lines.count("web | hello") == 2,
    )
    assert "web ended with code 3; starting it again in 1 s." in lines
    assert lines.count("web | hello") == 2


def test_a_child_that_ignores_the_polite_signal_is_killed_with_its_own_children(supervise):
    lines, processes = supervise(
        Program("deaf", [sys.executable, "-c", DEAF, DEAF_CHILD]),
        until_lines=lambda lines: lines,
    )
    grandchild = int(lines[0].rpartition(" ")[2])
    assert processes[0].returncode == -signal.SIGKILL
    assert until(lambda: not lives(grandchild))


def test_a_polite_child_ends_by_itself(supervise):
    _, processes = supervise(
        Program(
            "polite", [sys.executable, "-c", "print(1, flush=True); import time; time.sleep(60)"]
        ),
        until_lines=lambda lines: lines,
    )
    assert processes[0].returncode == -signal.SIGTERM


def test_one_folder_serves_once(tmp_path):
    with (
        serve.only_one_in(tmp_path),
        pytest.raises(CommandError, match="already runs on the data folder"),
        serve.only_one_in(tmp_path),
    ):
        pass


def test_a_data_folder_that_cannot_be_written_is_told():
    with (
        pytest.raises(CommandError, match="The data folder /proc/nowhere cannot be written to"),
        serve.only_one_in(Path("/proc/nowhere")),
    ):
        pass


def test_a_bad_port_is_told(monkeypatch):
    monkeypatch.setenv("PORT", "eight")
    with pytest.raises(CommandError, match="PORT must be a whole number"):
        call_command("serve")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        pytest.param("127.0.0.1", "http://localhost:8000", id="this machine"),
        pytest.param("0.0.0.0", "http://localhost:8000", id="every address"),
        pytest.param("portolan.example", "http://portolan.example:8000", id="a name"),
    ],
)
def test_the_address_that_is_printed(host, expected):
    assert serve.site(host, 8000) == expected


def test_a_web_server_that_is_not_there_does_not_answer(free_port):
    assert serve.answers("127.0.0.1", free_port) is False


@pytest.mark.services
def test_serve_from_the_first_line_to_the_last(serving, free_port):
    process, log = serving()
    assert is_ready(process, log), log.read_text()
    assert f"http://localhost:{free_port}/" in log.read_text()
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/healthz", timeout=5) as answer:
        assert answer.read() == b"ok"

    picture = "static/drf_spectacular_sidecar/swagger-ui-dist/favicon-32x32.png"
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/{picture}", timeout=5) as answer:
        assert answer.headers["Content-Type"] == "image/png"

    second, refused = serving()
    assert second.wait(timeout=30) == 1
    assert refused.read_text().count("\n") == 1

    worker = child_named(process.pid, "--app=config worker")
    os.kill(worker, signal.SIGKILL)
    assert until(lambda: child_named(process.pid, "--app=config worker") not in {None, worker})
    assert "worker ended with code -9" in log.read_text()

    everyone = list(children_of(process.pid).values())
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    assert [pid for pid in everyone if lives(pid)] == []
    assert log.read_text().endswith("All stopped.\n")


@pytest.mark.services
def test_a_killed_serve_leaves_nobody_behind(serving, tmp_path):
    prepared.copy_to(tmp_path / "data" / "portolan.sqlite3")
    process, log = serving()
    assert is_ready(process, log), log.read_text()
    everyone = list(children_of(process.pid).values())
    process.kill()
    process.wait()
    assert until(lambda: not [pid for pid in everyone if lives(pid)], seconds=20)

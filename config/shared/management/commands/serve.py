"""Everything on one machine with one command: prepare, then web, worker and beat together."""

import contextlib
import fcntl
import io
import os
import signal
import sys
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import bootstrap
from config.schedules import QUEUES
from config.shared import clock
from config.shared.broker import tidy
from config.shared.supervisor import Program, Supervisor

SIGN_INS = "programs.demo.signins"
DEMO = {"firms": 240, "seed": 7, "once": True}
WORKER_THREADS = 2


class Command(BaseCommand):
    help = "Prepare the database and run web server, worker and beat until Ctrl-C."
    requires_system_checks: list[str] = []  # a taken port is said first, without warnings

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Start with an empty agency.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            host, port = bootstrap.address(os.environ)
            bootstrap.port_is_free(host, port)
        except bootstrap.Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a log line must never end everything
        with only_one_in(settings.DATA_DIR):
            demo = not options["no_demo"]
            try:
                self._prepare(demo=demo)
                people = sign_ins() if demo else []
            except KeyboardInterrupt:
                raise CommandError("Stopped while preparing; the next start goes on.") from None
            connections.close_all()
            self._run(host, port, people=people)
        self.stdout.write("All stopped.")

    def _prepare(self, *, demo: bool) -> None:
        if wrong := [str(message) for message in run_checks() if message.is_serious()]:
            raise CommandError("\n".join(wrong))
        steps: list[tuple[str, str, dict[str, Any]]] = [
            ("Database", "migrate", {"interactive": False}),
            ("Methodology", "load_pack", {"default": True, "publish": True}),
        ]
        if demo:
            steps.append(("Demo agency", "seed_demo", DEMO))
        for label, command, arguments in steps:
            self.stdout.write(f"{label} ...")
            self.stdout.flush()
            call_command(command, verbosity=0, stdout=self.stdout, **arguments)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        if settings.BROKER.folder:
            tidy(settings.BROKER.folder, now=clock.now().timestamp())

    def _run(self, host: str, port: int, *, people: list[str]) -> None:
        supervisor = Supervisor(
            programs(host, port), say=self._say, environment=child_environment(host, port)
        )
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, supervisor.stop)
        waiting = [True]

        def announce() -> None:
            if waiting and answers(host, port):
                waiting.clear()
                self._say(
                    "\n".join(["", f"Portolan is ready: {site(host, port)}/", "", *people, ""])
                )
                self._say("Ctrl-C stops everything.\n")

        supervisor.run(every_tick=announce)

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone
            self.stdout.write(line)
            self.stdout.flush()


@contextlib.contextmanager
def only_one_in(folder: Path) -> Iterator[None]:
    """Hold the lock of the data folder; a second `serve` is refused with a sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "serve.lock").open("a")
    except OSError as error:
        raise CommandError(
            f"The data folder {folder} cannot be written to ({error.strerror}): "
            "name another one with PORTOLAN_DATA_DIR."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"Portolan already runs on the data folder {folder}: "
                "stop it first, or name another folder with PORTOLAN_DATA_DIR."
            ) from error
        yield


def programs(host: str, port: int) -> list[Program]:
    """Return the three programs of one machine."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app=config"]
    gunicorn = [*python, "gunicorn", "config.wsgi", "--no-control-socket", "--worker-class=sync"]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
    threads = ["--pool=threads", f"--concurrency={WORKER_THREADS}", f"--queues={','.join(QUEUES)}"]
    schedule = settings.DATA_DIR / "beat-schedule"
    return [
        Program("web", [*gunicorn, f"--bind={bind}", f"--workers={cores()}", "--timeout=60"]),
        Program("worker", [*celery, "worker", *threads, *quiet]),
        Program("beat", [*celery, "beat", f"--schedule={schedule}", "--pidfile=", "-l", "INFO"]),
    ]


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def child_environment(host: str, port: int) -> dict[str, str]:
    """What the children see: our environment, links that lead here, output without delay."""
    module = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.development")
    return {
        "SITE_URL": site(host, port),
        **os.environ,
        "DJANGO_SETTINGS_MODULE": module,
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }


def site(host: str, port: int) -> str:
    """Return the address to open in a browser here; passkeys need a name, not a number."""
    local = host in {"127.0.0.1", "0.0.0.0", "::", "::1"}  # noqa: S104  # compared, not bound
    return f"http://{'localhost' if local else host}:{port}"


def answers(host: str, port: int) -> bool:
    """Tell whether the web server is up."""
    try:
        with urllib.request.urlopen(f"{site(host, port)}/healthz", timeout=2) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def sign_ins() -> list[str]:
    """Return the demo sign-ins, as the demo agency tells them; none without it."""
    if find_spec(SIGN_INS) is None:
        return []
    lines: list[str] = import_module(SIGN_INS).lines()
    return lines

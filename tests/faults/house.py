"""A Portolan of its own for a fault run: database, broker, mailbox, workers that die and come back."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import prepared
from tests.faults.servers import Mailbox, OwnPostgres, OwnRedis, process_at

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """One installation. `control` names the guard that is off in its workers; `visibility` is the
    time in seconds after which Redis hands out again what is not acknowledged, `slow` how long
    workers wait before each job.
    """

    folder: Path
    on_services: bool
    seed: int
    control: str = ""
    workers: int = 3
    visibility: int = 7200
    slow: float = 0.0
    kills: int = 0
    postgres: OwnPostgres | None = None
    redis: OwnRedis | None = None
    offset: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    is_open: bool = True
    clerk: subprocess.Popen[str] | None = None
    most_connections: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.mailbox = Mailbox()
        (self.folder / "began.log").touch()
        if self.on_services:
            self.postgres, self.redis = OwnPostgres(self.folder), OwnRedis(self.folder)
        else:
            prepared.copy_to(self.folder / "data" / "portolan.sqlite3")
        self.manage("migrate", "-v0")
        self.manage("createcachetable", "-v0")

    @property
    def env(self) -> dict[str, str]:
        hidden = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        mine = {
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "PORTOLAN_DATA_DIR": str(self.folder / "data"),
            "EMAIL_URL": self.mailbox.url,
            "LOG_LEVEL": "ERROR",
            "FAULT_CONTROL": self.control,
            "FAULT_BEGAN": str(self.folder / "began.log"),
            "FAULT_SLOW": str(self.slow),
            "FAULT_VISIBILITY": str(self.visibility),
            **self.offset,
        }
        if self.postgres and self.redis:
            mine |= {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
        return kept | mine

    # Commands ----------------------------------------------------------------------------------

    def manage(self, *words: str) -> None:
        self._run([sys.executable, "manage.py", *words])

    def inside(self, *words: Any) -> dict[str, Any]:
        done = self._run([sys.executable, "-m", "tests.faults.inside", *map(str, words)])
        return dict(json.loads(done.splitlines()[-1]))

    def ask(self, question: str) -> dict[str, int]:
        """A figure from the clerk; empty while the database is away."""
        if self.clerk is None:
            self.clerk = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.inside", "clerk"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        self.clerk.stdin.write(f"{question}\n")
        self.clerk.stdin.flush()
        return dict(json.loads(self.clerk.stdout.readline()))

    def tell(self, task: str, **kwargs: Any) -> bool:
        """Send one job by name; False when the broker is away, as it may be."""
        words = "import sys, json; from config.shared.jobs import Job, send; import django; "
        words += "django.setup(); send(Job(sys.argv[1], json.loads(sys.argv[2])))"
        done = subprocess.run(
            [sys.executable, "-c", words, task, json.dumps(kwargs)],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
        )
        return done.returncode == 0

    def _run(self, words: list[str]) -> str:
        done = subprocess.run(words, cwd=ROOT, env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{words[2:4]}: {done.stderr[-2000:]}")
        return done.stdout

    # Workers -----------------------------------------------------------------------------------

    def open(self) -> None:
        """Start the workers, and a watchman who starts each that dies again."""
        self.is_open = True
        self.processes = [self._worker(n) for n in range(self.workers)]
        threading.Thread(target=self._watch, daemon=True).start()

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        pool = ["-P", "threads", "-c", "2"] if not self.on_services else ["-c", "2"]
        words = [sys.executable, "-m", "tests.faults.worker", "worker", "-Q", "send,rules,reports"]
        log = (self.folder / f"worker-{number}.log").open("ab")
        return subprocess.Popen(
            [*words, "-n", f"w{number}@faults", "-l", "ERROR", "--without-gossip", *pool],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while self.is_open:
            for number, process in enumerate(self.processes):
                if process.poll() is not None and self.is_open:
                    self.processes[number] = self._worker(number)
            if self.postgres is not None:
                with contextlib.suppress(OSError, ValueError):
                    self.most_connections = max(self.most_connections, self.postgres.connections())
            time.sleep(0.3)

    def kill_one(self, process: subprocess.Popen[bytes] | None = None) -> None:
        """SIGKILL a worker with all its children, in the middle of whatever it does."""
        process = process or self.random.choice(self.processes)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.kills += 1

    def kill_sender(self, moment: str) -> bool:
        """SIGKILL a worker while a message of its own is in the air: `before` or `after` it arrived.

        False when nobody sends now.
        """
        with self.mailbox.holding(moment, seconds=5) as port:
            if not port:
                return False
            os.killpg(os.getpgid(process_at(port)), signal.SIGKILL)
            self.kills += 1
        return True

    def copies(self) -> Counter[str]:
        """How often workers began each message, by task and id of the message."""
        lines = (self.folder / "began.log").read_text().split("\n")
        return Counter(filter(None, lines))

    def shut(self) -> None:
        """Stop the workers the polite way."""
        self.is_open = False
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def close(self) -> None:
        self.shut()
        if self.clerk is not None:
            self.clerk.kill()
            self.clerk.wait()
        self.mailbox.close()
        if self.redis:
            self.redis.stop()
        if self.postgres:
            self.postgres.stop()

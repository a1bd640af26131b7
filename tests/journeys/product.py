"""The product as its owner runs it: one command, a folder, a port, a mailbox."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"
HIDDEN = frozenset({"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "LOG_JSON"})
Answer = TypeVar("Answer")


def until(question: Callable[[], Answer], *, seconds: float) -> Answer:
    """Ask again and again until the answer is yes; the last answer."""
    ends = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < ends:
        time.sleep(0.1)
    return answer


def lives(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def descendants(pid: int) -> list[int]:
    """Every process below this one."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [each for child in own for each in (int(child), *descendants(int(child)))]


@dataclass
class Product:
    """A Portolan of its own. `services` are DATABASE_URL and REDIS_URL, or nothing."""

    folder: Path
    port: int
    services: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def site(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")

    @property
    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        return kept | {
            "PORT": str(self.port),
            "SITE_URL": self.site,
            "PORTOLAN_DATA_DIR": str(self.folder / "data"),
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "LOG_JSON": "true",  # the worker then tells every job it did
            **self.services,
        }

    def start(self) -> None:
        """Start it and wait until it is ready; AssertionError with its lines when it is not."""
        with (self.folder / "serve.log").open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--no-demo"],
                cwd=ROOT,
                env=self.variables,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        process = self.process
        until(lambda: "is ready" in self.log or process.poll() is not None, seconds=60)
        assert "Portolan is ready" in self.log, self.log

    def stop(self) -> tuple[int, list[int]]:
        """Press Ctrl-C; the exit code, and the processes that are still there."""
        assert self.process is not None
        family = descendants(self.process.pid)
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        return code, [pid for pid in family if lives(pid)]

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def manage(self, *words: str, **variables: str) -> str:
        """Run a command of the product; what it prints."""
        return self._run(["manage.py", *words], variables)

    def manage_json(self, *words: str) -> Any:
        return json.loads(self.manage(*words))

    def send_job(self, name: str, queue: str) -> None:
        """Put a job on the queue, as an operator does, and wait until the worker did it."""
        before = self.jobs_done(name)
        self._run(["-m", "celery", "--app=config", "call", name, f"--queue={queue}"], {})
        assert until(lambda: self.jobs_done(name) > before, seconds=30), self.log

    def jobs_done(self, name: str) -> int:
        """How often the worker says that it did a job."""
        return len(re.findall(rf"Task {re.escape(name)}\[\S+\] succeeded", self.log))

    def _run(self, words: list[str], variables: dict[str, str]) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.variables | variables,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def mails(self, *, to: str, about: str = "") -> list[EmailMessage]:
        """Whole messages to this address with these words in the subject, oldest first."""
        found = [mail for mail in self._mails() if to in str(mail["To"])]
        return [mail for mail in found if about in str(mail["Subject"])]

    def _mails(self) -> list[EmailMessage]:
        files = sorted((self.folder / "mail").glob("*"))
        parts = [part for file in files for part in file.read_bytes().split(BETWEEN_MAILS)[:-1]]
        return [message_from_bytes(part, policy=policy.default) for part in parts]  # type: ignore[misc]


def words_of(mail: EmailMessage) -> str:
    """The plain text of a message."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())

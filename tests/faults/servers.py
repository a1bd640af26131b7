"""Servers of our own on ports of their own: PostgreSQL, Redis, and a mailbox that never forgets."""

import asyncio
import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if os.name == "posix" else []


#: Seconds the mailbox takes for a message before it says that it has it.
SLOW = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    """Until something listens; TimeoutError when nothing does."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {port}")


class OwnPostgres:
    """A cluster in a folder, started, stopped the hard way, and started again."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.data, self.port = POSTGRES[-1], folder / "pg", free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        folder.chmod(0o755)
        self.data.mkdir()
        if self.user:
            owner = pwd.getpwnam(self.user)
            os.chown(self.data, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()

    @staticmethod
    def is_here() -> bool:
        return bool(POSTGRES)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = self.data / "log"
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def connections(self) -> int:
        """Sessions of clients now."""
        words = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        done = subprocess.run(
            [self.bin / "psql", "-Atc", words, self.url], capture_output=True, text=True
        )
        return int(done.stdout or 0)

    def _run(self, program: str, *arguments: Any) -> None:
        subprocess.run(
            [str(self.bin / program), *map(str, arguments)],
            check=True,
            user=self.user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


class OwnRedis:
    """A Redis that keeps nothing on disk: stopping it loses everything, as the worst broker does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @staticmethod
    def is_here() -> bool:
        return shutil.which("redis-server") is not None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            words, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self.port)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def tell(self, words: str) -> None:
        """One command, in words."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
            link.sendall(words.encode() + b"\r\n")
            link.recv(16)


class Mailbox:
    """Takes every message and remembers it: by Message-ID, and by follow-up it speaks of.

    It may be told to hold the next one: `before` it has it, or `after`, when it has it and has
    not said so. `sender` is then the port of whoever waits.
    """

    def __init__(self) -> None:
        self.tokens: Counter[str] = Counter()
        self.follow_ups: Counter[int] = Counter()
        self.of_day: Counter[str] = Counter()
        self.slow = SLOW
        self.hold_at = ""
        self.sender = 0
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_MAIL(
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await self._hold("before", session)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        token = str(message["Message-ID"]).strip("<>").partition("@")[0]
        body = message.get_body(("plain",))
        words = body.get_content() if body is not None else ""
        self.tokens[token] += 1
        self.of_day[envelope.rcpt_tos[0]] += 1
        self.follow_ups.update(int(key) for key in set(re.findall(r"/follow-ups/(\d+)/", words)))
        await self._hold("after", session)
        await asyncio.sleep(self.slow)  # a mail server of the real world; a kill may meet it
        return "250 kept"

    async def _hold(self, moment: str, session: Any) -> None:
        if self.hold_at != moment or self.sender:
            return
        self.sender = session.peer[1]
        while self.sender:
            await asyncio.sleep(0.01)

    @contextlib.contextmanager
    def holding(self, moment: str, seconds: float) -> Iterator[int]:
        """Hold the next message; the port of its sender, or 0 when none came in time."""
        self.hold_at = moment
        ends = time.monotonic() + seconds
        while not self.sender and time.monotonic() < ends:
            time.sleep(0.02)
        try:
            yield self.sender
        finally:
            self.hold_at, self.sender = "", 0

    def close(self) -> None:
        self.controller.stop()


def process_at(port: int) -> int:
    """The process that holds a local port as a client; ProcessLookupError when none does."""
    local = f"0100007F:{port:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[1] == local}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if os.readlink(link) in sockets:
                return int(link.parts[2])
    raise ProcessLookupError(port)

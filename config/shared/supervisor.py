"""Keeps child processes running: prefixed output, restart with backoff, a stop without orphans."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

PATIENCE = 10.0  # seconds between the polite signal and the last one
LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps dying
STEADY_AFTER = 60.0  # seconds after which a child counts as healthy again
TICK = 0.2  # seconds between two looks
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def pause_before(start: int) -> float:
    """Return the seconds to wait before the n-th start in a row (0 is the first one)."""
    return 0.0 if start == 0 else min(LONGEST_PAUSE, 2.0 ** (start - 1))


@dataclass(frozen=True)
class Program:
    """What to run under which name."""

    name: str
    command: Sequence[str]


class Child:
    """One program and its present process, which leads a process group of its own."""

    def __init__(self, program: Program, say: Callable[[str], None], width: int) -> None:
        self.program = program
        self.process: subprocess.Popen[str] | None = None
        self._say, self._width = say, width
        self._starts = 0
        self._started_at = self._next_start = 0.0

    def look_after(self, *, now: float, environment: Mapping[str, str]) -> None:
        """Start the program, or start it again when it died and its pause is over."""
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._bury(self.process, now=now)
        if now >= self._next_start:
            self._start(now=now, environment=environment)

    def signal(self, number: int) -> None:
        """Signal the whole process group, as long as any of it lives."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _bury(self, process: subprocess.Popen[str], *, now: float) -> None:
        self.signal(signal.SIGKILL)  # whatever its own children still do
        if now - self._started_at >= STEADY_AFTER:
            self._starts = 0
        pause = pause_before(self._starts)
        self._next_start = now + pause
        self.process = None
        self._say(
            f"{self.program.name} ended with code {process.returncode}; "
            f"starting it again in {pause:.0f} s."
        )

    def _start(self, *, now: float, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own programs
            list(self.program.command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent,  # one C call, no lock is taken
        )
        self._starts += 1
        self._started_at = now
        threading.Thread(target=self._copy, args=(self.process.stdout,), daemon=True).start()

    def _copy(self, output: IO[str]) -> None:
        for line in output:
            self._say(f"{self.program.name:<{self._width}} | {line.rstrip()}")


class Supervisor:
    """Runs programs side by side until it is told to stop."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        say: Callable[[str], None],
        environment: Mapping[str, str],
        patience: float = PATIENCE,
    ) -> None:
        width = max(len(program.name) for program in programs)
        self.children = [Child(program, say, width) for program in programs]
        self._environment, self._patience = environment, patience
        self._stop = threading.Event()

    def stop(self, *_: object) -> None:
        """End `run` soon; also usable as a signal handler."""
        self._stop.set()

    def run(self, *, every_tick: Callable[[], None]) -> None:
        """Look after the children until `stop`; then none of them is left."""
        try:
            while not self._stop.is_set():
                for child in self.children:
                    child.look_after(now=time.monotonic(), environment=self._environment)
                every_tick()
                self._stop.wait(TICK)
        finally:
            self._end_all()

    def _end_all(self) -> None:
        deadline = time.monotonic() + self._patience
        for child in self.children:
            if child.lives:
                child.signal(signal.SIGTERM)
        while any(child.lives for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

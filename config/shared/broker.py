"""The embedded broker: kombu's filesystem transport, made safe against kill -9.

Messages appear whole (written aside, then renamed), a message in work lies in the folder of the
process that holds it, and what a dead process held goes back to the queue; after three such deaths
it is laid aside, for it may be what kills them.
"""

import contextlib
import fcntl
import json
import logging
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual

logger = logging.getLogger(__name__)

TRANSPORT_ALIASES["files"] = "config.shared.broker:Transport"
SUFFIX = ".msg"
ABANDONED_AFTER = 3600  # seconds after which an unfinished, never renamed file is rubbish
ATTEMPTS = 3  # processes that may die with a message before it is laid aside
KEPT_ASIDE = 30 * 24 * 3600  # seconds
RETURNED = "~"  # in a file's name, before how often its message came back
REDIS_OPTIONS = {
    "visibility_timeout": 7200,  # above the longest job: then Redis hands the message out again
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
}


@dataclass(frozen=True)
class Broker:
    """Where messages go; `folder` is set only for the embedded broker."""

    url: str
    options: dict[str, Any]
    folder: Path | None = None


def settings(*, redis_url: str, folder: Path) -> Broker:
    """Return the broker: Redis when `redis_url` is not empty, else message files in `folder`."""
    if redis_url:
        return Broker(url=redis_url, options=dict(REDIS_OPTIONS))
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "processed_folder": str(folder / "claimed"),
        "polling_interval": 0.05,
    }
    return Broker(url="files://localhost", options=options, folder=folder)


@dataclass(frozen=True)
class Tidied:
    """What one round of housekeeping did, in files."""

    requeued: int = 0
    dropped: int = 0
    laid_aside: int = 0


class Claims:
    """The messages one process holds: files in a folder that it keeps locked while it lives."""

    def __init__(self, parent: Path) -> None:
        self.folder = parent / f"{os.getpid()}-{uuid.uuid4().hex}"
        self.folder.mkdir(parents=True)
        self._lock = (self.folder / "lock").open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._held: dict[str, Path] = {}

    def take(self, file: Path) -> dict[str, Any] | None:
        """Claim a queued message; None when another process was quicker or it is unreadable."""
        claimed = self.folder / file.name
        try:
            file.rename(claimed)
            message: dict[str, Any] = json.loads(claimed.read_bytes())
            self._held[message["properties"]["delivery_tag"]] = claimed
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            logger.error("An unreadable message file was dropped: %s", file.name)
            claimed.unlink(missing_ok=True)
            return None
        return message

    def drop(self, delivery_tag: str) -> None:
        """Forget a message that is done (or written to the queue again)."""
        claimed = self._held.pop(delivery_tag, None)
        if claimed is not None:
            claimed.unlink(missing_ok=True)


class Channel(filesystem.Channel):
    """Puts whole files, gets by rename, and deletes a message when it is acknowledged."""

    supports_fanout = False  # nothing here broadcasts: bindings stay in memory, not in files
    get_table = virtual.Channel.get_table
    _delete = virtual.Channel._delete
    _claims: Claims | None = None

    @property
    def claims(self) -> Claims:
        if self._claims is None:
            self._claims = Claims(Path(self.processed_folder))
        return self._claims

    def _queue_folder(self) -> Path:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _put(  # type: ignore[override]  # kombu's own classes disagree on the names
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}{SUFFIX}"
        file = self._queue_folder() / name
        part = file.with_name(name + ".part")
        part.write_text(json.dumps(payload), encoding="utf-8")
        part.rename(file)

    def _waiting(self, queue: str) -> list[Path]:
        ending = f"{queue}{SUFFIX}"
        names = os.listdir(self._queue_folder())
        folder = self._queue_folder()
        return [folder / name for name in sorted(names) if name.partition(".")[2] == ending]

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for file in self._waiting(queue):
            message = self.claims.take(file)
            if message is not None:
                return message
        raise Empty

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        waiting = self._waiting(queue)
        for file in waiting:
            file.unlink(missing_ok=True)
        return len(waiting)

    def _restore(self, message: Any) -> None:
        super()._restore(message)
        self.claims.drop(message.delivery_tag)

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Acknowledge, and delete the claimed file."""
        super().basic_ack(delivery_tag, multiple)
        self.claims.drop(delivery_tag)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        """Reject; with `requeue` the message is in the queue again before the claim goes."""
        super().basic_reject(delivery_tag, requeue)
        self.claims.drop(delivery_tag)


class Transport(filesystem.Transport):
    """The filesystem transport with the channel above and without broadcast."""

    implements = virtual.Transport.implements
    Channel = Channel
    global_state = virtual.BrokerState()


def tidy(folder: Path, *, now: float) -> Tidied:
    """Requeue what dead processes held and delete rubbish; harmless while workers run.

    `now` is in seconds since the epoch, to tell files being written from abandoned ones.
    """
    queue, aside = folder / "queue", folder / "aside"
    back = [
        file.parent == queue
        for owner in _entries(folder / "claimed")
        for file in _release(owner, into=queue, aside=aside)
    ]
    dropped = _drop_older(queue, ".part", before=now - ABANDONED_AFTER)
    dropped += _drop_older(aside, SUFFIX, before=now - KEPT_ASIDE)
    return Tidied(requeued=sum(back), dropped=dropped, laid_aside=len(back) - sum(back))


def waiting(folder: Path) -> int:
    """Return how many messages stand in all queues."""
    return sum(1 for file in _entries(folder / "queue") if file.name.endswith(SUFFIX))


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _release(owner: Path, *, into: Path, aside: Path) -> list[Path]:
    """Where the messages of a process that no longer lives went; none while it does."""
    with contextlib.suppress(FileNotFoundError), (owner / "lock").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        held = [file for file in _entries(owner) if file.name.endswith(SUFFIX)]
        moved = [file.rename(_place(file, into, aside)) for file in held]
        (owner / "lock").unlink()
        owner.rmdir()
        return moved
    return []


def _place(file: Path, queue: Path, aside: Path) -> Path:
    """The queue, with how often it came back in its name; aside when that is too often."""
    stem, _dot, ending = file.name.partition(".")
    stem, _mark, times = stem.partition(RETURNED)
    count = int(times or 0) + 1
    folder = queue if count < ATTEMPTS else aside
    folder.mkdir(parents=True, exist_ok=True)
    if folder is aside:
        logger.error("A message was laid aside after %s dead workers: %s", count, file.name)
    return folder / f"{stem}{RETURNED}{count}.{ending}"


def _drop_older(folder: Path, suffix: str, *, before: float) -> int:
    dropped = 0
    for file in _entries(folder):
        with contextlib.suppress(FileNotFoundError):
            if file.name.endswith(suffix) and file.stat().st_mtime < before:
                file.unlink()
                dropped += 1
    return dropped

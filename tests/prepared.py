"""A database with every migration applied: made once for a state of the code, then copied.

Migrating an empty database takes most of a quarter of a minute, and every runner of the tests and
many a server they start wants one. What is copied is migrated once more, which finds nothing to
do: a copy that did not fit the code would show. Migrating from nothing stays tested where the
product is started as its owner starts it.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "prepared"
#: How the prepared databases of this checkout are called on a server.
OURS = f"test_prepared_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]}_"
ROOMS = ("config", "firms", "assessments", "programs")
IMPORTED = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(ROOMS)})[\w.]*)", re.M)
ENDS = (".py", "/__init__.py")


def state() -> str:
    """What the tables follow from, in a few letters: migrations, what they import, the libraries."""
    migrations = [path for room in ROOMS for path in (ROOT / room).rglob("migrations/*.py")]
    named = {name for path in migrations for name in IMPORTED.findall(path.read_text("utf-8"))}
    files = {ROOT / "requirements.txt", *migrations}
    files |= {ROOT / f"{name.replace('.', '/')}{end}" for name in named for end in ENDS}
    digest = hashlib.sha256(f"{sys.version}{sqlite3.sqlite_version}".encode())
    for path in sorted(filter(Path.is_file, files)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def embedded() -> Path:
    """The prepared database of SQLite; made when it is not there."""
    with _alone():
        path = FOLDER / f"{state()}.sqlite3"
        if not path.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            half = FOLDER / "half.sqlite3.part"
            _migrate(f"sqlite:///{half}")
            half.rename(path)
    return path


def copy_to(path: Path) -> None:
    """A prepared database at this place, as the product would have made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(embedded(), path)


def template(url: str) -> str:
    """The name of the prepared database on a server of PostgreSQL; made when it is not there."""
    name, half = OURS + state(), OURS + "half"
    with _alone(), psycopg.connect(url, autocommit=True) as server:
        if name not in _found(server):
            _drop_all(server)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
            _migrate(urlsplit(url)._replace(path=f"/{half}").geturl())
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(half), sql.Identifier(name)
                )
            )
    return name


def drop_templates(url: str) -> None:
    """Leave the server as it was found: no prepared database of this checkout stays there."""
    with _alone(), psycopg.connect(url, autocommit=True) as server:
        _drop_all(server)


def _found(server: psycopg.Connection) -> set[str]:
    rows = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [OURS])
    return {row[0] for row in rows.fetchall()}


def _drop_all(server: psycopg.Connection) -> None:
    for old in _found(server):
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))


@contextmanager
def _alone() -> Iterator[None]:
    """One process makes it; the others wait, and find it made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    for command in ("migrate", "createcachetable"):
        subprocess.run([sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":  # beforehand, so that no runner waits for it
    embedded()
    if os.environ.get("DATABASE_URL"):
        template(os.environ["DATABASE_URL"])

"""The demonstration agency, made once for a run of the tests and copied to everyone who runs it."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests import prepared
from tests.journeys.product import Product

SEED_DEMO = ("seed_demo", "--firms", "48", "--seed", "7")


def seed(product: Product) -> None:
    """Fill a product that stands on a database server; there is nothing to copy."""
    product.manage(*SEED_DEMO)


def copy_to(product: Product, temporary: pytest.TempPathFactory) -> None:
    """Everything a product of that port keeps when the demonstration agency has been made in it."""
    shutil.copytree(_made(_run_folder(temporary), product.port), product.folder / "data")


def _run_folder(temporary: pytest.TempPathFactory) -> Path:
    """A folder of this run, shared by all its runners."""
    own = temporary.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _made(run: Path, port: int) -> Path:
    """The folder with the data; one runner makes it, the others wait."""
    first, done = Product(run / "demonstration", port), run / "demonstration" / "done"
    with (run / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            prepared.copy_to(first.folder / "data" / "portolan.sqlite3")
            first.manage("load_pack", "--default", "--publish")
            first.manage(*SEED_DEMO)
            done.touch()
    return first.folder / "data"

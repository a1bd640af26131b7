"""One product, one agency and one browser for all browser tests; left out where there is none."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser import seeded
from tests.browser.agency import Agency
from tests.browser.visitor import CHROMIUM, FLAGS, Visitor
from tests.journeys.conftest import _scratch_database as scratch_database
from tests.journeys.product import Product
from tests.missing import leave_out


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser_here() -> Iterator[Any]:
    """Debian's Chromium, without a window."""
    for name in ("playwright", "axe_playwright_python"):
        if find_spec(name) is None:
            leave_out(f"{name} is not installed")
    if not Path(CHROMIUM).exists():
        leave_out(f"there is no {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def agency(browser_here: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """The demonstration agency, running; on a database of its own where one is named."""
    with socket.socket() as probe, ExitStack() as stack:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        url = os.environ.get("DATABASE_URL")
        own = {"DATABASE_URL": stack.enter_context(scratch_database(url))} if url else {}
        product = Product(tmp_path_factory.mktemp("browser"), port, own)
        if not own:
            seeded.copy_to(product, tmp_path_factory)
        stack.callback(product.end)
        product.start()
        if own:
            seeded.seed(product)
        yield Agency(product, browser_here)


@pytest.fixture
def window(agency: Agency) -> Iterator[Callable[..., Visitor]]:
    """Opens windows of people who have signed in ("" is a stranger); all are closed at the end."""
    opened: list[Visitor] = []

    def opener(who: str = "", **options: Any) -> Visitor:
        opened.append(agency.window_of(who, **options))
        return opened[-1]

    yield opener
    for visitor in opened:
        visitor.context.close()
        assert visitor.complaints == []

"""Where races are run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.concurrency.racing import Arena


@pytest.fixture
def arena(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Arena]]:
    """Opens arenas by scene and by what is slow there; all are closed at the end."""
    with ExitStack() as stack:

        def opened(scene: str, slow: str, *, is_unlocked: bool = False) -> Arena:
            found = Arena(tmp_path, scene, slow=slow, is_unlocked=is_unlocked)
            return stack.enter_context(found)

        yield opened

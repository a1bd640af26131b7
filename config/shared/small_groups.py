"""How small a group must be for its figures not to be shown, and what stands in their place."""

from enum import Enum
from typing import Final

SMALL_GROUP = 5


class Withheld(Enum):
    """The only value that stands for a figure that is not shown."""

    WITHHELD = "withheld"


WITHHELD: Final = Withheld.WITHHELD

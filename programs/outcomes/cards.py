"""What a card says beside the methodology's name and definition: intent, formula, source, timing.

Source of the layout: the International Trade Centre's benchmarking indicators. The agency may name
an owner; until then the manager of results answers for it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "reference" / "indicator_cards.yaml"

Card = Mapping[str, Mapping[str, str]]


@cache
def cards() -> Mapping[str, Card]:
    """Indicator code → part of the card → text by language."""
    found: Mapping[str, Card] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found

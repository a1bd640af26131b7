"""Weights of expected benefit as plain values: what a saved run keeps and a form edits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programs.allocation.rules import Weights


def weights_as_data(weights: Weights) -> dict[str, Any]:
    """JSON can hold it; decimals as text, so that nothing is rounded."""
    return {
        "stage_misfit": str(weights.stage_misfit),
        "evidence": {key: str(value) for key, value in weights.evidence.items()},
        "constraints": {key: str(value) for key, value in weights.constraints.items()},
    }


def weights_from_data(data: Mapping[str, Any]) -> Weights:
    """The other way round. Raises KeyError for another shape."""
    return Weights(
        stage_misfit=Decimal(data["stage_misfit"]),
        evidence={key: Decimal(value) for key, value in data["evidence"].items()},
        constraints={key: Decimal(value) for key, value in data["constraints"].items()},
    )

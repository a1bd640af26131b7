"""Fetching one row: what a person may not see does not exist."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404

Row = TypeVar("Row", bound=models.Model)


def get_visible_or_404(source: type[Row] | models.QuerySet[Row], user: Any, **lookup: Any) -> Row:
    """The one row of `source` that `user` may see and `lookup` names; else 404."""
    rows = source if isinstance(source, models.QuerySet) else source._default_manager.all()
    try:
        return rows.visible_to(user).get(**lookup)  # type: ignore[attr-defined]
    except (ObjectDoesNotExist, ValueError, OverflowError) as error:
        raise Http404 from error

"""The base of every queryset: each table says which rows a person may see."""

from typing import Any, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that must answer `visible_to`; a guard test fails for tables without one."""

    def visible_to(self, user: Any) -> Self:
        """The rows `user` may see; duplicates never, everything else is as if absent."""
        raise NotImplementedError(f"{type(self).__name__} does not say who may see its rows.")

"""The base of API views: rows only through `visible_to`."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet


class ScopedViewSet(ReadOnlyModelViewSet):
    """Rows through `visible_to` only; subclasses add verbs that call actions."""

    queryset: ClassVar[QuerySet[Any]]

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[attr-defined,no-any-return]

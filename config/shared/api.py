"""The base of API views: rows only through `visible_to`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet


class ScopedViewSet(ReadOnlyModelViewSet):
    """Rows through `visible_to` only; subclasses add verbs that call actions."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[attr-defined]

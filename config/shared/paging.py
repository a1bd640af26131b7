"""Stable pages of the API."""

from rest_framework.pagination import CursorPagination


class ByKey(CursorPagination):
    """Pages by primary key: rows that arrive meanwhile neither repeat nor hide others."""

    ordering = "pk"
    page_size_query_param = "page_size"
    max_page_size = 200

"""Lists: filter, sort and page in the address, whole page or rows only."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.views.generic import TemplateView
from django_filters import FilterSet


class LenientPaginator(Paginator):
    """A page that does not exist shows the nearest one; an address never breaks."""

    def get_page(self, number: Any) -> Page:
        if isinstance(number, str) and not (number.isascii() and number.isdigit()):
            number = 1
        return super().get_page(number)


class ListPage(TemplateView):
    """One view serves page and fragment. Every sort ends in something unique.

    `sorts` maps what stands in the address to fields; `?sort=-name` turns the first around.
    """

    filterset_class: type[FilterSet]
    partial_name = ""
    sorts: ClassVar[Mapping[str, Sequence[str]]] = {}
    default_sort = ""
    page_size = 25
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        asked = getattr(self.request, "htmx", None)
        if self.partial_name and asked and not asked.boosted:
            return [self.partial_name]
        return [str(self.template_name)]

    def get_rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    def sorted_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        sort = self.get_sort()
        fields = list(self.sorts.get(sort.removeprefix("-"), ()))
        if sort.startswith("-"):
            fields[0] = fields[0][1:] if fields[0].startswith("-") else f"-{fields[0]}"
        return rows.order_by(*fields, "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = self.filterset_class(self.request.GET, self.get_rows(), request=self.request)
        rows = self.sorted_rows(filters.qs)
        page = LenientPaginator(rows, self.page_size).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(
            filters=filters, page=page, rows=self.shape(page.object_list), **kwargs
        )

    def shape(self, rows: Any) -> Sequence[Any]:
        """The rows of one page as the template prints them."""
        return list(rows)

"""What the calendar of offerings can be narrowed by, in the address."""

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from programs.allocation.models import Offering, OfferingKind, Stop
from programs.allocation.querysets import OfferingQuerySet
from programs.catalogue.models import Program

SAID = ("title", "place", "program__name")


def _programs(request: Any) -> Any:
    return Program.objects.visible_to(request.user).order_by("name", "pk")


class CalendarFilter(filters.FilterSet):
    """Words, kind and program."""

    q = filters.CharFilter(method="by_words", label=_("Title, place, program"))
    kind = filters.ChoiceFilter(
        choices=OfferingKind.choices, label=_("Kind"), empty_label=_("any kind")
    )
    program = filters.ModelChoiceFilter(
        queryset=_programs, label=_("Program"), empty_label=_("any program")
    )

    class Meta:
        model = Offering
        fields: list[str] = []

    @property
    def selects(self) -> list[Any]:
        """The drop-downs, in the order they stand."""
        return [self.form[name] for name in ("kind", "program")]

    def by_words(self, offerings: OfferingQuerySet, name: str, words: str) -> OfferingQuerySet:
        """Every word somewhere: in the title, a place on the way, or the program's name.

        Compared here, as SQLite knows capital letters of the Latin alphabet only; an agency has
        some hundred offerings.
        """
        rows = Offering.objects.filter(pk__in=offerings.values("pk"))
        said = {key: " ".join(each) for key, *each in rows.values_list("pk", *SAID)}
        stops = Stop.objects.filter(offering__in=list(said)).values_list(
            "offering", "place", "title"
        )
        for key, *each in stops:
            said[key] += f" {' '.join(each)}"
        wanted = words.casefold().split()
        found = (key for key, text in said.items() if holds(text.casefold(), wanted))
        return offerings.filter(pk__in=list(found))


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether each of the words stands somewhere in the text."""
    return all(word in text for word in words)

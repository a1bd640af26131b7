"""Refusals of the domain: a code for machines, a sentence for people, the same everywhere."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An action that must not happen; subclasses give `code` and `message`.

    The message may hold named placeholders; `params` fills them. Screens show it beside the
    form, the API answers 409 with code and sentence.
    """

    code = "refused"
    message: str | Promise = _("This cannot be done.")

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)


class GroupWithheld(DomainError):
    """A list that would give away a withheld figure."""

    code = "group_withheld"
    message = _(
        "This group is withheld: fewer than five firms, or a figure that would give such a group "
        "away. Figures that are not shown have no list either."
    )

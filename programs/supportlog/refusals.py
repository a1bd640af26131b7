"""Why a log, a mapping or a row is refused, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError
from firms.imports.refusals import ROW_REASONS


class TotalsDiffer(DomainError):
    code = "totals_differ"
    message = _(
        "The database does not hold what the file said: %(what)s should be %(expected)s and is "
        "%(found)s. Everything was taken back."
    )


class NoOffice(DomainError):
    code = "no_office"
    message = _("There is no office with the code %(code)s.")


class OfficeNotNamed(DomainError):
    code = "office_not_named"
    message = _("The mapping names no office: add --office CODE. Offices: %(offices)s.")


class InterventionUnknown(DomainError):
    code = "intervention_unknown"
    message = _(
        "The catalogue has no intervention %(codes)s that the mapping uses. Load the methodology "
        "pack first, or let the mapping add it under `new_interventions`."
    )


#: The sentence of every reason to refuse a row.
REASONS: Mapping[str, str | Promise] = {
    **ROW_REASONS,
    "not_a_firm": _("This name stands for no particular firm."),
    "ends_before_start": _("The end lies before the start, %(start)s."),
    "currency_not_readable": _("This is not a currency code of three letters."),
    "value_not_mapped": _("The mapping does not say what this value means."),
    "no_intervention": _("No rule of the mapping gives an intervention for this row."),
    "already_imported_differs": _(
        "A row with this key was imported before with other facts; the earlier ones stay."
    ),
    "deal_has_other_firm": _("The rows of deal %(deal)s name different firms."),
    "deal_has_other_intervention": _("The rows of deal %(deal)s lead to different interventions."),
}

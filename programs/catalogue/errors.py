"""Refusals about programs and their budgets."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NoCurrency(DomainError):
    code = "no_currency"
    message = _("Say first in which currency the program counts: change the program.")


class LineNameTaken(DomainError):
    code = "line_name_taken"
    message = _("The program has a budget line of this name already.")


class LineBelowTaken(DomainError):
    code = "line_below_taken"
    message = _(
        "%(taken)s of “%(line)s” are committed or spent; the line cannot be lower than that."
    )


class LinesOverBudget(DomainError):
    code = "lines_over_budget"
    message = _("The budget of the program has %(left)s left for this line.")


class BudgetBelowLines(DomainError):
    code = "budget_below_lines"
    message = _("The budget lines take %(lines)s; the budget cannot be lower than that.")


class BudgetBelowRounds(DomainError):
    code = "budget_below_rounds"
    message = _(
        "Money rounds and the budget lines beside them take %(taken)s; the budget cannot be "
        "lower than that."
    )


class OfferingsInCurrency(DomainError):
    code = "offerings_in_currency"
    message = _("Offerings with money are kept in %(currency)s; the program keeps it too.")


class CurrencyInUse(DomainError):
    code = "currency_in_use"
    message = _("The budget lines are kept in %(currency)s; the currency stays as it is.")


class LineOverdrawn(DomainError):
    code = "line_overdrawn"
    message = _("“%(line)s” has %(left)s left; %(amount)s would overdraw it.")


class LineCurrency(DomainError):
    code = "line_currency"
    message = _("“%(line)s” is kept in %(currency)s; a cost in %(other)s cannot be booked on it.")

"""Refusals about offerings, seats and money."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NoSeatLeft(DomainError):
    code = "no_seat_left"
    message = _("All %(seats)d seats of %(offering)s are taken.")


class NoMoneyLeft(DomainError):
    code = "no_money_left"
    message = _("%(left)s %(currency)s of the budget of %(offering)s are left.")


class ApplicationsClosed(DomainError):
    code = "applications_closed"
    message = _("%(offering)s takes no applications any more.")


class NotApplied(DomainError):
    code = "not_applied"
    message = _("This application was withdrawn or refused.")


class FirmLeft(DomainError):
    code = "firm_left"
    message = _("%(firm)s is no longer a client, so it can be offered nothing.")


class FirmNotServed(DomainError):
    code = "firm_not_served"
    message = _("%(program)s is for firms of this office only: %(office)s.")


class OfferExpired(DomainError):
    code = "offer_expired"
    message = _("This offer could be accepted until %(until)s.")


class NothingOffered(DomainError):
    code = "nothing_offered"
    message = _("No place is offered to the firm at the moment.")


class DeadlinePassed(DomainError):
    code = "deadline_passed"
    message = _("The deadline %(day)s has already passed.")


class CapacityBelowTaken(DomainError):
    code = "capacity_below_taken"
    message = _("%(taken)d seats are offered or taken already, so there cannot be fewer.")


class BudgetBelowHeld(DomainError):
    code = "budget_below_held"
    message = _("%(held)s %(currency)s are granted already, so the budget cannot be smaller.")


class OtherCurrency(DomainError):
    code = "other_currency"
    message = _("The program counts in %(currency)s; an offering cannot have another currency.")


class RoundOverBudget(DomainError):
    code = "round_over_budget"
    message = _("The budget of the program has %(left)s left for this round.")


class CurrencyInUse(DomainError):
    code = "currency_in_use"
    message = _("Amounts in %(currency)s were asked for already; the currency stays.")


class OfferingMoveNotAllowed(DomainError):
    code = "offering_move_not_allowed"
    message = _("This offering cannot be changed in that way any more.")


class AmountMissing(DomainError):
    code = "amount_missing"
    message = _("Say how much the firm asks for, in %(currency)s.")


class AnswerMissing(DomainError):
    code = "answer_missing"
    message = _("Please answer: %(question)s")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class InterestDeclared(DomainError):
    code = "interest_declared"
    message = _("You declared an interest in %(firm)s; somebody else must do this.")


class QuotaImpossible(DomainError):
    code = "quota_impossible"
    message = _("Not all quotas can be met: %(quotas)s.")


class NobodyApplied(DomainError):
    code = "nobody_applied"
    message = _("Nobody waits for a decision here.")


class RunOutOfDate(DomainError):
    code = "run_out_of_date"
    message = _("Something changed since this was computed: %(what)s. Compute it again.")


class RunDecided(DomainError):
    code = "run_decided"
    message = _("This allocation was decided already.")


class StillOpen(DomainError):
    code = "still_open"
    message = _("%(offering)s takes applications until %(day)s; decide after that, or close it.")


class SwapBreaksLimit(DomainError):
    code = "swap_breaks_limit"
    message = _("This exchange breaks a limit: %(limit)s.")


class NotOneProgram(DomainError):
    code = "not_one_program"
    message = _("Only offerings of one program are allocated together.")


class NotOneOffering(DomainError):
    code = "not_one_offering"
    message = _("Choose two different applications for the same offering.")


class StopOutside(DomainError):
    code = "stop_outside"
    message = _("A stop lies within the days of the offering, %(first)s to %(last)s.")


class AlreadyBegun(DomainError):
    code = "already_begun"
    message = _("%(offering)s has begun; talk to the agency instead.")


class AlreadyApplied(DomainError):
    code = "already_applied"
    message = _("The firm has applied already: %(state)s. Nothing was changed.")


class LimitBroken(DomainError):
    code = "limit_broken"
    message = _("This seat would break a limit: %(limit)s.")


class AmountsMissing(DomainError):
    code = "amounts_missing"
    message = _("Firms applied already without saying how much; money cannot be added now.")


class NotRefused(DomainError):
    code = "not_refused"
    message = _("Only a refusal is taken back; a firm that withdrew asks anew.")


class OtherFirm(DomainError):
    code = "other_firm"
    message = _("This document belongs to another firm.")


class DecidedAlready(DomainError):
    code = "decided_already"
    message = _("This application was decided; what it was decided on stays.")


class SeatNeedsReason(DomainError):
    code = "seat_needs_reason"
    message = _("%(why)s Say why the firm gets the seat all the same.")


class IsOver(DomainError):
    code = "is_over"
    message = _("%(offering)s is over.")


class HasBegun(DomainError):
    code = "has_begun"
    message = _("%(offering)s has begun: no place can be offered any more.")


class StopsOutside(DomainError):
    code = "stops_outside"
    message = _("These stops would lie outside the new days: %(stops)s. Change them first.")


class NotReviewer(DomainError):
    code = "not_reviewer"
    message = _(
        "Points for %(offering)s are given by its appointed reviewers; while nobody is appointed, "
        "by who answers for the program."
    )


class OwnWords(DomainError):
    code = "own_words"
    message = _("You wrote this application yourself; somebody else scores it.")


class OwnFirm(DomainError):
    code = "own_firm"
    message = _("%(firm)s is in your caseload; somebody else scores it.")


class CannotReview(DomainError):
    code = "cannot_review"
    message = _("%(person)s is not an adviser or manager of an office that the program serves.")

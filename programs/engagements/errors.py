"""Refusals about engagements."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class MoveNotAllowed(DomainError):
    code = "move_not_allowed"
    message = _("“%(before)s” cannot become “%(after)s”.")


class NotYours(DomainError):
    code = "not_yours"
    message = _("Your adviser makes this step: from “%(before)s” to “%(after)s”.")


class NothingToAnswer(DomainError):
    code = "nothing_to_answer"
    message = _("There is nothing to answer here any more: “%(state)s”. Ask your adviser.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(on)s has not come yet.")


class BeforeStart(DomainError):
    code = "before_start"
    message = _("%(on)s is before the start on %(limit)s.")


class NotCompleted(DomainError):
    code = "not_completed"
    message = _("Only a completed engagement has an end to correct.")


class CertificateOrReason(DomainError):
    code = "certificate_or_reason"
    message = _("Note the certificate with its number first, or say how it ended without one.")


class CertificateOver(DomainError):
    code = "certificate_over"
    message = _(
        "A certificate that ran out on %(on)s is not noted. Note the one that holds now, or say "
        "how the help ended without one."
    )


class TooLateToUndo(DomainError):
    code = "too_late_to_undo"
    message = _("This can be undone for ten minutes only, and before the help starts.")


class FinanceAlone(DomainError):
    code = "finance_alone"
    message = _(
        "Finance would be the only help while this holds the firm back: %(constraint)s. "
        "Assign help on it first, or together with it."
    )


class NotAgreed(DomainError):
    code = "not_agreed"
    message = _("“%(state)s”: there is nothing to note before the help is agreed.")


class StepTwice(DomainError):
    code = "step_twice"
    message = _("There is a milestone of this name already.")


class NotOfThisFirm(DomainError):
    code = "not_of_this_firm"
    message = _("The document belongs to another firm.")


class HelpEnded(DomainError):
    code = "help_ended"
    message = _("The help has ended; its documents stay as they are.")


class AlreadyCorrected(DomainError):
    code = "already_corrected"
    message = _("This entry has been corrected already; correct the newest one.")


class MarkedAlready(DomainError):
    code = "marked_already"
    message = _("There is a mark for %(on)s already; correct that one.")


class NoLedger(DomainError):
    code = "no_ledger"
    message = _("Only help that is counted in money has a finance ledger.")


class NothingApproved(DomainError):
    code = "nothing_approved"
    message = _("Nothing is approved yet: note the approval first.")


class OtherCurrency(DomainError):
    code = "other_currency"
    message = _("The ledger is kept in %(currency)s, the currency of the approval.")


class RoundCurrency(DomainError):
    code = "round_currency"
    message = _("The round gives its money in %(currency)s; the ledger of this help does too.")


class OverGranted(DomainError):
    code = "over_granted"
    message = _("The round granted %(limit)s; no more can be approved.")


class OverClaimed(DomainError):
    code = "over_claimed"
    message = _("%(limit)s of the approval are left to claim.")


class BelowClaimed(DomainError):
    code = "below_claimed"
    message = _("%(limit)s are claimed already; the approval cannot be lower.")


class OverApproved(DomainError):
    code = "over_approved"
    message = _("%(limit)s of the approval are left to pay out.")


class BelowDisbursed(DomainError):
    code = "below_disbursed"
    message = _("%(limit)s are paid out already; the approval cannot be lower.")


class OverDisbursed(DomainError):
    code = "over_disbursed"
    message = _("%(limit)s are still out; more than that cannot be paid back.")


class BelowRepaid(DomainError):
    code = "below_repaid"
    message = _("%(limit)s are paid back already; the payment cannot be lower.")


class LineOfAnotherProgram(DomainError):
    code = "line_of_another_program"
    message = _("This budget line belongs to another program than the help.")


class CostSettled(DomainError):
    code = "cost_settled"
    message = _("This cost is settled already.")


class SeatDecides(DomainError):
    code = "seat_decides"
    message = _("This help hangs on an application for a seat: withdraw or refuse that.")

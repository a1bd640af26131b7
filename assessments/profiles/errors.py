"""Refusals of stage decisions."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NotSubmitted(DomainError):
    code = "not_submitted"
    message = _("Finish the assessment first: a profile rests on submitted answers.")


class ProposalDecided(DomainError):
    code = "proposal_decided"
    message = _("This proposal was decided or replaced meanwhile. Look at the newest one.")


class StageInTheFuture(DomainError):
    code = "stage_in_the_future"
    message = _("A stage cannot be dated in the future.")


class StageBeforeFounding(DomainError):
    code = "stage_before_founding"
    message = _("The firm was founded in %(founded)s; it had no stage before.")


class StageBackdated(DomainError):
    code = "stage_backdated"
    message = _(
        "The firm was placed on %(day)s already. Choose that day or a later one: earlier "
        "placements stay as they were recorded."
    )


class ReasonTooShort(DomainError):
    code = "reason_too_short"
    message = _("Say in at least %(length)s characters why you disagree with the proposal.")


class SameAsProposed(DomainError):
    code = "same_as_proposed"
    message = _("This is the proposed stage. Confirm it instead of overriding it.")


class UnknownStage(DomainError):
    code = "unknown_stage"
    message = _("There is no such stage.")

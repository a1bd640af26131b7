"""Refusals about follow-ups."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class FollowUpClosed(DomainError):
    code = "follow_up_closed"
    message = _("This follow-up is closed already: %(state)s.")


class NotInTheFuture(DomainError):
    code = "not_in_the_future"
    message = _("Choose a day after %(today)s.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(day)s has not come yet.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class UnknownAnswer(DomainError):
    code = "unknown_answer"
    message = _("This answer is not asked for: %(question)s.")


class LinkGone(DomainError):
    code = "link_gone"
    message = _("This link does not work any more. Ask for a new one, or call your adviser.")


class AnsweredAlready(DomainError):
    code = "answered_already"
    message = _("These questions were answered already. Thank you.")


class NoLongerAsked(DomainError):
    code = "no_longer_asked"
    message = _("This is not asked any more. There is nothing to do.")


class NothingSaid(DomainError):
    code = "nothing_said"
    message = _("Say something in one field at least, or choose “No change”.")


class NobodyToAsk(DomainError):
    code = "nobody_to_ask"
    message = _(
        "%(firm)s has no contact with a working address that may be written to. "
        "Add one on the page of its people."
    )


class AlreadyDecided(DomainError):
    code = "already_decided"
    message = _("Somebody decided this already.")


class PlanNotReady(DomainError):
    code = "plan_not_ready"
    message = _("The plan cannot be put into force: %(why)s")


class NoDraft(DomainError):
    code = "no_draft"
    message = _("There is no draft of this plan: somebody put it into force or dropped it.")


class DraftChanged(DomainError):
    code = "draft_changed"
    message = _("Somebody changed this draft meanwhile. Look at it again before you go on.")

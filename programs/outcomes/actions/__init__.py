"""Every write about results."""

from programs.outcomes.actions.asking import (
    ask_for_confirmation,
    reask_confirmations,
    renew_request,
)
from programs.outcomes.actions.claiming import (
    attribute,
    claim_outcome,
    correct,
    dispute,
    withdraw,
)
from programs.outcomes.actions.confirming import (
    confirm,
    confirm_by_contact,
    confirm_signed_in,
    contact_of_member,
    expired_request,
    request_of,
)
from programs.outcomes.actions.indicators import load_indicators, name_owner, set_target
from programs.outcomes.actions.proving import add_evidence, check_evidence
from programs.outcomes.actions.sending import send_confirmations
from programs.outcomes.actions.splitting import keep_apart, split_double_claim

__all__ = [
    "add_evidence",
    "ask_for_confirmation",
    "attribute",
    "check_evidence",
    "claim_outcome",
    "confirm",
    "confirm_by_contact",
    "confirm_signed_in",
    "contact_of_member",
    "correct",
    "dispute",
    "expired_request",
    "keep_apart",
    "load_indicators",
    "name_owner",
    "reask_confirmations",
    "renew_request",
    "request_of",
    "send_confirmations",
    "set_target",
    "split_double_claim",
    "withdraw",
]

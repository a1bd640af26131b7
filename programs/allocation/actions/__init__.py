"""Every write to offerings, applications and allocations."""

from programs.allocation.actions.allocating import (
    discard_run,
    plan_allocation,
    solve_again,
    swap,
)
from programs.allocation.actions.applying import apply_for_seat, withdraw
from programs.allocation.actions.appointing import (
    appoint_reviewer,
    dismiss_from_all,
    dismiss_reviewer,
)
from programs.allocation.actions.approving import approve_run
from programs.allocation.actions.arranging import (
    add_stop,
    ask,
    drop_quota,
    drop_stop,
    retire_question,
    set_quota,
)
from programs.allocation.actions.deciding import refuse, reopen, seat
from programs.allocation.actions.documents import attach_document, detach_document
from programs.allocation.actions.line import accept_offer, decline_offer, lapse_offers, promote
from programs.allocation.actions.opening import (
    cancel_offering,
    close_offering,
    create_offering,
    open_offering,
    update_offering,
)
from programs.allocation.actions.reviewing import (
    declare_interest,
    keep_apart,
    let_go_together,
    score_application,
)

__all__ = [
    "accept_offer",
    "add_stop",
    "apply_for_seat",
    "appoint_reviewer",
    "approve_run",
    "ask",
    "attach_document",
    "cancel_offering",
    "close_offering",
    "create_offering",
    "declare_interest",
    "decline_offer",
    "detach_document",
    "discard_run",
    "dismiss_from_all",
    "dismiss_reviewer",
    "drop_quota",
    "drop_stop",
    "keep_apart",
    "lapse_offers",
    "let_go_together",
    "open_offering",
    "plan_allocation",
    "promote",
    "refuse",
    "reopen",
    "retire_question",
    "score_application",
    "seat",
    "set_quota",
    "solve_again",
    "swap",
    "update_offering",
    "withdraw",
]

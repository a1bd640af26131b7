"""Every write to the register."""

from firms.register.actions.caseload import assign_adviser, take_firm
from firms.register.actions.firms import (
    add_contact,
    change_firm,
    close_firm,
    possible_duplicates,
    register_firm,
    update_trade_facts,
)
from firms.register.actions.leaving import HandOver, let_go, plan_hand_over
from firms.register.actions.people import (
    change_contact,
    contact_left,
    end_membership,
    give_consent,
    invite_member,
    record_tie,
    withdraw_consent,
)
from firms.register.actions.record import add_document, filing, log_interaction
from firms.register.actions.trade import record_export_year, record_market_event, record_step

__all__ = [
    "HandOver",
    "add_contact",
    "add_document",
    "assign_adviser",
    "change_contact",
    "change_firm",
    "close_firm",
    "contact_left",
    "end_membership",
    "filing",
    "give_consent",
    "invite_member",
    "let_go",
    "log_interaction",
    "plan_hand_over",
    "possible_duplicates",
    "record_export_year",
    "record_market_event",
    "record_step",
    "record_tie",
    "register_firm",
    "take_firm",
    "update_trade_facts",
    "withdraw_consent",
]

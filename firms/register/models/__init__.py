"""Tables of the register: the firm, its people, its trade and what was said and filed."""

from firms.register.models.firm import CaseloadAssignment, Firm, Membership
from firms.register.models.people import Consent, Contact, Tie
from firms.register.models.record import Document, Interaction
from firms.register.models.trade import ExportYear, ImplementationStep, MarketEvent

__all__ = [
    "CaseloadAssignment",
    "Consent",
    "Contact",
    "Document",
    "ExportYear",
    "Firm",
    "ImplementationStep",
    "Interaction",
    "MarketEvent",
    "Membership",
    "Tie",
]

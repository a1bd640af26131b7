"""Index of the tables of `firms`; they stand in the slices."""

from firms.accounts.models import Absence, Office, SignInLink, User
from firms.audit.models import AuditEvent
from firms.imports.models import DuplicatePair, ImportedRow, ImportReject, ImportRun
from firms.register.models import (
    CaseloadAssignment,
    Consent,
    Contact,
    Document,
    ExportYear,
    Firm,
    ImplementationStep,
    Interaction,
    MarketEvent,
    Membership,
    Tie,
)

__all__ = [
    "Absence",
    "AuditEvent",
    "CaseloadAssignment",
    "Consent",
    "Contact",
    "Document",
    "DuplicatePair",
    "ExportYear",
    "Firm",
    "ImplementationStep",
    "ImportReject",
    "ImportRun",
    "ImportedRow",
    "Interaction",
    "MarketEvent",
    "Membership",
    "Office",
    "SignInLink",
    "Tie",
    "User",
]

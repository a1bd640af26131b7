"""Kinds of events about firms, with the sentences of the timeline."""

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from firms.audit import kinds
from firms.register.models.record import InteractionKind
from firms.register.models.trade import ExitReason, StepKind


def _country(code: object) -> object:
    return countries.name(str(code)) or code


FIRM_REGISTERED = kinds.register(
    "firm.registered", _("%(by)s registered the firm."), group="record", icon="flag"
)
FIRM_CHANGED = kinds.register(
    "firm.changed", _("%(by)s changed: %(fields)s."), group="record", icon="edit"
)
FIRM_LEFT = kinds.register(
    "firm.left", _("The firm left: %(reason)s"), group="record", icon="circle-x"
)
FIRM_RETURNED = kinds.register(
    "firm.returned", _("The firm is a client again."), group="record", icon="flag"
)
ADVISER_ASSIGNED = kinds.register(
    "adviser.assigned",
    _("%(adviser)s looks after the firm now."),
    group="record",
    icon="user",
)
ADVISER_LEFT = kinds.register(
    "adviser.left",
    _("%(adviser)s does not look after the firm any more; nobody does yet."),
    group="record",
    icon="user",
)
CONTACT_LOGGED = kinds.register(
    "contact.logged",
    _("%(how)s with %(by)s"),
    group="contacts",
    icon="phone",
    words={"how": lambda code: InteractionKind(str(code)).label},
)
PERSON_ADDED = kinds.register(
    "contact.added", _("%(by)s added %(person)s as a contact."), group="record", icon="user"
)
MEMBER_INVITED = kinds.register(
    "member.invited", _("%(by)s invited %(person)s to the portal."), group="record", icon="send"
)
PERSON_CHANGED = kinds.register(
    "contact.changed",
    _("%(by)s corrected the details of %(person)s."),
    group="record",
    icon="user",
)
PERSON_LEFT = kinds.register(
    "contact.left", _("%(person)s has left the firm."), group="record", icon="user-x"
)
MEMBER_ENDED = kinds.register(
    "member.ended",
    _("%(by)s ended %(person)s's access to the portal."),
    group="record",
    icon="user-x",
)
YEAR_RECORDED = kinds.register(
    "export_year.recorded",
    _("Figures of %(year)s: exports %(exports)s of %(turnover)s %(currency)s."),
    group="record",
    icon="chart-bar",
)
MARKET_ENTERED = kinds.register(
    "market.entry",
    _("Entered the market: %(market)s"),
    group="stage",
    icon="anchor",
    words={"market": _country},
)
MARKET_LEFT = kinds.register(
    "market.exit",
    _("Left the market: %(market)s. %(reason)s."),
    group="stage",
    icon="anchor",
    words={"market": _country, "reason": lambda code: ExitReason(str(code)).label},
)
MARKET_RE_ENTERED = kinds.register(
    "market.re_entry",
    _("Returned to the market: %(market)s"),
    group="stage",
    icon="anchor",
    words={"market": _country},
)
INCIDENT = kinds.register(
    "market.critical_incident", _("Critical incident"), group="stage", icon="alert-triangle"
)
STEP_TAKEN = kinds.register(
    "step.taken",
    _("%(step)s"),
    group="stage",
    icon="route",
    words={"step": lambda code: StepKind(str(code)).label},
)
DOCUMENT_ADDED = kinds.register(
    "document.added", _("%(by)s filed %(name)s."), group="documents", icon="paperclip"
)
CONSENT_GIVEN = kinds.register(
    "consent.given", _("Consent recorded: %(kind)s."), group="record", icon="check"
)
CONSENT_WITHDRAWN = kinds.register(
    "consent.withdrawn", _("Consent withdrawn: %(kind)s."), group="record", icon="circle-x"
)
TIE_ADDED = kinds.register(
    "tie.added", _("%(by)s added the tie %(name)s."), group="record", icon="users"
)

"""Kinds of events about offerings and applications."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

OFFERING_CREATED = kinds.register(
    "offering.created",
    _("%(by)s opened %(offering)s with %(seats)s seats."),
    group="help",
    icon="anchor",
)
APPLIED = kinds.register(
    "application.made", _("Applied for %(offering)s."), group="help", icon="send"
)
SEATED = kinds.register(
    "application.seated",
    _("%(by)s gave the firm a seat: %(offering)s."),
    group="help",
    icon="anchor",
)
WITHDRAWN = kinds.register(
    "application.withdrawn", _("Withdrew from %(offering)s."), group="help", icon="circle-x"
)

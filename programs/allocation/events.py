"""Kinds of events about offerings, applications and allocations."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

OFFERING_CREATED = kinds.register(
    "offering.created",
    _("%(by)s opened %(offering)s with %(seats)s seats."),
    group="help",
    icon="anchor",
)
OFFERING_DRAFTED = kinds.register(
    "offering.drafted", _("%(by)s drafted %(offering)s."), group="help", icon="anchor"
)
OFFERING_CHANGED = kinds.register(
    "offering.changed",
    _("%(by)s changed %(offering)s: %(fields)s."),
    group="help",
    icon="edit",
)
OFFERING_OPENED = kinds.register(
    "offering.opened",
    _("%(by)s opened %(offering)s for applications."),
    group="help",
    icon="anchor",
)
OFFERING_CLOSED = kinds.register(
    "offering.closed",
    _("%(by)s closed %(offering)s for applications."),
    group="help",
    icon="anchor",
)
OFFERING_CANCELLED = kinds.register(
    "offering.cancelled",
    _("%(by)s cancelled %(offering)s: %(note)s"),
    group="help",
    icon="circle-x",
)
APPLIED = kinds.register(
    "application.made", _("Applied for %(offering)s."), group="help", icon="send"
)
OFFERED = kinds.register(
    "application.offered",
    _("A place on %(offering)s was offered, to be accepted before %(until)s."),
    group="help",
    icon="ticket",
)
ACCEPTED = kinds.register(
    "application.accepted",
    _("The place on %(offering)s was accepted."),
    group="help",
    icon="anchor",
)
OFFER_DECLINED = kinds.register(
    "application.declined",
    _("The place on %(offering)s was declined. %(note)s"),
    group="help",
    icon="circle-x",
)
LAPSED = kinds.register(
    "application.lapsed",
    _("The offer of a place on %(offering)s was not answered in time."),
    group="help",
    icon="circle-x",
)
SEATED = kinds.register(
    "application.seated",
    _("%(by)s gave the firm a seat: %(offering)s. %(note)s"),
    group="help",
    icon="anchor",
)
WAITS = kinds.register(
    "application.waits",
    _("On the waiting list of %(offering)s, number %(rank)s."),
    group="help",
    icon="send",
)
REFUSED = kinds.register(
    "application.refused",
    _("No place on %(offering)s. %(note)s"),
    group="help",
    icon="circle-x",
)
NONE_CAME_FREE = kinds.register(
    "application.none_came_free",
    _("No place on %(offering)s came free before it began."),
    group="help",
    icon="circle-x",
)
WITHDRAWN = kinds.register(
    "application.withdrawn", _("Withdrew from %(offering)s."), group="help", icon="circle-x"
)
DOCUMENT_ATTACHED = kinds.register(
    "application.document_added",
    _("%(name)s was put to the application for %(offering)s."),
    group="help",
    icon="paperclip",
)
DOCUMENT_DETACHED = kinds.register(
    "application.document_removed",
    _("%(by)s took %(name)s off the application for %(offering)s."),
    group="help",
    icon="paperclip",
)
REOPENED = kinds.register(
    "application.reopened",
    _("%(by)s reopened the application for %(offering)s: %(note)s"),
    group="help",
    icon="send",
)
# How many points stands in the data alone: other reviewers read the timeline before they score.
SCORED = kinds.register(
    "application.scored",
    _("%(by)s gave points to the application for %(offering)s."),
    group="help",
    icon="edit",
)
REVIEWER_APPOINTED = kinds.register(
    "reviewer.appointed",
    _("%(by)s appointed %(person)s to review the applications for %(offering)s."),
    group="help",
    icon="users",
)
REVIEWER_DISMISSED = kinds.register(
    "reviewer.dismissed",
    _("%(by)s: %(person)s reviews the applications for %(offering)s no more."),
    group="help",
    icon="users",
)
INTEREST_DECLARED = kinds.register(
    "application.interest_declared",
    _("%(by)s declared an interest in the application for %(offering)s: %(note)s"),
    group="help",
    icon="edit",
)
KEPT_APART = kinds.register(
    "rivalry.declared",
    _("%(by)s: %(first)s and %(second)s do not both go on %(offering)s. %(note)s"),
    group="help",
    icon="edit",
)
LET_TOGETHER = kinds.register(
    "rivalry.ended",
    _("%(by)s: %(first)s and %(second)s may both go on %(offering)s."),
    group="help",
    icon="edit",
)
ALLOCATED = kinds.register(
    "allocation.computed",
    _("%(by)s computed an allocation of %(offerings)s: %(seats)s of %(applications)s seated."),
    group="help",
    icon="anchor",
)
SWAPPED = kinds.register(
    "allocation.swapped",
    _("%(by)s gave the seat of %(take)s to %(give)s: %(note)s"),
    group="help",
    icon="edit",
)
ALLOCATION_APPROVED = kinds.register(
    "allocation.approved",
    _("%(by)s approved the allocation of %(offerings)s: %(seats)s places are offered."),
    group="help",
    icon="anchor",
)

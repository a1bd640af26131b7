"""Kinds of events about imported lists of events."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

FEED_IMPORTED = kinds.register(
    "feed.imported",
    _(
        "%(by)s imported %(file)s: %(accepted)s rows accepted, %(held)s waiting, "
        "%(rejected)s rejected."
    ),
    group="import",
    icon="upload",
)
FEED_UNDONE = kinds.register(
    "feed.undone",
    _("%(by)s undid the import of %(file)s; offerings deleted: %(offerings)s."),
    group="import",
    icon="arrow-back-up",
)
DOUBT_ANSWERED = kinds.register(
    "feed.doubt_answered",
    _("%(by)s answered a doubt about row %(row)s of %(file)s: %(code)s, %(decision)s %(answer)s."),
    group="import",
    icon="circle-check",
)
OFFERING_REWRITTEN = kinds.register(
    "offering.rewritten",
    _("%(offering)s was changed as %(file)s tells it now."),
    group="help",
    icon="upload",
)

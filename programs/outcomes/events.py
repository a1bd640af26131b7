"""Kinds of events about results."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.matching.events import named, spoken_day
from programs.outcomes.labels import kind_name, spoken_figure

_WORDS = {
    "kind": kind_name,
    "day": spoken_day,
    "indicator": named,
    "figure": spoken_figure,
    "before": spoken_figure,
    "part": spoken_figure,
}


def _kind(code: str, sentence: object, icon: str, group: str = "help") -> kinds.Kind:
    return kinds.register(
        f"outcome.{code}",
        sentence,  # type: ignore[arg-type]
        group=group,
        icon=icon,
        words=_WORDS,
    )


CLAIMED = _kind("claimed", _("%(by)s claimed a result: %(kind)s, %(figure)s."), "flag")
CORRECTED = _kind(
    "corrected", _("%(by)s corrected a result: %(kind)s, %(before)s became %(figure)s."), "edit"
)
ASKED = _kind("asked", _("%(person)s was asked to confirm a result: %(kind)s, %(figure)s."), "mail")
CONFIRMED = _kind(
    "confirmed", _("%(person)s confirmed a result: %(kind)s, %(figure)s."), "circle-check"
)
ANSWERED_TOO = _kind(
    "answered_too", _("%(person)s answered too about a result: %(kind)s."), "circle-check"
)
DENIED = _kind("denied", _("%(person)s said that a result did not happen: %(kind)s."), "circle-x")
CLOSED = _kind(
    "closed_unanswered",
    _("Nobody confirmed a result within twelve months: %(kind)s, %(figure)s."),
    "clock",
)
EVIDENCE_ADDED = _kind(
    "evidence_added", _("%(by)s added a document to a result: %(name)s."), "paperclip"
)
EVIDENCE_ACCEPTED = _kind(
    "evidence_accepted", _("%(by)s checked a document, and it proves a result: %(name)s."), "check"
)
EVIDENCE_REFUSED = _kind(
    "evidence_refused",
    _("%(by)s checked a document, and it does not prove the result: %(name)s."),
    "circle-x",
)
EVIDENCED = _kind("evidenced", _("A document proves a result: %(kind)s, %(figure)s."), "check")
ATTRIBUTED = _kind(
    "attributed", _("%(by)s put %(part)s of %(figure)s down to the help: %(kind)s."), "target"
)
DISPUTED = _kind("disputed", _("%(by)s disputed a result: %(kind)s, %(figure)s."), "circle-x")
WITHDRAWN = _kind("withdrawn", _("%(by)s withdrew a result: %(kind)s, %(figure)s."), "circle-x")
SHARED = _kind("shared", _("%(by)s shared one deal out: %(figure)s of it counts here."), "copy")
KEPT_APART = _kind("kept_apart", _("%(by)s decided that results are different deals."), "copy")
INDICATORS_LOADED = _kind(
    "indicators_loaded",
    _("Indicators follow %(pack)s: %(added)s added, %(changed)s changed, %(retired)s retired."),
    "list-check",
    group="methodology",
)
TARGET_SET = _kind(
    "target_set",
    _("%(by)s set a target of %(program)s: %(indicator)s, %(value)s until %(day)s."),
    "target",
    group="methodology",
)
OWNER_NAMED = _kind(
    "owner_named",
    _("%(by)s wrote that %(owner)s answers for the indicator %(indicator)s."),
    "user",
    group="methodology",
)
OWNER_DROPPED = _kind(
    "owner_dropped",
    _("%(by)s wrote that %(owner)s no longer answers for the indicator %(indicator)s."),
    "user",
    group="methodology",
)

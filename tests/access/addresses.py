"""What each address with an object is asked for: the parameters of a side, or of the world."""

from collections.abc import Callable
from typing import Any

from tests.access.side import Side


def _pk(name: str) -> Callable[[Side], dict[str, Any]]:
    return lambda side: {"pk": getattr(side, name).pk}


def _names(prefix: str, names: str, make: Callable[[Side], dict[str, Any]]) -> dict[str, Any]:
    return {f"{prefix}:{name}": make for name in names.split()}


#: Address → its parameters for a side; these belong to a firm, so a foreign one is unseen.
OBJECTS: dict[str, Callable[[Side], dict[str, Any]]] = {
    **_names(
        "firms",
        "firm timeline trade contacts documents change close take assign add-contact invite "
        "add-tie add-year add-market-event add-step add-document",
        _pk("firm"),
    ),
    "firms:give-consent": _pk("firm"),
    "firms:withdraw-consent": lambda side: {
        "pk": side.firm.pk,
        "consent_pk": side.consent.pk,
    },
    **_names(
        "firms",
        "change-contact contact-left",
        lambda side: {"pk": side.firm.pk, "contact_pk": side.contact.pk},
    ),
    "firms:end-membership": lambda side: {"pk": side.firm.pk, "member_pk": side.member.pk},
    "firms:download": lambda side: {"pk": side.firm.pk, "document_pk": side.document.pk},
    **_names("assessments", "start propose", _pk("firm")),
    **_names("assessments", "fill facts review submit", _pk("draft")),
    "assessments:section": lambda side: {"pk": side.draft.pk, "code": "finance"},
    "assessments:result": _pk("submitted"),
    **_names("assessments", "proposal confirm-stage override-stage", _pk("proposal")),
    **_names("portal", "section", lambda side: {"pk": side.own_answers.pk, "code": "finance"}),
    **_names("portal", "fill review submit", _pk("own_answers")),
    "portal:assessed": _pk("own_result"),
    "portal:download": _pk("document"),
    **_names("programs", "follow-up-new recommend bundle-accept", _pk("firm")),
    **_names("programs", "recommendation-accept recommendation-decline", _pk("recommendation")),
    **_names(
        "programs",
        "engagement engagement-approve engagement-cancel engagement-certificate "
        "engagement-complete engagement-correct engagement-decline engagement-no-show "
        "engagement-pause engagement-resume engagement-start engagement-undo "
        "engagement-withdraw milestone-new hours-new attendance-new money-new finance-new "
        "cost-new engagement-document-new",
        _pk("engagement"),
    ),
    **_names("programs", "milestone-change milestone-done milestone-reopen", _pk("milestone")),
    "programs:fact-correct": _pk("fact"),
    "programs:engagement-document-drop": _pk("report"),
    "programs:finance-correct": _pk("entry"),
    **_names("programs", "cost-spend cost-release", _pk("cost")),
    **_names(
        "programs",
        "follow-up follow-up-call follow-up-done follow-up-reschedule follow-up-skip "
        "follow-up-snooze follow-up-unreachable follow-up-ask-firm follow-up-seen",
        _pk("follow_up"),
    ),
    "programs:proposal-decide": _pk("proposed"),
    "programs:message-settle": _pk("reminder"),
    "programs:follow-up-restore": lambda side: {"pk": side.follow_up.pk, "token": "x"},
    **_names(
        "programs",
        "application application-seat application-accept application-refuse "
        "application-withdraw application-score application-interest application-reopen "
        "application-document-new",
        _pk("application"),
    ),
    **_names("programs", "application-document application-document-drop", _pk("paper")),
    **_names("portal", "offer-accept offer-give-back offer-documents", _pk("application")),
    "portal:offer-document-drop": _pk("paper"),
    **_names("portal", "help help-yes help-no", _pk("engagement")),
    **_names(
        "programs",
        "criteria-of-firm criteria-keep",
        lambda side: {"pk": side.criteria.pk, "firm_pk": side.firm.pk},
    ),
    "programs:criteria-check": _pk("check"),
    "firms:duplicate-decide": _pk("pair"),
    "programs:outcome-claim": _pk("firm"),
    **_names(
        "programs",
        "outcome outcome-correct outcome-ask outcome-evidence outcome-attribute "
        "outcome-dispute outcome-withdraw outcome-share outcome-keep-apart",
        _pk("outcome"),
    ),
    "programs:evidence-check": _pk("evidence"),
    "portal:confirm-outcome": _pk("outcome"),
}
#: Addresses whose object belongs to the agency as a whole.
SHARED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "firms:person-disable": lambda world: {"pk": world.leaver.pk},
    "workspace:leaver": lambda world: {"pk": world.leaver.pk},
    "programs:absence-cancel": lambda world: {"pk": world.absence.pk},
    "dashboards:retry": lambda world: {"pk": world.quarantined.pk},
    "dashboards:mend": lambda world: {"pk": world.undeliverable.pk},
    **{
        f"programs:plan{name}": lambda world: {"pk": world.draft.plan_id}
        for name in ("", "-draft", "-enable", "-drop", "-withdraw", "-step-new")
    },
    **{
        f"programs:plan-step{name}": lambda world: {
            "pk": world.draft.plan_id,
            "code": world.draft.steps.first().code,
        }
        for name in ("", "-remove")
    },
    **{
        f"firms:import-{name}": lambda world: {"pk": world.imported.pk}
        for name in ("run", "rejects", "undo")
    },
    **{
        f"programs:feed{name}": lambda world: {"pk": world.doubt.row.feed_id}
        for name in ("", "-accept", "-undo")
    },
    "programs:feed-doubt": lambda world: {"pk": world.doubt.pk},
    **{
        f"programs:{name}": lambda world: {"pk": world.mine.offering.program_id}
        for name in (
            "program",
            "program-change",
            "budget-line-new",
            "offering-new",
            "program-results",
            "program-results-list",
            "target-new",
        )
    },
    "programs:target-results": lambda world: {"pk": world.target.pk},
    "programs:indicator-owner": lambda world: {"code": world.target.indicator.code},
    **{
        f"programs:{name}": lambda world: {"pk": world.mine.offering.pk}
        for name in (
            "offering",
            "offering-attendance",
            "application-new",
            "offering-allocate",
            "offering-cancel",
            "offering-change",
            "offering-close",
            "offering-open",
            "offering-setup",
            "question-new",
            "quota-new",
            "reviewer-new",
            "rivalry-new",
            "stop-new",
        )
    },
    "programs:budget-line-change": lambda world: {"pk": world.mine.cost.line_id},
    "programs:demand": lambda world: {"code": world.pack.constraints[0].code},
    "portal:offer-ask": lambda world: {"pk": world.mine.offering.pk},
    "programs:stop-drop": lambda world: {"pk": world.stop.pk},
    "programs:quota-drop": lambda world: {"pk": world.quota.pk},
    "programs:question-drop": lambda world: {"pk": world.question.pk},
    "programs:rivalry-drop": lambda world: {"pk": world.rivalry.pk},
    "programs:reviewer-drop": lambda world: {"pk": world.appointed.pk},
    "programs:allotment-swap": lambda world: {"pk": world.run.allotments.all()[0].pk},
    **{
        f"programs:allocation{name}": lambda world: {"pk": world.run.pk}
        for name in ("", "-approve", "-discard", "-check")
    },
    **{
        f"programs:criteria{name}": lambda world: {"pk": world.drafted.criteria_id}
        for name in (
            "",
            *("-firms", "-change", "-copy", "-retire", "-draft", "-drop", "-publish"),
            *("-edit", "-clause-new", "-join"),
        )
    },
    **{
        f"programs:criteria-clause{name}": lambda world: {
            "pk": world.drafted.criteria_id,
            "group": 0,
            "place": 0,
        }
        for name in ("", "-remove", "-move")
    },
    **{
        f"programs:cohort{name}": lambda world: {"pk": world.cohort.pk}
        for name in ("", "-members", "-freeze", "-csv", "-json", "-report-csv", "-report-json")
    },
}

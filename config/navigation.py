"""What stands in the side bar: places a person may go."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from firms.accounts.models import User
from firms.accounts.roles import Capability


@dataclass(frozen=True)
class Item:
    """One place: where, what it is called, and its sign."""

    label: str
    url: str
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """Places under one heading; the first group has none."""

    label: str
    items: list[Item] = field(default_factory=list)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav` for staff and portal pages, empty for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": []}
    return {"nav": SimpleLazyObject(lambda: _groups(user, request.path))}


def _groups(user: User, path: str) -> list[Group]:
    places = [
        ("", Capability.SEE_WORKSPACE, _("My day"), "workspace:my-day", "sun"),
        ("", Capability.SEE_WORKSPACE, _("Caseload"), "workspace:caseload", "users"),
        ("", Capability.ASSESS, _("Assessments"), "assessments:list", "clipboard-list"),
        ("", Capability.SEE_REPORTS, _("Offerings"), "programs:offerings", "ticket"),
        (_("Results"), Capability.SEE_REPORTS, _("Cohorts"), "programs:cohorts", "route"),
        (_("Results"), Capability.SEE_REPORTS, _("Programs"), "programs:programs", "coin"),
        (_("Results"), Capability.SEE_REPORTS, _("Indicators"), "programs:indicators", "target"),
        (
            _("Reference"),
            Capability.SEE_METHODOLOGY,
            _("Methodology"),
            "assessments:methodology",
            "compass",
        ),
        (
            _("Reference"),
            Capability.SEE_REPORTS,
            _("Eligibility"),
            "programs:criteria-list",
            "shield-check",
        ),
        (
            _("Reference"),
            Capability.PLAN_FOLLOWUPS,
            _("Follow-up plans"),
            "programs:plans",
            "list-check",
        ),
        (
            _("Administration"),
            Capability.MANAGE_PROGRAMS,
            _("Lists of events"),
            "programs:feeds",
            "calendar-event",
        ),
        (_("Administration"), Capability.IMPORT_DATA, _("Imports"), "firms:imports", "upload"),
        (
            _("Administration"),
            Capability.RESOLVE_DUPLICATES,
            _("Look-alikes"),
            "firms:duplicates",
            "copy",
        ),
        (_("Administration"), Capability.MANAGE_USERS, _("People"), "firms:people", "id"),
        (
            _("Administration"),
            Capability.SEE_OPERATIONS,
            _("Operations"),
            "dashboards:operations",
            "settings",
        ),
        (
            _("Administration"),
            Capability.SEE_OWN_MESSAGES,
            _("Messages"),
            "programs:messages",
            "bell",
        ),
        ("", Capability.SEE_PORTAL, _("Home"), "portal:home", "home"),
        ("", Capability.SEE_PORTAL, _("Offers"), "portal:offers", "ticket"),
        ("", Capability.SEE_PORTAL, _("Results"), "portal:results", "flag"),
        ("", Capability.SEE_OWN_DOCUMENTS, _("Documents"), "portal:documents", "paperclip"),
        ("", Capability.SEE_PORTAL, _("People"), "portal:people", "users"),
    ]
    shown = [
        (heading, label, reverse(name), icon)
        for heading, capability, label, name, icon in places
        if user.may(capability)
    ]
    here = _here(path, [url for _heading, _label, url, _icon in shown])
    groups: dict[str, Group] = {}
    for heading, label, url, icon in shown:
        group = groups.setdefault(heading, Group(heading))
        group.items.append(Item(label, url, icon, is_current=url == here))
    return list(groups.values())


def _here(path: str, urls: list[str]) -> str:
    """The place the page belongs to: the nearest above it. The portal's home is only itself."""
    home = reverse("portal:home")
    above = [url for url in urls if (path == url if url == home else path.startswith(url))]
    return max(above, key=len, default="")

"""What `assessments` declares when Django starts: event kinds and panels of the firm page."""

from django.utils.translation import gettext_lazy as _

from assessments.methodology import events as methodology_events
from assessments.profiles import events as profile_events
from assessments.profiles.panels import stage_facts, way_so_far, what_holds_back
from assessments.responses import events as response_events
from firms.register import panels

__all__ = ["methodology_events", "profile_events", "response_events"]

FOLDER = "assessments/profiles/panels"

panels.register(
    "stage",
    _("Stage"),
    order=10,
    region="facts",
    template=f"{FOLDER}/stage_facts.html",
    context=stage_facts,
)
panels.register(
    "way",
    _("The way so far"),
    order=10,
    region="top",
    template=f"{FOLDER}/way.html",
    context=way_so_far,
)
panels.register(
    "profile",
    _("What holds the firm back"),
    order=10,
    region="main",
    template=f"{FOLDER}/profile.html",
    context=what_holds_back,
)

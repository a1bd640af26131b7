"""A colleague leaves: what would move where, and then it moves, all or nothing."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from config.shared import clock
from config.shared.access import get_visible_or_404
from config.shared.errors import DomainError
from firms.accounts.access import StaffPage
from firms.accounts.models import Absence, User
from firms.accounts.roles import Capability
from firms.register.actions import HandOver, let_go, plan_hand_over
from firms.register.models import CaseloadAssignment
from programs.allocation.models import Reviewer
from programs.followups.models import FollowUp
from programs.workspace.forms import LeaverForm


class Leaver(StaffPage, FormView):
    """GET and the first POST only show; the second one does it."""

    capability = Capability.MANAGE_USERS
    template_name = "programs/workspace/leaver.html"
    form_class = LeaverForm

    @cached_property
    def leaver(self) -> User:
        return get_visible_or_404(User, self.request.user, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leaver": self.leaver}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = CaseloadAssignment.objects.current().filter(adviser=self.leaver).values("firm")
        today = clock.today()
        counts = (
            FollowUp.objects.open()
            .filter(firm__in=mine)
            .aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
        )
        covers = Absence.objects.filter(delegate=self.leaver, ends_on__gte=today)
        return super().get_context_data(
            leaver=self.leaver,
            firms=mine.count(),
            follow_ups=counts,
            covers=list(covers.select_related("user")),
            reviews=Reviewer.objects.filter(person=self.leaver).to_begin(on=today).count(),
            **kwargs,
        )

    def form_valid(self, form: LeaverForm) -> HttpResponse:
        heirs = list(form.cleaned_data["heirs"])
        if self.request.POST.get("act") != "confirm":
            return self._shown(form, heirs)
        try:
            plan = let_go(
                leaver=self.leaver,
                heirs=heirs,
                by=self.request.user,
                seen=self.request.POST.get("seen", ""),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self._shown(form, heirs)
        words = {"name": self.leaver.name, "n": len(plan.firms)}
        messages.success(
            self.request, _("%(name)s cannot sign in any more; %(n)d firms were moved.") % words
        )
        return redirect("firms:people")

    def _shown(self, form: LeaverForm, heirs: list[User]) -> HttpResponse:
        """What would happen, as things stand now."""
        plan = plan_hand_over(leaver=self.leaver, heirs=heirs)
        shown = self.get_context_data(form=form, plan=plan, shares=_shares(plan, heirs))
        return self.render_to_response(shown)


def _shares(plan: HandOver, heirs: list[User]) -> list[tuple[User | None, int]]:
    """Who would get how many."""
    who: list[User | None] = [*heirs] or [None]
    return [(heir, plan.count_for(heir)) for heir in who]

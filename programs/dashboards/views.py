"""The page of the engine room, and its figures for a collector."""

import hmac
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import View

from config.shared import clock
from config.shared.access import get_visible_or_404
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability
from programs.dashboards import metrics, selectors
from programs.followups.actions import dispatch, mend_address, reconcile_engagements
from programs.followups.comparing import ENGAGEMENT
from programs.followups.models import Undeliverable
from programs.operations.actions import release
from programs.operations.models import Quarantined


class OperationsPage(StaffPage, TemplateView):
    """Is everything sent, does everything run, does anything wait for a person?"""

    capability = Capability.SEE_OPERATIONS
    template_name = "programs/dashboards/operations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = selectors.operations(
            self.request.user, now=clock.now(), is_embedded=not settings.REDIS_URL
        )
        return super().get_context_data(
            page=page,
            may_decide=self.request.user.may(Capability.MANAGE_FOLLOWUPS),
            **kwargs,
        )


class Retry(StaffPage, View):
    """Try a row of the quarantine again now."""

    capability = Capability.SEE_OPERATIONS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_visible_or_404(Quarantined, request.user, pk=pk)
        if row.kind == ENGAGEMENT:
            reconcile_engagements(engagements=[row.target_id], today=clock.today())
        else:
            release(row.kind, [row.target_id])  # whoever is still bad is set aside again
            dispatch(now=clock.now())
        if Quarantined.objects.filter(pk=row.pk).exists():
            messages.error(request, _("It failed again; the reason is renewed."))
        else:
            messages.success(request, _("It worked: the row has left the quarantine."))
        return redirect("dashboards:operations")


class Mend(StaffPage, View):
    """An address was checked: mail may go there again."""

    capability = Capability.SEE_OPERATIONS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_visible_or_404(Undeliverable, request.user, pk=pk)
        mend_address(address=row.address, by=request.user)
        messages.success(request, _("Mail may go to this address again."))
        return redirect("dashboards:operations")


class Metrics(View):
    """For a collector that brings the token; without a token in the settings it does not exist."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = settings.METRICS_TOKEN
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not wanted or not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
            raise Http404
        return HttpResponse(
            metrics.as_text(now=clock.now()),
            content_type="text/plain; version=0.0.4; charset=utf-8",
        )

"""The methodology as people read it."""

from typing import Any

from django.utils.translation import get_language
from django.views.generic import TemplateView

from assessments.methodology.selectors import methodology_page
from firms.accounts.access import StaffPage
from firms.accounts.roles import Capability


class Methodology(StaffPage, TemplateView):
    """The pack in force: constraints with their questions, stages, weights, versions."""

    capability = Capability.SEE_METHODOLOGY
    template_name = "assessments/methodology/pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = methodology_page(self.request.user, get_language() or "en")
        return super().get_context_data(page=page, **kwargs)

"""The first page after sign-in depends on who came."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import RedirectView

from firms.accounts.roles import Role

FIRST_PAGE = {
    Role.ADVISER: "workspace:my-day",
    Role.MANAGER: "programs:cohorts",
    Role.EXPERT: "assessments:methodology",
    Role.ADMINISTRATOR: "firms:imports",
}


class Home(LoginRequiredMixin, RedirectView):
    """Sends everybody to the page their work begins on."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        self.pattern_name = FIRST_PAGE.get(self.request.user.role, "portal:home")
        return super().get_redirect_url() or "/"

"""Every address of Portolan."""

from django.urls import include, path
from django.views.i18n import set_language

from config import health
from programs.workspace.views.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/set/", set_language, name="set_language"),
    path("accounts/", include("firms.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("config.api")),
    path("", include("firms.urls")),
    path("", include("assessments.urls")),
    path("", include("programs.urls")),
    path("", include("programs.workspace.urls")),
    path("", include("programs.dashboards.urls")),
    path("portal/", include("programs.portal.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_many"
handler500 = "config.errors.server_error"

"""Addresses of `programs`."""

from django.urls import include, path
from django.views.generic import RedirectView

app_name = "programs"
urlpatterns = [
    path("", include("programs.catalogue.urls")),
    path("", include("programs.allocation.urls")),
    path("", include("programs.engagements.urls")),
    path("", include("programs.followups.urls")),
    path("", include("programs.reports.urls")),
    path("cohorts/", RedirectView.as_view(url="/"), name="cohorts"),
    path("cohorts/<int:pk>/", RedirectView.as_view(url="/"), name="cohort"),
]

"""Addresses of `programs`."""

from django.urls import include, path

app_name = "programs"
urlpatterns = [
    path("", include("programs.catalogue.urls")),
    path("", include("programs.eligibility.urls")),
    path("", include("programs.allocation.urls")),
    path("", include("programs.engagements.urls")),
    path("", include("programs.followups.urls")),
    path("", include("programs.reports.urls")),
]

"""Addresses of `firms`."""

from django.urls import include, path

app_name = "firms"

urlpatterns = [
    path("", include("firms.register.urls")),
    path("", include("firms.imports.urls")),
    path("", include("firms.staff.urls")),
]

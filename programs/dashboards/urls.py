"""Addresses of the engine room."""

from django.urls import path

from programs.dashboards import views

app_name = "dashboards"

urlpatterns = [
    path("operations/", views.OperationsPage.as_view(), name="operations"),
    path("operations/quarantine/<int:pk>/retry/", views.Retry.as_view(), name="retry"),
    path("operations/addresses/<int:pk>/mend/", views.Mend.as_view(), name="mend"),
    path("metrics", views.Metrics.as_view(), name="metrics"),
]

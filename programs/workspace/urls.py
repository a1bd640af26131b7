"""Addresses of the adviser's pages."""

from django.urls import path

from programs.workspace.views.caseload import Caseload
from programs.workspace.views.leaver import Leaver
from programs.workspace.views.my_day import MyDay, QuickLog

app_name = "workspace"

urlpatterns = [
    path("my-day/", MyDay.as_view(), name="my-day"),
    path("caseload/", Caseload.as_view(), name="caseload"),
    path("people/<int:pk>/leave/", Leaver.as_view(), name="leaver"),
    path("log/", QuickLog.as_view(), name="quick-log"),
]

"""Addresses of cohorts and reports."""

from django.urls import path

from programs.cohorts.views import CohortList, FreezeCohort, NewCohort
from programs.reports.views import MembersPage, ReportCsv, ReportJson, ReportPage

urlpatterns = [
    path("cohorts/", CohortList.as_view(), name="cohorts"),
    path("cohorts/new/", NewCohort.as_view(), name="cohort-new"),
    path("cohorts/<int:pk>/", ReportPage.as_view(), name="cohort"),
    path("cohorts/<int:pk>/freeze/", FreezeCohort.as_view(), name="cohort-freeze"),
    path("cohorts/<int:pk>/members/", MembersPage.as_view(), name="cohort-members"),
    path("cohorts/<int:pk>/report.csv", ReportCsv.as_view(), name="cohort-csv"),
    path("cohorts/<int:pk>/report.json", ReportJson.as_view(), name="cohort-json"),
]

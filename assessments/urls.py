"""Addresses of `assessments`."""

from django.urls import path

from assessments.methodology import views as methodology
from assessments.profiles import views as profiles
from assessments.responses import views as responses

app_name = "assessments"

urlpatterns = [
    path("assessments/", responses.AssessmentList.as_view(), name="list"),
    path("firms/<int:pk>/assess/", responses.Start.as_view(), name="start"),
    path("firms/<int:pk>/propose/", profiles.Propose.as_view(), name="propose"),
    path("assessments/<int:pk>/", responses.Fill.as_view(), name="fill"),
    path(
        "assessments/<int:pk>/sections/facts/",
        responses.Facts.as_view(),
        {"code": "facts"},
        name="facts",
    ),
    path(
        "assessments/<int:pk>/sections/<slug:code>/",
        responses.SectionScreen.as_view(),
        name="section",
    ),
    path("assessments/<int:pk>/review/", responses.Review.as_view(), name="review"),
    path("assessments/<int:pk>/submit/", profiles.Submit.as_view(), name="submit"),
    path("assessments/<int:pk>/result/", profiles.Result.as_view(), name="result"),
    path("proposals/<int:pk>/", profiles.Decide.as_view(), name="proposal"),
    path("proposals/<int:pk>/confirm/", profiles.Confirm.as_view(), name="confirm-stage"),
    path("proposals/<int:pk>/override/", profiles.Override.as_view(), name="override-stage"),
    path("methodology/", methodology.Methodology.as_view(), name="methodology"),
]

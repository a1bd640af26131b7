"""Addresses of the portal."""

from django.urls import path

from programs.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("people/", views.People.as_view(), name="people"),
    path("documents/", views.Documents.as_view(), name="documents"),
    path("documents/<int:pk>/", views.Download.as_view(), name="download"),
    path("results/", views.OwnResults.as_view(), name="results"),
    path("results/<int:pk>/", views.ConfirmResult.as_view(), name="confirm-outcome"),
    path("assessment/", views.Start.as_view(), name="assess"),
    path("assessment/<int:pk>/", views.Fill.as_view(), name="fill"),
    path(
        "assessment/<int:pk>/sections/<slug:code>/", views.SectionScreen.as_view(), name="section"
    ),
    path("assessment/<int:pk>/review/", views.Review.as_view(), name="review"),
    path("assessment/<int:pk>/submit/", views.Submit.as_view(), name="submit"),
    path("assessment/<int:pk>/result/", views.Assessed.as_view(), name="assessed"),
]

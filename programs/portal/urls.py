"""Addresses of the portal."""

from django.urls import path

from programs.portal import views
from programs.portal.help import views as help_views
from programs.portal.offers import views as offers

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("help/<int:pk>/", help_views.Help.as_view(), name="help"),
    path("help/<int:pk>/yes/", help_views.TakeUp.as_view(), name="help-yes"),
    path("help/<int:pk>/no/", help_views.GiveUp.as_view(), name="help-no"),
    path("offers/", offers.Offers.as_view(), name="offers"),
    path("offers/<int:pk>/", offers.Ask.as_view(), name="offer-ask"),
    path("applications/<int:pk>/accept/", offers.Accept.as_view(), name="offer-accept"),
    path("applications/<int:pk>/back/", offers.GiveBack.as_view(), name="offer-give-back"),
    path("applications/<int:pk>/documents/", offers.OwnDocuments.as_view(), name="offer-documents"),
    path(
        "applications/documents/<int:pk>/drop/",
        offers.DropDocument.as_view(),
        name="offer-document-drop",
    ),
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

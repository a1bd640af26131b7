"""Addresses of imports of events."""

from django.urls import path

from programs.eventfeeds import views

urlpatterns = [
    path("offerings/imports/", views.FeedList.as_view(), name="feeds"),
    path("offerings/imports/new/", views.NewFeed.as_view(), name="feed-new"),
    path("offerings/imports/doubts/", views.Doubts.as_view(), name="feed-doubts"),
    path("offerings/imports/doubts/<int:pk>/", views.Answer.as_view(), name="feed-doubt"),
    path("offerings/imports/<int:pk>/", views.FeedLook.as_view(), name="feed"),
    path("offerings/imports/<int:pk>/accept/", views.AcceptAlike.as_view(), name="feed-accept"),
    path("offerings/imports/<int:pk>/undo/", views.UndoFeed.as_view(), name="feed-undo"),
]

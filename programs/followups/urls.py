"""Addresses of follow-ups."""

from django.urls import path

from programs.followups import views

urlpatterns = [
    path("follow-ups/<int:pk>/", views.Answer.as_view(), name="follow-up"),
    path("follow-ups/<int:pk>/done/", views.Answer.as_view(), name="follow-up-done"),
    path("follow-ups/<int:pk>/snooze/", views.Snooze.as_view(), name="follow-up-snooze"),
    path(
        "follow-ups/<int:pk>/reschedule/", views.Reschedule.as_view(), name="follow-up-reschedule"
    ),
    path(
        "follow-ups/<int:pk>/restore/<str:token>/",
        views.Restore.as_view(),
        name="follow-up-restore",
    ),
    path("follow-ups/<int:pk>/skip/", views.Skip.as_view(), name="follow-up-skip"),
    path(
        "follow-ups/<int:pk>/unreachable/",
        views.Unreachable.as_view(),
        name="follow-up-unreachable",
    ),
    path("follow-ups/<int:pk>/call/", views.Call.as_view(), name="follow-up-call"),
    path("firms/<int:pk>/follow-ups/new/", views.Plan.as_view(), name="follow-up-new"),
]

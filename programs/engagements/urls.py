"""Addresses of help."""

from django.urls import path

from programs.engagements import views

urlpatterns = [
    path("recommendations/<int:pk>/accept/", views.Accept.as_view(), name="recommendation-accept"),
    path(
        "recommendations/<int:pk>/decline/", views.Decline.as_view(), name="recommendation-decline"
    ),
    path("firms/<int:pk>/bundle/", views.AcceptBundle.as_view(), name="bundle-accept"),
    path("firms/<int:pk>/recommend/", views.ComputeNow.as_view(), name="recommend"),
    path("engagements/<int:pk>/", views.EngagementLook.as_view(), name="engagement"),
    path("engagements/<int:pk>/start/", views.Start.as_view(), name="engagement-start"),
    path("engagements/<int:pk>/pause/", views.Pause.as_view(), name="engagement-pause"),
    path("engagements/<int:pk>/resume/", views.Resume.as_view(), name="engagement-resume"),
    path("engagements/<int:pk>/complete/", views.Complete.as_view(), name="engagement-complete"),
    path("engagements/<int:pk>/cancel/", views.Cancel.as_view(), name="engagement-cancel"),
    path("engagements/<int:pk>/correct/", views.CorrectEnd.as_view(), name="engagement-correct"),
    path(
        "engagements/<int:pk>/certificate/",
        views.Certificate.as_view(),
        name="engagement-certificate",
    ),
    path("engagements/<int:pk>/undo/", views.Undo.as_view(), name="engagement-undo"),
]

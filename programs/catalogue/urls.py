"""Addresses of programs."""

from django.urls import path

from programs.catalogue import views

urlpatterns = [
    path("programs/", views.ProgramList.as_view(), name="programs"),
    path("programs/new/", views.NewProgram.as_view(), name="program-new"),
    path("programs/<int:pk>/change/", views.ChangeProgram.as_view(), name="program-change"),
    path("programs/<int:pk>/lines/new/", views.NewLine.as_view(), name="budget-line-new"),
    path("budget-lines/<int:pk>/", views.ChangeLine.as_view(), name="budget-line-change"),
    path("programs/demand/<slug:code>/", views.HeldBack.as_view(), name="demand"),
]

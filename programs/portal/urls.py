"""Addresses of the portal."""

from django.urls import path

from programs.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
]

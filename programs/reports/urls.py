"""Addresses of cohorts and reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

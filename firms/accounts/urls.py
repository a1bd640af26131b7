"""Addresses of sign-in beside allauth's own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

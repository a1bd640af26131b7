"""Addresses about people who sign in."""

from django.urls import path

from firms.staff import views

urlpatterns = [
    path("people/", views.PeoplePage.as_view(), name="people"),
    path("people/offices/new/", views.OpenOffice.as_view(), name="office-new"),
    path("people/new/", views.Invite.as_view(), name="person-new"),
    path("people/<int:pk>/disable/", views.Disable.as_view(), name="person-disable"),
]

"""Addresses of offerings and seats."""

from django.urls import path

from programs.allocation import views

urlpatterns = [
    path("programs/<int:pk>/", views.ProgramLook.as_view(), name="program"),
    path("programs/<int:pk>/offerings/new/", views.NewOffering.as_view(), name="offering-new"),
    path("offerings/<int:pk>/", views.OfferingLook.as_view(), name="offering"),
    path("offerings/<int:pk>/apply/", views.Apply.as_view(), name="application-new"),
    path("applications/<int:pk>/seat/", views.Seat.as_view(), name="application-seat"),
    path("applications/<int:pk>/withdraw/", views.Withdraw.as_view(), name="application-withdraw"),
]

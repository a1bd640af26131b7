"""Addresses of programs, offerings, applications and allocations."""

from django.urls import path

from programs.allocation.views import (
    allocating,
    applications,
    arranging,
    calendar,
    changing,
    offerings,
)

urlpatterns = [
    path("programs/<int:pk>/offerings/new/", changing.NewOffering.as_view(), name="offering-new"),
    path("offerings/", calendar.Calendar.as_view(), name="offerings"),
    path("offerings/help/", changing.AboutHelp.as_view(), name="about-help"),
    path("offerings/<int:pk>/", offerings.OfferingLook.as_view(), name="offering"),
    path("offerings/<int:pk>/change/", changing.ChangeOffering.as_view(), name="offering-change"),
    path("offerings/<int:pk>/cancel/", offerings.CancelOffering.as_view(), name="offering-cancel"),
    path("offerings/<int:pk>/open/", offerings.Open.as_view(), name="offering-open"),
    path("offerings/<int:pk>/close/", offerings.Close.as_view(), name="offering-close"),
    path("offerings/<int:pk>/setup/", arranging.Setup.as_view(), name="offering-setup"),
    path("offerings/<int:pk>/stops/", arranging.AddStop.as_view(), name="stop-new"),
    path("offerings/<int:pk>/quotas/", arranging.SetQuota.as_view(), name="quota-new"),
    path("offerings/<int:pk>/questions/", arranging.AddQuestion.as_view(), name="question-new"),
    path("offerings/<int:pk>/apart/", arranging.KeepApart.as_view(), name="rivalry-new"),
    path("stops/<int:pk>/drop/", arranging.DropStop.as_view(), name="stop-drop"),
    path("quotas/<int:pk>/drop/", arranging.DropQuota.as_view(), name="quota-drop"),
    path("questions/<int:pk>/drop/", arranging.RetireQuestion.as_view(), name="question-drop"),
    path("rivalries/<int:pk>/drop/", arranging.LetTogether.as_view(), name="rivalry-drop"),
    path("offerings/<int:pk>/reviewers/", arranging.AppointReviewer.as_view(), name="reviewer-new"),
    path("reviewers/<int:pk>/drop/", arranging.DismissReviewer.as_view(), name="reviewer-drop"),
    path("offerings/<int:pk>/apply/", applications.Nominate.as_view(), name="application-new"),
    path("applications/<int:pk>/", applications.ApplicationLook.as_view(), name="application"),
    path("applications/<int:pk>/seat/", applications.Seat.as_view(), name="application-seat"),
    path("applications/<int:pk>/accept/", applications.Answer.as_view(), name="application-accept"),
    path("applications/<int:pk>/refuse/", applications.Refuse.as_view(), name="application-refuse"),
    path("applications/<int:pk>/reopen/", applications.Reopen.as_view(), name="application-reopen"),
    path(
        "applications/<int:pk>/documents/new/",
        applications.AttachDocument.as_view(),
        name="application-document-new",
    ),
    path(
        "applications/documents/<int:pk>/",
        applications.DownloadDocument.as_view(),
        name="application-document",
    ),
    path(
        "applications/documents/<int:pk>/drop/",
        applications.DetachDocument.as_view(),
        name="application-document-drop",
    ),
    path(
        "applications/<int:pk>/withdraw/",
        applications.Withdraw.as_view(),
        name="application-withdraw",
    ),
    path(
        "applications/<int:pk>/score/", applications.GiveScore.as_view(), name="application-score"
    ),
    path(
        "applications/<int:pk>/interest/",
        applications.DeclareInterest.as_view(),
        name="application-interest",
    ),
    path("offerings/<int:pk>/allocate/", allocating.Allocate.as_view(), name="offering-allocate"),
    path("allotments/<int:pk>/swap/", allocating.Swap.as_view(), name="allotment-swap"),
    path("allocations/<int:pk>/", allocating.RunLook.as_view(), name="allocation"),
    path("allocations/<int:pk>/approve/", allocating.Approve.as_view(), name="allocation-approve"),
    path("allocations/<int:pk>/discard/", allocating.Discard.as_view(), name="allocation-discard"),
    path("allocations/<int:pk>/check/", allocating.Check.as_view(), name="allocation-check"),
]

"""Addresses of help."""

from django.urls import path

from programs.engagements.views import (
    attendance,
    delivering,
    documents,
    money,
    moving,
    recommending,
)

ONE = "engagements/<int:pk>"

RECOMMENDATIONS = [
    path(
        "recommendations/<int:pk>/accept/",
        recommending.Accept.as_view(),
        name="recommendation-accept",
    ),
    path(
        "recommendations/<int:pk>/decline/",
        recommending.Decline.as_view(),
        name="recommendation-decline",
    ),
    path("firms/<int:pk>/bundle/", recommending.AcceptBundle.as_view(), name="bundle-accept"),
    path("firms/<int:pk>/recommend/", recommending.ComputeNow.as_view(), name="recommend"),
]

MOVES = [
    path(f"{ONE}/", moving.EngagementLook.as_view(), name="engagement"),
    path(f"{ONE}/approve/", moving.Approve.as_view(), name="engagement-approve"),
    path(f"{ONE}/start/", moving.Start.as_view(), name="engagement-start"),
    path(f"{ONE}/pause/", moving.Pause.as_view(), name="engagement-pause"),
    path(f"{ONE}/resume/", moving.Resume.as_view(), name="engagement-resume"),
    path(f"{ONE}/complete/", moving.Complete.as_view(), name="engagement-complete"),
    path(f"{ONE}/withdraw/", moving.Withdraw.as_view(), name="engagement-withdraw"),
    path(f"{ONE}/decline/", moving.DeclineHelp.as_view(), name="engagement-decline"),
    path(f"{ONE}/no-show/", moving.NoShow.as_view(), name="engagement-no-show"),
    path(f"{ONE}/cancel/", moving.Cancel.as_view(), name="engagement-cancel"),
    path(f"{ONE}/correct/", moving.CorrectEnd.as_view(), name="engagement-correct"),
    path(f"{ONE}/certificate/", moving.Certificate.as_view(), name="engagement-certificate"),
    path(f"{ONE}/undo/", moving.Undo.as_view(), name="engagement-undo"),
]

DELIVERY = [
    path(f"{ONE}/milestones/new/", delivering.AddMilestone.as_view(), name="milestone-new"),
    path(f"{ONE}/hours/", delivering.NoteHours.as_view(), name="hours-new"),
    path(f"{ONE}/attendance/", delivering.NoteAttendance.as_view(), name="attendance-new"),
    path(f"{ONE}/money/", delivering.NoteMoney.as_view(), name="money-new"),
    path("milestones/<int:pk>/", delivering.ChangeMilestone.as_view(), name="milestone-change"),
    path("milestones/<int:pk>/done/", delivering.ReachMilestone.as_view(), name="milestone-done"),
    path(
        "milestones/<int:pk>/reopen/", delivering.ReopenMilestone.as_view(), name="milestone-reopen"
    ),
    path("facts/<int:pk>/correct/", delivering.CorrectFact.as_view(), name="fact-correct"),
    path(
        "offerings/<int:pk>/attendance/",
        attendance.AttendanceGrid.as_view(),
        name="offering-attendance",
    ),
]

DOCUMENTS = [
    path(
        f"{ONE}/documents/new/", documents.AttachDocument.as_view(), name="engagement-document-new"
    ),
    path(
        "engagements/documents/<int:pk>/drop/",
        documents.DetachDocument.as_view(),
        name="engagement-document-drop",
    ),
]

MONEY = [
    path(f"{ONE}/finance/", money.EnterFinance.as_view(), name="finance-new"),
    path("finance/<int:pk>/correct/", money.CorrectFinance.as_view(), name="finance-correct"),
    path(f"{ONE}/costs/", money.BookCost.as_view(), name="cost-new"),
    path("costs/<int:pk>/spend/", money.SpendCost.as_view(), name="cost-spend"),
    path("costs/<int:pk>/release/", money.ReleaseCost.as_view(), name="cost-release"),
]

urlpatterns = [*RECOMMENDATIONS, *MOVES, *DELIVERY, *DOCUMENTS, *MONEY]

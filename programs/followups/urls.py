"""Addresses of follow-ups."""

from django.urls import path

from programs.followups.views import acting, answering, bounces, messages, planning

one = "follow-ups/<int:pk>/"
plan = "follow-up-plans/<int:pk>/"

urlpatterns = [
    path(one, acting.Answer.as_view(), name="follow-up"),
    path(f"{one}done/", acting.Answer.as_view(), name="follow-up-done"),
    path(f"{one}snooze/", acting.Snooze.as_view(), name="follow-up-snooze"),
    path(f"{one}reschedule/", acting.Reschedule.as_view(), name="follow-up-reschedule"),
    path(f"{one}restore/<str:token>/", acting.Restore.as_view(), name="follow-up-restore"),
    path(f"{one}skip/", acting.Skip.as_view(), name="follow-up-skip"),
    path(f"{one}unreachable/", acting.Unreachable.as_view(), name="follow-up-unreachable"),
    path(f"{one}call/", acting.Call.as_view(), name="follow-up-call"),
    path(f"{one}ask-firm/", acting.AskFirm.as_view(), name="follow-up-ask-firm"),
    path(f"{one}seen/", acting.Seen.as_view(), name="follow-up-seen"),
    path("firm-answers/<int:pk>/decide/", acting.Decide.as_view(), name="proposal-decide"),
    path("firms/<int:pk>/follow-ups/new/", acting.Plan.as_view(), name="follow-up-new"),
    path("answer/<str:token>/", answering.AnswerPage.as_view(), name="answer"),
    path("calendar/<str:token>.ics", messages.Calendar.as_view(), name="calendar"),
    path("hooks/bounces/", bounces.Bounces.as_view(), name="bounces"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/read/", messages.MarkRead.as_view(), name="messages-read"),
    path("messages/absence/", messages.EnterAbsence.as_view(), name="absence-new"),
    path(
        "messages/absence/<int:pk>/cancel/",
        messages.CancelAbsence.as_view(),
        name="absence-cancel",
    ),
    path("messages/calendar/", messages.IssueFeed.as_view(), name="calendar-issue"),
    path("messages/<int:pk>/settle/", messages.Settle.as_view(), name="message-settle"),
    path("follow-up-plans/", planning.PlanList.as_view(), name="plans"),
    path(plan, planning.PlanDetail.as_view(), name="plan"),
    path(f"{plan}draft/", planning.BeginDraft.as_view(), name="plan-draft"),
    path(f"{plan}enable/", planning.EnableDraft.as_view(), name="plan-enable"),
    path(f"{plan}drop/", planning.DropDraft.as_view(), name="plan-drop"),
    path(f"{plan}withdraw/", planning.WithdrawPlan.as_view(), name="plan-withdraw"),
    path(f"{plan}steps/new/", planning.EditStep.as_view(), name="plan-step-new"),
    path(f"{plan}steps/<slug:code>/", planning.EditStep.as_view(), name="plan-step"),
    path(
        f"{plan}steps/<slug:code>/remove/", planning.RemoveStep.as_view(), name="plan-step-remove"
    ),
]

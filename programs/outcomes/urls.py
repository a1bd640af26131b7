"""Addresses of results."""

from django.urls import path

from programs.outcomes.views import acting, answering, indicators, programs, results

one = "results/<int:pk>/"

urlpatterns = [
    path("firms/<int:pk>/results/new/", acting.Claim.as_view(), name="outcome-claim"),
    path(one, acting.OutcomeLook.as_view(), name="outcome"),
    path(f"{one}correct/", acting.Correct.as_view(), name="outcome-correct"),
    path(f"{one}ask/", acting.Ask.as_view(), name="outcome-ask"),
    path(f"{one}evidence/", acting.AddEvidence.as_view(), name="outcome-evidence"),
    path(f"{one}attribute/", acting.Attribute.as_view(), name="outcome-attribute"),
    path(f"{one}dispute/", acting.Dispute.as_view(), name="outcome-dispute"),
    path(f"{one}withdraw/", acting.Withdraw.as_view(), name="outcome-withdraw"),
    path(f"{one}share/", acting.Share.as_view(), name="outcome-share"),
    path(f"{one}keep-apart/", acting.KeepApart.as_view(), name="outcome-keep-apart"),
    path(
        "results/evidence/<int:pk>/check/",
        acting.CheckEvidence.as_view(),
        name="evidence-check",
    ),
    path("confirm/<str:token>/", answering.ConfirmPage.as_view(), name="confirm-outcome"),
    path("programs/<int:pk>/", programs.ProgramLook.as_view(), name="program"),
    path(
        "programs/<int:pk>/results/",
        results.ProgramResultsPage.as_view(),
        name="program-results",
    ),
    path(
        "programs/<int:pk>/results/list/",
        results.ResultsBehind.as_view(),
        name="program-results-list",
    ),
    path("programs/<int:pk>/targets/new/", programs.SetTarget.as_view(), name="target-new"),
    path("targets/<int:pk>/results/", results.TargetBehind.as_view(), name="target-results"),
    path("indicators/", indicators.Indicators.as_view(), name="indicators"),
    path(
        "indicators/<slug:code>/owner/",
        indicators.NameOwner.as_view(),
        name="indicator-owner",
    ),
]

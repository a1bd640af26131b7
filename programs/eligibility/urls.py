"""Addresses of criteria."""

from django.urls import path

from programs.eligibility.views import building, drafting, reading

_ONE = "eligibility/<int:pk>/"
_CLAUSE = f"{_ONE}edit/<int:group>/<int:place>/"

urlpatterns = [
    path("eligibility/", reading.CriteriaList.as_view(), name="criteria-list"),
    path("eligibility/new/", drafting.NewCriteria.as_view(), name="criteria-new"),
    path("eligibility/checks/<int:pk>/", reading.KeptCheck.as_view(), name="criteria-check"),
    path(_ONE, reading.CriteriaDetail.as_view(), name="criteria"),
    path(f"{_ONE}firms/", reading.CriteriaFirms.as_view(), name="criteria-firms"),
    path(f"{_ONE}firms/<int:firm_pk>/", reading.CriteriaOfFirm.as_view(), name="criteria-of-firm"),
    path(f"{_ONE}firms/<int:firm_pk>/keep/", reading.KeepCheck.as_view(), name="criteria-keep"),
    path(f"{_ONE}change/", drafting.ChangeCriteria.as_view(), name="criteria-change"),
    path(f"{_ONE}copy/", drafting.CopyCriteria.as_view(), name="criteria-copy"),
    path(f"{_ONE}retire/", drafting.RetireCriteria.as_view(), name="criteria-retire"),
    path(f"{_ONE}draft/", drafting.BeginDraft.as_view(), name="criteria-draft"),
    path(f"{_ONE}drop/", drafting.DropDraft.as_view(), name="criteria-drop"),
    path(f"{_ONE}publish/", drafting.PublishDraft.as_view(), name="criteria-publish"),
    path(f"{_ONE}edit/", building.EditDraft.as_view(), name="criteria-edit"),
    path(f"{_ONE}edit/add/", building.NewClause.as_view(), name="criteria-clause-new"),
    path(f"{_ONE}edit/join/", building.JoinGroups.as_view(), name="criteria-join"),
    path(_CLAUSE, building.ChangeClause.as_view(), name="criteria-clause"),
    path(f"{_CLAUSE}remove/", building.RemoveClause.as_view(), name="criteria-clause-remove"),
    path(f"{_CLAUSE}move/", building.MoveClause.as_view(), name="criteria-clause-move"),
]

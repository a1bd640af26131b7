"""Addresses of the register."""

from django.urls import path

from firms.register.views import download, edit, firm

urlpatterns = [
    path("firms/new/", edit.RegisterFirm.as_view(), name="new"),
    path("firms/<int:pk>/", firm.FirmLook.as_view(), name="firm"),
    path("firms/<int:pk>/timeline/", firm.Timeline.as_view(), name="timeline"),
    path("firms/<int:pk>/trade/", firm.Trade.as_view(), name="trade"),
    path("firms/<int:pk>/people/", firm.PeopleAndTies.as_view(), name="contacts"),
    path("firms/<int:pk>/documents/", firm.Documents.as_view(), name="documents"),
    path("firms/<int:pk>/change/", edit.ChangeFirm.as_view(), name="change"),
    path("firms/<int:pk>/close/", edit.CloseFirm.as_view(), name="close"),
    path("firms/<int:pk>/take/", edit.TakeFirm.as_view(), name="take"),
    path("firms/<int:pk>/adviser/", edit.AssignAdviser.as_view(), name="assign"),
    path("firms/<int:pk>/people/new/", edit.AddContact.as_view(), name="add-contact"),
    path(
        "firms/<int:pk>/people/<int:contact_pk>/change/",
        edit.ChangeContact.as_view(),
        name="change-contact",
    ),
    path(
        "firms/<int:pk>/people/<int:contact_pk>/left/",
        edit.ContactLeft.as_view(),
        name="contact-left",
    ),
    path(
        "firms/<int:pk>/members/<int:member_pk>/end/",
        edit.EndMembership.as_view(),
        name="end-membership",
    ),
    path("firms/<int:pk>/people/invite/", edit.InviteMember.as_view(), name="invite"),
    path("firms/<int:pk>/consents/new/", edit.GiveConsent.as_view(), name="give-consent"),
    path(
        "firms/<int:pk>/consents/<int:consent_pk>/withdraw/",
        edit.WithdrawConsent.as_view(),
        name="withdraw-consent",
    ),
    path("firms/<int:pk>/ties/new/", edit.AddTie.as_view(), name="add-tie"),
    path("firms/<int:pk>/trade/year/", edit.AddExportYear.as_view(), name="add-year"),
    path("firms/<int:pk>/trade/market/", edit.AddMarketEvent.as_view(), name="add-market-event"),
    path("firms/<int:pk>/trade/step/", edit.AddStep.as_view(), name="add-step"),
    path("firms/<int:pk>/documents/new/", edit.AddDocument.as_view(), name="add-document"),
    path(
        "firms/<int:pk>/documents/<int:document_pk>/",
        download.Download.as_view(),
        name="download",
    ),
]

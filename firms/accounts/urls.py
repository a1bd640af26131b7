"""Our addresses of signing in; they stand before allauth's and close some of its doors."""

from django.urls import path, re_path

from firms.accounts import views

urlpatterns = [
    path("link/<str:token>/", views.SignInByLink.as_view(), name="sign_in_by_link"),
    path("sessions/", views.Sessions.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/end/", views.EndSession.as_view(), name="session_end"),
    path("signup/", views.closed, name="account_signup"),
    path("email/", views.closed, name="account_email"),
    path("confirm-email/", views.closed, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.closed, name="account_confirm_email"),
]

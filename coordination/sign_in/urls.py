"""What is mounted of allauth: signing in and out, and a new password for who knows the old one or reads the mail.

Nobody signs themselves up, and a code from a mail sets a password, which then signs in: it is no way in by itself. What
else allauth offers is not there.
"""

from allauth.account import views as pages
from allauth.headless.account import views as apps
from allauth.headless.constants import Client
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("accounts/login/", pages.login, name="account_login"),
    path("accounts/logout/", pages.logout, name="account_logout"),
    path("accounts/inactive/", pages.account_inactive, name="account_inactive"),
    path("accounts/password/change/", pages.password_change, name="account_change_password"),
    path("accounts/password/reset/", pages.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/code/", pages.confirm_password_reset_code, name="account_confirm_password_reset_code"
    ),
    path("accounts/password/reset/new/", pages.complete_password_reset, name="account_complete_password_reset"),
    path("accounts/password/reset/done/", pages.password_reset_from_key_done, name="account_password_reset_completed"),
    path("_allauth/app/v1/auth/login", apps.LoginView.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/auth/session", apps.SessionView.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/account/password/change", apps.ChangePasswordView.as_api_view(client=Client.APP)),
]

"""What is mounted of allauth: signing in and out, and a new password for those who know the old one. No more.

Nobody signs themselves up, nothing is mailed, and an address is no way in: what allauth offers for these is not there.
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
    path("_allauth/app/v1/auth/login", apps.LoginView.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/auth/session", apps.SessionView.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/account/password/change", apps.ChangePasswordView.as_api_view(client=Client.APP)),
]

"""What is mounted of allauth: signing in and out, and a new password for who knows the old one or reads the mail.

People do not sign themselves up, and a code from a mail sets a password, which then signs in: it is no way in by
itself. What else allauth offers is not there.
"""

from allauth.account import views as pages
from allauth.headless.account import views as apps
from allauth.headless.constants import Client
from allauth.headless.mfa import views as app_factors
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path

from coordination.sign_in.callers import owing_nothing
from coordination.sign_in.factors import (
    AppAuthenticate,
    AppPasskeys,
    AppReauthenticate,
    FactorsPage,
    NewRecoveryCodes,
    RemovePasskey,
    refusing_malformed,
    saying_unreadable,
)
from coordination.sign_in.sessions.app_sign_in import AppSignIn
from coordination.sign_in.sessions.session_pages import PasswordPage, SignInPage, in_use, use_notice_page

urlpatterns: list[URLPattern] = [
    path("accounts/login/", SignInPage.as_view(), name="account_login"),
    path("accounts/logout/", pages.logout, name="account_logout"),
    path("accounts/inactive/", pages.account_inactive, name="account_inactive"),
    path("accounts/password/change/", PasswordPage.as_view(), name="account_change_password"),
    path("accounts/password/reset/", pages.password_reset, name="account_reset_password"),
    path(
        "accounts/password/reset/code/", pages.confirm_password_reset_code, name="account_confirm_password_reset_code"
    ),
    path("accounts/password/reset/new/", pages.complete_password_reset, name="account_complete_password_reset"),
    path("accounts/password/reset/done/", pages.password_reset_from_key_done, name="account_password_reset_completed"),
    path("_allauth/app/v1/auth/login", AppSignIn.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/auth/session", apps.SessionView.as_api_view(client=Client.APP)),
    path(
        "_allauth/app/v1/account/password/change",
        owing_nothing(apps.ChangePasswordView.as_api_view(client=Client.APP)),
    ),
    path("accounts/reauthenticate/", pages.reauthenticate, name="account_reauthenticate"),
    path("accounts/notice/", use_notice_page, name="use_notice"),
    path("accounts/in-use/", in_use, name="in_use"),
    # Second factors. What one is asked for after the password stands here, and what one manages.
    path("accounts/factors/", login_required(FactorsPage.as_view()), name="mfa_index"),
    path("accounts/factors/code/", refusing_malformed(factors.authenticate), name="mfa_authenticate"),
    path("accounts/factors/again/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "accounts/factors/recovery-codes/",
        saying_unreadable(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/factors/recovery-codes/new/",
        login_required(NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("accounts/factors/passkeys/", login_required(FactorsPage.as_view()), name="mfa_list_webauthn"),
    path("accounts/factors/passkeys/new/", refusing_malformed(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("accounts/factors/passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path(
        "accounts/factors/passkeys/again/",
        refusing_malformed(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/login/passkey/", refusing_malformed(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("_allauth/app/v1/auth/reauthenticate", apps.ReauthenticateView.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/auth/2fa/authenticate", AppAuthenticate.as_api_view(client=Client.APP)),
    path("_allauth/app/v1/auth/2fa/reauthenticate", AppReauthenticate.as_api_view(client=Client.APP)),
    path(
        "_allauth/app/v1/auth/webauthn/authenticate",
        refusing_malformed(app_factors.AuthenticateWebAuthnView.as_api_view(client=Client.APP)),
    ),
    path(
        "_allauth/app/v1/auth/webauthn/reauthenticate",
        refusing_malformed(app_factors.ReauthenticateWebAuthnView.as_api_view(client=Client.APP)),
    ),
    path(
        "_allauth/app/v1/auth/webauthn/login",
        refusing_malformed(app_factors.LoginWebAuthnView.as_api_view(client=Client.APP)),
    ),
    path(
        "_allauth/app/v1/account/authenticators",
        saying_unreadable(app_factors.AuthenticatorsView.as_api_view(client=Client.APP)),
    ),
    path("_allauth/app/v1/account/authenticators/totp", app_factors.ManageTOTPView.as_api_view(client=Client.APP)),
    path(
        "_allauth/app/v1/account/authenticators/recovery-codes",
        saying_unreadable(app_factors.ManageRecoveryCodesView.as_api_view(client=Client.APP)),
    ),
    path(
        "_allauth/app/v1/account/authenticators/webauthn",
        refusing_malformed(AppPasskeys.as_api_view(client=Client.APP)),
    ),
]

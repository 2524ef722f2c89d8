"""What is mounted of allauth: signing in and out, and a new password for who knows the old one or reads the mail.

People do not sign themselves up, and a code from a mail sets a password, which then signs in: it is no way in by
itself. What else allauth offers is not there.
"""

from allauth.account import views as pages
from allauth.headless.account import views as apps
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
from coordination.sign_in.own_apps.association import android_links, apple_association
from coordination.sign_in.own_apps.passkey_origins import take_origins_of_apps
from coordination.sign_in.own_apps.verifiers import known_verifiers
from coordination.sign_in.sessions.app_answers import NoCodeAsked, answer_app
from coordination.sign_in.sessions.app_sign_in import (
    AppAsksCode,
    AppChangesPassword,
    AppSetsPassword,
    AppSignIn,
    NoticesBefore,
)
from coordination.sign_in.sessions.session_pages import PasswordPage, SignInPage, in_use, use_notice_page

take_origins_of_apps()
# A file that cannot be read ends the start, and not a sign-in.
known_verifiers()
urlpatterns: list[URLPattern] = [
    # RFC 8615: where phones look for the apps that belong to a host.
    path(".well-known/apple-app-site-association", apple_association),
    path(".well-known/assetlinks.json", android_links),
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
    path("_allauth/app/v1/auth/login", answer_app(AppSignIn)),
    path("_allauth/app/v1/auth/session", answer_app(apps.SessionView)),
    path("_allauth/app/v1/auth/notices", answer_app(NoticesBefore)),
    path("_allauth/app/v1/auth/password/request", answer_app(AppAsksCode)),
    path("_allauth/app/v1/auth/password/reset", answer_app(AppSetsPassword, conflict=NoCodeAsked)),
    path(
        "_allauth/app/v1/account/password/change",
        owing_nothing(answer_app(AppChangesPassword)),
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
    path("_allauth/app/v1/auth/reauthenticate", answer_app(apps.ReauthenticateView)),
    path("_allauth/app/v1/auth/2fa/authenticate", answer_app(AppAuthenticate)),
    path("_allauth/app/v1/auth/2fa/reauthenticate", answer_app(AppReauthenticate)),
    path(
        "_allauth/app/v1/auth/webauthn/authenticate",
        refusing_malformed(answer_app(app_factors.AuthenticateWebAuthnView)),
    ),
    path(
        "_allauth/app/v1/auth/webauthn/reauthenticate",
        refusing_malformed(answer_app(app_factors.ReauthenticateWebAuthnView)),
    ),
    path(
        "_allauth/app/v1/auth/webauthn/login",
        refusing_malformed(answer_app(app_factors.LoginWebAuthnView)),
    ),
    path(
        "_allauth/app/v1/account/authenticators",
        saying_unreadable(answer_app(app_factors.AuthenticatorsView)),
    ),
    path("_allauth/app/v1/account/authenticators/totp", answer_app(app_factors.ManageTOTPView)),
    path(
        "_allauth/app/v1/account/authenticators/recovery-codes",
        saying_unreadable(answer_app(app_factors.ManageRecoveryCodesView)),
    ),
    path(
        "_allauth/app/v1/account/authenticators/webauthn",
        refusing_malformed(answer_app(AppPasskeys)),
    ),
]

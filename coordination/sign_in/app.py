"""Accounts: signing in and out, passwords and second factors."""

from mou.foundation.app_declaration import App

APP = App(
    addresses="urls",
    routers=("attestation.api",),
    chores=("attempts.guesses.forget_wrong_passwords",),
    shown_everywhere=("sessions.session_pages.watched_session",),
    audited={
        "account_changed": (
            r"accounts/(password|factors|reauthenticate|notice)/.*",
            r"_allauth/app/v1/(account|auth/reauthenticate|auth/2fa/reauthenticate|auth/webauthn/reauthenticate).*",
            r"_allauth/app/v1/auth/password/.*",
            r"_allauth/app/v1/auth/session",
            r"me/attestation",
        ),
    },
    not_audited={r"_allauth/.*|accounts/.*|account/.*": "signing in is noted where it is decided"},
)

"""How allauth is set up. A part of coordination/settings.py, which takes it as it is."""


def allauth_settings(*, is_served: bool) -> dict[str, object]:
    """Return allauth's settings by name.

    Args:
        is_served: for real people, and not for a demo or a test.
    """
    return {
        "ACCOUNT_ADAPTER": "coordination.sign_in.adapter.AccountAdapter",
        # Wrong passwords are counted over all processes (sign_in/attempts/guesses.py); allauth would count in each.
        "ACCOUNT_RATE_LIMITS": {"login": None, "login_failed": None},
        # A code that is mailed and typed in: no token stands in an address.
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 15 * 60,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        # No mail of ours says that we do not know its reader: it would go to any address that a stranger names.
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email", "password1*", "password2*"],
        "ACCOUNT_FORMS": {"reset_password": "coordination.sign_in.attempts.password_reset.ResetForm"},
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        "MFA_ADAPTER": "coordination.sign_in.factors.FactorAdapter",
        "MFA_FORMS": {
            "authenticate": "coordination.sign_in.factors.AuthenticateForm",
            "reauthenticate": "coordination.sign_in.factors.ReauthenticateForm",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        # A passkey asks for a finger, a face or a PIN: it is both factors.
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        # A school signs in from one address.
        "MFA_RATE_LIMITS": {"webauthn_login": "120/m/ip"},
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        # Clocks of phones differ: the code of the half minute before and after is taken, too.
        "MFA_TOTP_TOLERANCE": 1,
        # Browsers know passkeys over TLS, and on localhost.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not is_served,
        "SOCIALACCOUNT_ADAPTER": "coordination.administration.single_sign_on.openid.ProviderAdapter",
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "HEADLESS_ONLY": False,
        "HEADLESS_CLIENTS": ("app",),
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/accounts/login/",
    }

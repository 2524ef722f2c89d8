"""What a person is told of a change to their account, in their language, by the name that allauth gives it."""

from django.utils.translation import gettext as _
from django.utils.translation import override


def notice_words(template_prefix: str, language: str) -> str:
    """Return the sentence for a change."""
    with override(language):
        words = {
            "password_changed": _("Your password was changed."),
            "password_reset": _("Your password was set anew with a code that was sent to this address."),
            "address_changed": _("The address of your account was changed; this one is no longer used."),
            "name_changed": _(
                "Your name or user name was changed by who keeps your account. If you do not know why, tell your "
                "agency."
            ),
            "totp_activated": _("An authenticator app was added to your account."),
            "totp_deactivated": _("The authenticator app of your account was removed."),
            "recovery_codes_generated": _("New recovery codes were made for your account; older ones no longer work."),
            "webauthn_added": _("A passkey was added to your account."),
            "webauthn_removed": _("A passkey of your account was removed."),
            "account_locked": _("Your account was locked after five wrong passwords; your administrator releases it."),
            "place_offered": _(
                "Another agency offers you a place in it. Nothing changes unless you accept: sign in, and look at your"
                " memberships."
            ),
            "calendar_password_made": _("A calendar password was made for your account."),
            "operator_acted": _(
                "The operator of this server did something to your agency, or to a person in it. Your agency's page "
                "says what."
            ),
            "recovery_asked": _(
                "The operator of this server was told that no administrator of your agency can sign in, and asks for "
                "another one. If you can sign in, refuse it: your administration page leads there."
            ),
            "invited_again": _("An administrator made a new invitation for your account: it sets a new password."),
            "speaking_asked": _(
                "An administrator asks to do something by which one could act as you; a second person has to agree. If "
                "you do not know why, refuse it on the page of your sessions, and tell your agency."
            ),
            "speaking_confirmed": _(
                "A second person agreed that an administrator does something by which one could act as you. If you do "
                "not know why, refuse it on the page of your sessions, and tell your agency."
            ),
            "speaking_done": _("It was changed by what your agency's people sign in, or are kept by its directory."),
            "place_waits": _("Someone waits to be let in to a team that you are on or answer for."),
            "team_changed": _("A team that you are or were on has changed: see who is on it."),
            "factors_reset": _("An administrator removed the second factors of your account and signed you out."),
        }
        return words.get(template_prefix.rpartition("/")[2], _("Something about your account was changed."))

"""What can go wrong with an agency's own sign-in, each with a stable code. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class ProviderAway(CoordinationError):
    """No answer within seconds, none that can be read, or an address that must not be asked."""

    code, status, title = "provider_away", 503, "The agency's sign-in does not answer."
    sentence = _(
        "Your agency's sign-in does not answer. Try again, or sign in with a password or passkey if you have one."
    )


class ProviderBusy(CoordinationError):
    code, status, title = "provider_busy", 503, "Many people are signing in by their agency at this moment; try again."
    sentence = _("Many people are signing in by their agency at this moment. Try again.")
    retry_after_s = 5


class TokenRefused(CoordinationError):
    """Not signed by the provider, not for us, not for this sign-in, or too old: all look the same."""

    code, status, title = "token_refused", 403, _("What the agency's sign-in sent is not valid.")


class SignInCancelled(CoordinationError):
    code, status, title = "sign_in_cancelled", 403, "The sign-in was not finished."
    sentence = _("The sign-in was not finished, or it began in another window. Begin again.")


class AddressNotVouched(CoordinationError):
    """There is no verified address, or it is of a domain for which the provider does not speak."""

    code, status, title = "address_not_vouched", 403, "The agency's sign-in vouches for no address of this person."
    sentence = _("Your agency's sign-in names no confirmed mail address for you, or none of the agency's domains.")


class NoAccountHere(CoordinationError):
    """There is no account that this agency keeps, and it makes none by itself; or another agency keeps it."""

    code, status, title = "no_account_here", 403, "The agency keeps no account of this person."
    sentence = _(
        "This agency keeps no account for you here. Ask its administrator to invite you, or sign in another way."
    )


class NoPlaceInAgency(CoordinationError):
    """No group gives a role, or the membership is suspended, or an administrator has ended it."""

    code, status, title = "no_place_in_agency", 403, "This person has no place in the agency."
    sentence = _(
        "Your groups give you no role in this agency, or your membership was suspended or ended. Ask its administrator."
    )


class BadProvider(CoordinationError):
    """The text says which field, and what is wrong with it."""

    code, status, title = "bad_provider", 422, _("The settings of the agency's sign-in are not complete.")


class DomainProvenElsewhere(CoordinationError):
    """Another agency has proven it: its proof ends first, or the operator withdraws it."""

    code, status, title = "domain_proven_elsewhere", 409, _("Another agency has proven that this domain is its own.")


class AppSignInNotBegun(CoordinationError):
    """In another browser, too long ago, or without the challenge and the state that an app sends."""

    code, status = "app_sign_in_not_begun", 403
    title = sentence = _("This sign-in was not begun by the app, or too long ago. Go back to the app and begin again.")


class AppCodeRefused(CoordinationError):
    """Unknown, used, too old, or begun by another app: all look the same."""

    code, status, title = "app_code_refused", 403, _("This code does not count, or not any more. Begin again.")

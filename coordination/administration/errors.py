"""What can go wrong with accounts, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class InvitationNotFound(CoordinationError):
    """Used, replaced by a newer one, older than two weeks, or never given out: all look the same."""

    code, status, title = "invitation_not_found", 404, _("This invitation is not valid, or not any more.")


class AccountTaken(CoordinationError):
    code, status = "account_taken", 409
    title = sentence = _("Someone else has this user name or address.")


class AccountOff(CoordinationError):
    code, status, title = "account_off", 409, "This person's account is switched off."
    sentence = _("This person's account is switched off. Switch it on first.")


class BadAccount(CoordinationError):
    """The text says which field, and what is wrong with it."""

    code, status, title = "bad_account", 422, _("A name, a user name or an address is missing or not of its form.")


class BadAddressCode(CoordinationError):
    """Wrong, older than a quarter of an hour, tried too often, or the address is another's: all look the same."""

    code, status, title = "bad_address_code", 422, "This code is not right, or not any more."


class NoMailHere(CoordinationError):
    """The operator has named no mail server."""

    code, status, title = "no_mail", 404, _("This server sends no mail: no code can be sent.")


class BadPassword(CoordinationError):
    """The text says what a password must be."""

    code, status, title = "bad_password", 422, _("This password is too weak.")


class NotYours(CoordinationError):
    """The account was made by an agency that the asker does not administer."""

    code, status, title = "account_not_yours", 403, "Another agency keeps this account."
    sentence = _("Another agency keeps this account; its administrators change it.")


class SessionNotFound(CoordinationError):
    code, status, title = "session_not_found", 404, _("There is no such session.")


class BadPeopleFile(CoordinationError):
    """The file cannot be read as a table of people at all; nothing of it was taken."""

    code, status, title = "bad_people_file", 422, _("The file is not a table of people.")


class PeopleDefects(CoordinationError):
    """Rows of the file have defects; nothing of it was taken."""

    code, status, title = "people_defects", 422, _("Rows of the file have defects; no one was added.")


class UploadNotFound(CoordinationError):
    """Taken in already, a day old, or another person's."""

    code, status = "upload_gone", 404
    title = sentence = _("The file is not here any more: send it again.")


class BadSchoolsFile(CoordinationError):
    """The file cannot be read as a register of schools at all; nothing of it was taken."""

    code, status, title = "bad_schools_file", 422, _("The file is not a register of schools.")


class SchoolsDefects(CoordinationError):
    """Rows of the file have defects; nothing of it was taken."""

    code, status, title = "schools_defects", 422, _("Rows of the file have defects; no school was added.")


class TooManyTokens(CoordinationError):
    """The one in use, and the one that takes its place."""

    code, status, title = "too_many_tokens", 409, "Two tokens count already; revoke one first."
    sentence = _("Two count at once. Revoke the older one when the directory uses the newer.")


class RecoveryNotFound(CoordinationError):
    """There is none, it is decided, or this person may not decide on it."""

    code, status, title = "recovery_not_found", 404, _("There is no such recovery.")


class RecoveryWaits(CoordinationError):
    code, status, title = "recovery_waits", 409, _("A recovery of this agency waits already.")


class RecoveryTooEarly(CoordinationError):
    """Its administrators may still say that they are there."""

    code, status, title = (
        "recovery_too_early",
        409,
        _("Its administrators may still refuse it; wait three days."),
    )


class AgencyNotLost(CoordinationError):
    """An administrator signed in within a week."""

    code, status, title = (
        "agency_not_lost",
        409,
        _("An administrator has signed in lately; it is not lost."),
    )


class SecondPersonMissing(CoordinationError):
    code, status, title = "second_person_missing", 403, _("Someone else has to decide on this.")


class PlaceNotFound(CoordinationError):
    """No person waits for the asker there, or it is a team of which they may know nothing: the two look the same."""

    code, status, title = "place_not_found", 404, _("There is no such place on a team of yours.")


class NotOnesOwnPlace(CoordinationError):
    code, status = "not_ones_own_place", 403
    title = sentence = _("No one puts themself on a team, or lets in whom they asked for.")


class PlaceNotYours(CoordinationError):
    """Its place was closed because one could have spoken as the person; or it counts already."""

    code, status = "place_not_yours", 403
    title = sentence = _("Someone of the team itself has to let this person in.")


class SwitchedOffByPerson(CoordinationError):
    """A directory wants to switch on whom a person switched off."""

    code, status, title = (
        "switched_off_by_person",
        409,
        _("A person switched this account off, and a person switches it on."),
    )

"""What can go wrong with agencies and agreements. Each class is something a caller can act on; codes are stable."""

from datetime import datetime

from mou.foundation.labelled import WordedError
from mou.foundation.labelled import gettext_noop as _


class MouError(WordedError):
    """Root of this package's errors."""

    code = "mou_error"


class NotFound(MouError):
    """The thing does not exist, or the asker may not know that it does: the two look the same."""

    status = 404
    title = _("There is no such thing for you.")


class AgencyNotFound(NotFound):
    code, title = "agency_not_found", _("There is no such agency for you.")


class MemberNotFound(NotFound):
    code, title = "member_not_found", _("There is no such member for you.")


class PersonNotFound(NotFound):
    code, title = "person_not_found", _("There is no such person for you.")


class MemorandumNotFound(NotFound):
    code, title = "memorandum_not_found", _("There is no such agreement for you.")


class NotAllowed(MouError):
    """The asker may see the thing, but not do this with it."""

    code, status, title = "not_allowed", 403, _("You may see this, but not do that with it.")


class SignInTooOld(MouError):
    """An administrative act, by a session that has not said lately who it is: say so, and ask again."""

    code = "sign_in_too_old"
    status = 403
    comes_first = True
    title = _("Say once more who you are, then do this again.")


class BadTerms(MouError):
    code, status, title = "bad_terms", 422, _("These terms cannot be those of the agreement.")


class BadDocument(MouError):
    """A version that cannot be put down in the one form that is signed."""

    code, status, title = "bad_document", 422, _("This version cannot be put into the form that is signed.")


class BadPaper(MouError):
    """A file that cannot be read as an agreement at all; nothing of it was taken."""

    code, status, title = "bad_paper", 422, _("The file cannot be read as an agreement; nothing of it was taken.")


class SealBroken(BadPaper):
    """A sealed file that was changed, cut or made up; the text says what gave it away."""

    code, title = "seal_broken", _("This sealed file was changed, cut or made up.")


class PaperNotDrawn(MouError):
    """A paper could not be drawn now: too long, too much, or others are before it. Nothing of it was kept."""

    code, status, retry_after_s = "paper_not_drawn", 503, 60
    sentence = _("The paper was not drawn. Try again in a minute.")


class SealKeyUnreadable(PaperNotDrawn):
    """Nothing can be sealed now: the key or certificate of this installation does not read, or they are no pair."""

    code = "seal_key_unreadable"
    sentence = _("The server cannot seal papers now, so nothing was signed. Tell those who run it.")


class PrintUnderWay(PaperNotDrawn):
    """Something is being printed or packed for this person already; one at a time."""

    code, status, retry_after_s = "print_under_way", 429, 10
    sentence = _("Something else is being made for you. Try again when it is done.")


class TooManyReadings(MouError):
    """So many Word files are being read just now; try again in a moment."""

    code = "too_many_readings"
    status = 503
    retry_after_s = 5
    title = _("Many files are being read now; try again in a moment.")


class ReadersNotConfined(MouError):
    """This server cannot read files of others safely: its system lacks Landlock or seccomp (docs/operations.md)."""

    code, status, title = "readers_not_confined", 503, _("This server cannot read files of others safely.")


class BadDates(MouError):
    code, status, title = "bad_dates", 422, _("These days do not fit together.")


class BadParties(MouError):
    """A memorandum needs a district on one side and another kind of agency on the other."""

    code = "bad_parties"
    status = 422
    title = _("An agreement has a district on one side and another kind of agency on the other.")


class BadSites(MouError):
    code, status, title = "bad_sites", 422, _("These sites cannot be those of the agreement.")


class BadAgency(MouError):
    code = "bad_agency"
    status = 422
    sentence = _("A school belongs to a district; a time zone is one of the IANA database, such as America/New_York.")


class AgencyNameTaken(MouError):
    """Another agency is called that, by its name or its short name; the pointer names the field."""

    code = "agency_name_taken"
    status = 409
    sentence = _("Another agency is called that, by its name or short name: choose another one.")

    def __init__(self, field: str) -> None:
        super().__init__(f"Another agency is called that: choose another {field.replace('_', ' ')}.")
        self.pointer = f"/{field}"


class BadName(MouError):
    code = "bad_name"
    status = 422
    sentence = _("A name or reason is missing, too long, or has control characters.")


class AlreadyMember(MouError):
    code = "already_member"
    status = 409
    sentence = _("This person belongs to the agency already.")


class KeptElsewhere(MouError):
    """Another agency, which the text names, keeps this person's account: they get an offer if the asker says so."""

    code = "kept_elsewhere"
    status = 409
    sentence = _("Another agency keeps this person's account: they have to accept the place themselves.")

    def __init__(self, agency: str) -> None:
        keeper = agency or "The server's console"
        super().__init__(f"{keeper} keeps this account: its holder has to accept the place. Offer it with may_offer.")
        self.agency = agency


class OfferDeclined(MouError):
    """The person declined a place in this agency within thirty days."""

    code = "offer_declined"
    status = 409
    sentence = _("They declined a place in this agency within the last 30 days: it waits that long.")

    def __init__(self, until: datetime) -> None:
        super().__init__(f"They declined a place in this agency: it may offer one again from {until:%Y-%m-%d} on.")
        self.until = until


class AdministratorKeptElsewhere(MouError):
    """Who keeps an account can sign in with it: an agency's administrators have accounts that it keeps itself."""

    code = "administrator_kept_elsewhere"
    status = 409
    sentence = _(
        "Another agency keeps this person's account, and could sign in with it. An administrator has an account"
        " that the agency itself keeps."
    )


class OwnAgency(MouError):
    """The agency that keeps one's account is not left by oneself: its administrators end the membership."""

    code = "own_agency"
    status = 409
    sentence = _("This agency keeps your account: its administrators end the membership.")


class OfferNotFound(NotFound):
    """Decided already, withdrawn, a month old, or another person's: all look the same."""

    code, title = "offer_not_found", _("There is no such offer, or not any more.")


class LastAdministrator(MouError):
    """The agency would be left without an administrator: appoint another one first."""

    code = "last_administrator"
    status = 409
    sentence = _("This is the agency's last administrator. Appoint another one first.")


class SecondPersonNeeded(MouError):
    """This takes an administrator from an agency: ask for it, and let a second person confirm.

    `asks`: what the request has to say as its detail, where there is something: nothing else is done then.
    """

    code = "second_person_needed"
    status = 409
    sentence = _("Two people decide on this: ask a second person to confirm it. Nothing was changed.")

    def __init__(self, said: str = "", *, asks: str = "") -> None:
        super().__init__(said)
        self.asks = asks


class WrongChange(MouError):
    """A second person is asked only where an administrator would go; a change of role, and only that, names a role."""

    code = "wrong_change"
    status = 422
    sentence = _("No one else has to confirm this: do it directly.")


class RequestNotFound(NotFound):
    code, title = "request_not_found", _("There is no such request for you.")


class RequestDecided(MouError):
    """The request was confirmed or withdrawn already, or another one about this person waits."""

    code = "request_decided"
    status = 409
    sentence = _("A request about this person waits already, or was decided meanwhile.")


class MembershipEnded(MouError):
    code = "membership_ended"
    status = 409
    sentence = _("This membership has ended meanwhile.")


class WrongState(MouError):
    """The memorandum is not in the state this step starts from."""

    code = "memorandum_wrong_state"
    status = 409
    title = _("The agreement is not in the state from which this step begins.")


class EmergencyAccessNotFound(NotFound):
    code, title = "emergency_access_not_found", _("There is no such emergency access for you.")


class EmergencyAccessReviewedAlready(MouError):
    code, status, title = "emergency_access_reviewed", 409, _("This emergency access was reviewed already.")


class NotSuspended(MouError):
    """The membership is not suspended, or it is already."""

    code = "suspension_wrong_state"
    status = 409
    sentence = _("The membership is in that state already.")


class VersionNotFound(NotFound):
    code, title = "version_not_found", _("There is no such version for you.")


class ClauseNotFound(NotFound):
    code, title = "clause_not_found", _("There is no such clause for you.")


class CommentNotFound(NotFound):
    code, title = "comment_not_found", _("There is no such comment for you.")


class SignatoryNotFound(NotFound):
    code, title = "signatory_not_found", _("There is no such signatory for you.")


class BadClause(MouError):
    """A clause without a heading, too long, or one too many."""

    code, status, title = "bad_clause", 422, _("A clause has no heading, is too long, or is one too many.")


class EditNumberMissing(MouError):
    """A change has to say which edit it was made on: send If-Match with the ETag that was read."""

    code, status, title = "if_match_required", 428, _("Send If-Match with the version that was read.")


class ChangedMeanwhile(MouError):
    """It was changed since it was read; read it again and decide."""

    code, status, title = "changed_meanwhile", 412, _("It was changed meanwhile: read it again, and decide.")


class SignatoryMissing(MouError):
    """Each party needs a person named to sign before a version goes out for signature."""

    code, status, title = "signatory_missing", 409, _("Each party needs a person named to sign.")


class WrongSum(MouError):
    """The sum that was signed is not that of the version as it is."""

    code = "wrong_sum"
    status = 409
    sentence = _("This is not what is out for signature any more. Read it again.")


class AlreadySigned(MouError):
    code, status, title = "already_signed", 409, _("This was signed already.")


class CommentClosed(MouError):
    code, status, title = "comment_closed", 409, _("This comment is closed.")


class SroAssignmentNotFound(NotFound):
    code, title = "sro_assignment_not_found", _("There is no such assignment for you.")


class BadSroAssignment(MouError):
    """An assignment that cannot be: of a person who is no officer, at sites that no agreement in force covers."""

    code = "bad_sro_assignment"
    status = 422
    sentence = _(
        "This cannot be: check that an agreement in force covers each site, that the days are in order and not in "
        "the future, and that supervisor and back-up are other members of the agency."
    )


class SroAssignmentEnded(MouError):
    """The assignment has ended, or the officer has one in this district already."""

    code = "sro_assignment_wrong_state"
    status = 409
    sentence = _("The officer has an assignment in this district already, or it has ended.")


class SelectionSigned(MouError):
    """This party's part of the selection is signed: it does not change any more."""

    code = "sro_selection_signed"
    status = 409
    sentence = _("This part of the selection is signed: it does not change any more.")


class TrainingNotFound(NotFound):
    code, title = "training_not_found", _("There is no such training for you.")


class BadTraining(MouError):
    """A training record or course that cannot be: unknown course, days in the wrong order, no hours."""

    code = "bad_training"
    status = 422
    sentence = _("This cannot be: check the course, the person, the hours, and that the days are in order.")


class TrainingKnownAlready(MouError):
    """This course of this person on this day is recorded already, or the record was replaced meanwhile."""

    code = "training_known"
    status = 409
    sentence = _("This is recorded already, or someone has changed it meanwhile. Load the page again.")

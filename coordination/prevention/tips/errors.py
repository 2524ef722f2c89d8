"""What can go wrong with tips, each with a stable code and an HTTP status. No text quotes a tip. Pure."""

from coordination.errors import CoordinationError


# --- who asks ---------------------------------------------------------------------------------------------------------
class TipNotFound(CoordinationError):
    """Missing and forbidden look alike: nobody learns that a tip exists."""

    code, status, title = "tip_not_found", 404, "There is no such tip."


class TipDeskNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "tip_desk_not_found", 404, "There is no such place for tips."


class TipsTeamDecides(CoordinationError):
    code, status, title = "tips_team_decides", 403, "Only the team decides that. You may read and acknowledge."


# --- reporting --------------------------------------------------------------------------------------------------------
class BadTip(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_tip", 422, "Say what happened, in at most 4,000 characters."


class TipTakenAlready(CoordinationError):
    """The form was sent twice; its receipt was shown the first time."""

    code, status, title = "tip_taken_already", 409, "This report was received already."


class TipPhotoRefused(CoordinationError):
    code, status, title = "tip_photo_refused", 422, "This picture cannot be taken. Send the report without it."


class TipsFlooded(CoordinationError):
    """So many reports within minutes that more would hide the real ones."""

    code, status, title = "tips_flooded", 429, "Too many reports are coming in. Try again in a few minutes."
    retry_after_s = 300


class ReceiptNotKnown(CoordinationError):
    code, status, title = "receipt_not_known", 404, "No report has this receipt code."


class TooManyTipMessages(CoordinationError):
    code, status, title = "too_many_tip_messages", 429, "This report has as many messages as it can take for now."
    retry_after_s = 3600


class TipHasNoReporter(CoordinationError):
    """It was handed over by another part of prevention."""

    code, status, title = "tip_has_no_reporter", 409, "Nobody gave this tip: there is nobody to answer."


# --- steps ------------------------------------------------------------------------------------------------------------
class StepRefused(CoordinationError):
    """A step that the state of a tip does not allow."""

    status = 409


class TipNotTriaged(StepRefused):
    code, title = "tip_not_triaged", "Say first how urgent the tip is."


class TipNotSent(StepRefused):
    code, title = "tip_not_sent", "Send the tip to its receivers first."


class TipNotAcknowledged(StepRefused):
    code, title = "tip_not_acknowledged", "Acknowledge the tip first."


class TipNotBegun(StepRefused):
    code, title = "tip_not_begun", "Begin to work on the tip first."


class TipSentAlready(StepRefused):
    code, title = "tip_sent_already", "The tip was sent to its receivers before."


class TipAcknowledgedAlready(StepRefused):
    code, title = "tip_acknowledged_already", "The tip was acknowledged before."


class TipInProgressAlready(StepRefused):
    code, title = "tip_in_progress_already", "Somebody works on the tip already."


class TipDisposedAlready(StepRefused):
    code, title = "tip_disposed_already", "The tip has its disposition. Reopen it first."


class TipIsDuplicate(StepRefused):
    code, title = "tip_is_duplicate", "The tip is linked to another one as a duplicate. Reopen it first."


class TipIsFalse(StepRefused):
    code, title = "tip_is_false", "The tip is marked as false. Reopen it first."


class TipIsTest(StepRefused):
    code, title = "tip_is_test", "The tip is marked as a test. Reopen it first."


class TipIsOpen(StepRefused):
    code, title = "tip_is_open", "The tip is open; only one that has ended is reopened."


class TipStepLacks(CoordinationError):
    """The pointer names what the step needs besides: a priority, a disposition, the other tip, or words."""

    code, status, title = "tip_step_lacks", 422, "Something that this step needs is missing."


# --- an incident ------------------------------------------------------------------------------------------------------
class TipNamesNoSchool(CoordinationError):
    code, status, title = "tip_names_no_school", 409, "The tip is of no school with a site: open the incident yourself."


class TipHasIncident(CoordinationError):
    code, status, title = "tip_has_incident", 409, "An incident was opened from this tip before."


class ReportersWords(CoordinationError):
    """Five words in a row of the report would leave the tip system."""

    code, status, title = "reporters_words", 422, "Use your own words: the reporter's words stay with the tip."


# --- the desk ---------------------------------------------------------------------------------------------------------
class BadTipDesk(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_tip_desk", 422, "A part of these settings cannot be."


class ShortAddressTaken(CoordinationError):
    code, status, title = "short_address_taken", 409, "Another school or district has this short address."


class NotOfTheAgency(CoordinationError):
    code, status, title = "not_of_the_agency", 422, "The team is made of people of the school and its district."

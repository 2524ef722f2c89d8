"""What can go wrong with tips, each with a stable code and an HTTP status. No text quotes a tip. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


# --- who asks ---------------------------------------------------------------------------------------------------------
class TipNotFound(CoordinationError):
    """Missing and forbidden look alike: no one learns that a tip exists."""

    code, status, title = "tip_not_found", 404, "There is no such tip."


class TipDeskNotFound(CoordinationError):
    """Missing and forbidden look alike."""

    code, status, title = "tip_desk_not_found", 404, "There is no such place for tips."


class TipsTeamDecides(CoordinationError):
    code, status = "tips_team_decides", 403
    title = sentence = _("Only the team decides that. You may read and acknowledge.")


# --- reporting --------------------------------------------------------------------------------------------------------
class BadTip(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_tip", 422, "Say what happened, in at most 4,000 characters."
    sentence = _("Say what happened. A report has at most 4,000 characters.")


class TipTakenAlready(CoordinationError):
    """The form was sent twice; its receipt was shown the first time."""

    code, status, title = "tip_taken_already", 409, "This report was received already."
    sentence = _("This report was received already. Its receipt code was shown the first time.")


class TipPhotoRefused(CoordinationError):
    code, status, title = "tip_photo_refused", 422, "This picture cannot be taken. Send the report without it."
    sentence = _("A picture could not be taken. Send the report without it.")


class TipsFlooded(CoordinationError):
    """So many reports within minutes that more would hide the real ones."""

    code, status, title = "tips_flooded", 429, "Too many reports are coming in. Try again in a few minutes."
    sentence = _("Too many reports are coming in right now. Wait a few minutes, or tell an adult you trust.")
    retry_after_s = 300


class ReceiptNotKnown(CoordinationError):
    code, status, title = "receipt_not_known", 404, "No report has this receipt code."
    sentence = _("No report has this code. Look at each letter again.")


class TooManyTipMessages(CoordinationError):
    code, status, title = "too_many_tip_messages", 429, "This report has as many messages as it can take for now."
    sentence = _("This report has many messages already. Wait an hour before you write again.")
    retry_after_s = 3600


class TipHasNoReporter(CoordinationError):
    """It was handed over by another part of prevention."""

    code, status = "tip_has_no_reporter", 409
    title = sentence = _("No one gave this tip: there is no one to answer.")


# --- steps ------------------------------------------------------------------------------------------------------------
class StepRefused(CoordinationError):
    """A step that the state of a tip does not allow."""

    status = 409


class TipNotTriaged(StepRefused):
    code, title = "tip_not_triaged", "Say first how urgent the tip is."
    sentence = _("Set the priority first.")


class TipNotSent(StepRefused):
    code = "tip_not_sent"
    title = sentence = _("Send the tip to its receivers first.")


class TipNotAcknowledged(StepRefused):
    code = "tip_not_acknowledged"
    title = sentence = _("Acknowledge the tip first.")


class TipNotBegun(StepRefused):
    code, title = "tip_not_begun", "Begin to work on the tip first."
    sentence = _("Begin work on the tip first.")


class TipSentAlready(StepRefused):
    code, title = "tip_sent_already", "The tip was sent to its receivers before."
    sentence = _("The tip was sent before.")


class TipAcknowledgedAlready(StepRefused):
    code = "tip_acknowledged_already"
    title = sentence = _("The tip was acknowledged before.")


class TipInProgressAlready(StepRefused):
    code = "tip_in_progress_already"
    title = sentence = _("Someone works on the tip already.")


class TipDisposedAlready(StepRefused):
    code = "tip_disposed_already"
    title = sentence = _("The tip has its disposition. Reopen it first.")


class TipIsDuplicate(StepRefused):
    code, title = "tip_is_duplicate", "The tip is linked to another one as a duplicate. Reopen it first."
    sentence = _("The tip is linked as a duplicate. Reopen it first.")


class TipIsFalse(StepRefused):
    code = "tip_is_false"
    title = sentence = _("The tip is marked as false. Reopen it first.")


class TipIsTest(StepRefused):
    code = "tip_is_test"
    title = sentence = _("The tip is marked as a test. Reopen it first.")


class TipIsOpen(StepRefused):
    code, title = "tip_is_open", "The tip is open; only one that has ended is reopened."
    sentence = _("Only a tip that has ended is reopened.")


class TipStepLacks(CoordinationError):
    """The pointer names what the step needs besides: a priority, a disposition, the other tip, or words."""

    code, status, title = "tip_step_lacks", 422, "Something that this step needs is missing."
    sentence = _("Something is missing: choose from the list, or write why.")


# --- an incident ------------------------------------------------------------------------------------------------------
class TipNamesNoSchool(CoordinationError):
    code, status, title = "tip_names_no_school", 409, "The tip is of no school with a site: open the incident yourself."
    sentence = _("The tip names no school with a site. Open the incident from the first page.")


class TipHasIncident(CoordinationError):
    code, status = "tip_has_incident", 409
    title = sentence = _("An incident was opened from this tip before.")


class ReportersWords(CoordinationError):
    """Five words in a row of the report would leave the tip system."""

    code, status, title = "reporters_words", 422, "Use your own words: the reporter's words stay with the tip."
    sentence = _("Use your own words. What the reporter wrote stays with the tip.")


# --- the desk ---------------------------------------------------------------------------------------------------------
class BadTipDesk(CoordinationError):
    """The pointer names the field."""

    code, status, title = "bad_tip_desk", 422, "A part of these settings cannot be."
    sentence = _("Something here cannot be: look at the short address and the days.")


class ShortAddressTaken(CoordinationError):
    code, status = "short_address_taken", 409
    title = sentence = _("Another school or district has this short address.")


class NotOfTheAgency(CoordinationError):
    code, status, title = "not_of_the_agency", 422, "The team is made of people of the school and its district."
    sentence = _("Choose someone of the school or its district.")
